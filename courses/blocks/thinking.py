"""Blocks that ask something of the learner: a story, a case, a question, an activity, a task."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

LETTERS = "ABCDEFGH"


class LineBlock(blocks.StructBlock):
    who = blocks.CharBlock(required=False, max_length=40, label=_("who"), help_text=_("Empty: the narrator."))
    says = blocks.TextBlock(label=_("says"))


class StoryBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"))
    lines = blocks.ListBlock(LineBlock(), label=_("lines"))
    question = blocks.TextBlock(required=False, label=_("question"))

    class Meta:
        template = "courses/blocks/story.html"
        icon = "comment"
        label = _("Story")


class DecisionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("what one might do"))
    feedback = blocks.TextBlock(label=_("what follows from it"))


class CaseBlock(blocks.StructBlock):
    """A case, plainly fictitious, and the decision it leaves open."""

    title = blocks.CharBlock(max_length=120, label=_("title"))
    story = blocks.TextBlock(label=_("what happened"))
    question = blocks.TextBlock(label=_("question"))
    options = blocks.ListBlock(DecisionBlock(), min_num=0, label=_("decisions"))

    class Meta:
        template = "courses/blocks/case.html"
        icon = "help"
        label = _("Case")


class CheckValue(blocks.StructValue):
    def lettered(self) -> list[tuple[str, str, bool]]:
        """Letter, text and whether it is right, for each option."""
        return [(LETTERS[i], text, LETTERS[i] in self["answer"]) for i, text in enumerate(self["options"])]

    def several(self) -> bool:
        return len(self["answer"]) > 1

    def is_right(self, letters: list[str]) -> bool:
        return sorted(set(letters)) == sorted(self["answer"])


class CheckBlock(blocks.StructBlock):
    """A self-check. `answer` holds the letters of the right options, in order; on the public page nothing is kept."""

    question = blocks.TextBlock(label=_("question"))
    options = blocks.ListBlock(blocks.TextBlock(), min_num=2, max_num=len(LETTERS), label=_("options"))
    answer = blocks.RegexBlock(regex=r"^[A-H]{1,8}$", label=_("right letters"))
    explanation = blocks.TextBlock(label=_("explanation"))
    facts = blocks.CharBlock(required=False, label=_("facts"))

    class Meta:
        template = "courses/blocks/check.html"
        icon = "list-ol"
        label = _("Self-check")
        value_class = CheckValue


class ActivityBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"))
    minutes = blocks.IntegerBlock(min_value=1, max_value=180, label=_("minutes"))
    materials = blocks.ListBlock(blocks.CharBlock(), min_num=0, label=_("materials"))
    steps = blocks.ListBlock(blocks.TextBlock(), min_num=1, label=_("steps"))

    class Meta:
        template = "courses/blocks/activity.html"
        icon = "group"
        label = _("Class activity")


class TaskBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"))
    text = blocks.TextBlock(label=_("task"))
    model_answer = blocks.TextBlock(required=False, label=_("one good answer"))

    class Meta:
        template = "courses/blocks/task.html"
        icon = "edit"
        label = _("Task")
