"""Blocks that ask something of the learner: a story, a case, a question, an activity, a task."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

LETTERS = "ABCDEFGH"


class LineBlock(blocks.StructBlock):
    who = blocks.CharBlock(required=False, max_length=40, label=_("who"), help_text=_("Empty: the narrator."))
    says = blocks.TextBlock(label=_("says"), help_text=_("What is said, without quotation marks."))


class StoryBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"), help_text=_("As a pupil would retell it."))
    lines = blocks.ListBlock(
        LineBlock(), label=_("lines"), help_text=_("One speaker in each line; read aloud it sounds like people.")
    )
    question = blocks.TextBlock(required=False, label=_("question"), help_text=_("One question, without its answer."))

    class Meta:
        template = "courses/blocks/story.html"
        icon = "comment"
        label = _("Story")


class DecisionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("what one might do"), help_text=_("A choice that somebody really might make."))
    feedback = blocks.TextBlock(
        label=_("what follows from it"), help_text=_("What comes of it, without praise or blame.")
    )


class CaseBlock(blocks.StructBlock):
    """A case, plainly fictitious, and the decision it leaves open."""

    title = blocks.CharBlock(max_length=120, label=_("title"), help_text=_("As a pupil would retell it."))
    story = blocks.TextBlock(
        label=_("what happened"), help_text=_("Plainly invented: no real person, school or place.")
    )
    question = blocks.TextBlock(label=_("question"), help_text=_("One question."))
    options = blocks.ListBlock(
        DecisionBlock(), min_num=0, label=_("decisions"), help_text=_("Two or three, none of them silly.")
    )

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

    question = blocks.TextBlock(label=_("question"), help_text=_("One question."))
    options = blocks.ListBlock(
        blocks.TextBlock(),
        min_num=2,
        max_num=len(LETTERS),
        label=_("options"),
        help_text=_("They get the letters A, B, C … in this order."),
    )
    answer = blocks.RegexBlock(
        regex=r"^[A-H]{1,8}$", label=_("right letters"), help_text=_("Such as B, or AC when several are right.")
    )
    explanation = blocks.TextBlock(label=_("explanation"), help_text=_("Why it is right, and why the others are not."))
    facts = blocks.CharBlock(
        required=False, label=_("facts"), help_text=_("Numbers in the fact register, such as F12.")
    )

    class Meta:
        template = "courses/blocks/check.html"
        icon = "list-ol"
        label = _("Self-check")
        value_class = CheckValue


class ActivityBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"), help_text=_("As a pupil would retell it."))
    minutes = blocks.IntegerBlock(
        min_value=1, max_value=180, label=_("minutes"), help_text=_("How long it takes with forty pupils.")
    )
    materials = blocks.ListBlock(
        blocks.CharBlock(), min_num=0, label=_("materials"), help_text=_("What has to be at hand.")
    )
    steps = blocks.ListBlock(blocks.TextBlock(), min_num=1, label=_("steps"), help_text=_("One thing to do in each."))

    class Meta:
        template = "courses/blocks/activity.html"
        icon = "group"
        label = _("Class activity")


class TaskBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"), help_text=_("As a pupil would retell it."))
    text = blocks.TextBlock(label=_("task"), help_text=_("What is to be done, and until when."))
    model_answer = blocks.TextBlock(
        required=False, label=_("one good answer"), help_text=_("Shown only after one has tried.")
    )

    class Meta:
        template = "courses/blocks/task.html"
        icon = "edit"
        label = _("Task")
