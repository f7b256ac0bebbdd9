"""The body of a lesson or module, and the timetable of its plan. A block's data shape is public: add, never rename."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks import text as prose
from courses.blocks import thinking


class ConceptBlock(blocks.StructBlock):
    term = blocks.CharBlock(max_length=60, label=_("term"))
    meaning = blocks.TextBlock(label=_("meaning"))

    class Meta:
        template = "courses/blocks/concept.html"
        icon = "key"
        label = _("Concept")


class LawBlock(blocks.StructBlock):
    """What a rule says, in our own words, with everything needed to look it up and to notice that it changed."""

    name = blocks.CharBlock(max_length=160, label=_("name of the rule"))
    clause = blocks.CharBlock(required=False, max_length=120, label=_("clause"))
    says = blocks.TextBlock(label=_("what it says"))
    source = blocks.CharBlock(max_length=240, label=_("source"))
    in_force = blocks.DateBlock(required=False, label=_("in force since"))
    checked = blocks.DateBlock(label=_("last checked"))
    facts = blocks.CharBlock(required=False, label=_("facts"))

    class Meta:
        template = "courses/blocks/law.html"
        icon = "doc-full"
        label = _("Rule")


class LessonBody(blocks.StreamBlock):
    section = prose.SectionBlock()
    text = prose.TextBlock()
    story = thinking.StoryBlock()
    case = thinking.CaseBlock()
    concept = ConceptBlock()
    law = LawBlock()
    check = thinking.CheckBlock()
    activity = thinking.ActivityBlock()
    quote = prose.QuoteBlock()
    table = prose.TableBlock()
    pledge = prose.PledgeBlock()
    family = prose.FamilyBlock()
    task = thinking.TaskBlock()


class StepBlock(blocks.StructBlock):
    """One line of a lesson plan's timetable."""

    minutes = blocks.IntegerBlock(min_value=1, max_value=180, label=_("minutes"))
    step = blocks.CharBlock(max_length=120, label=_("step"))
    teacher = blocks.TextBlock(label=_("what the teacher does"))
    pupils = blocks.TextBlock(required=False, label=_("what the pupils do"))
    questions = blocks.ListBlock(blocks.TextBlock(), min_num=0, label=_("questions"))

    class Meta:
        icon = "time"
        label = _("Step")


class TimingBody(blocks.StreamBlock):
    step = StepBlock()
