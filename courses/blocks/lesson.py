"""The body of a lesson or module, and the timetable of its plan. A block's data shape is public: add, never rename."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks import text as prose
from courses.blocks import thinking


class ConceptBlock(blocks.StructBlock):
    term = blocks.CharBlock(max_length=60, label=_("term"), help_text=_("The word as pupils meet it."))
    meaning = blocks.TextBlock(label=_("meaning"), help_text=_("In words that this age uses."))

    class Meta:
        template = "courses/blocks/concept.html"
        icon = "key"
        label = _("Concept")


class LawBlock(blocks.StructBlock):
    """What a rule says, in our own words, with everything needed to look it up and to notice that it changed."""

    name = blocks.CharBlock(
        max_length=160, label=_("name of the rule"), help_text=_("With 《》, such as 《中华人民共和国民法典》.")
    )
    clause = blocks.CharBlock(required=False, max_length=120, label=_("clause"), help_text=_("Such as 第七条."))
    says = blocks.TextBlock(label=_("what it says"), help_text=_("In our own words, not the wording of the law."))
    source = blocks.CharBlock(
        max_length=240,
        label=_("source"),
        help_text=_("Issued by whom, under which number, or an address to look it up."),
    )
    in_force = blocks.DateBlock(required=False, label=_("in force since"), help_text=_("As the document itself says."))
    checked = blocks.DateBlock(label=_("last checked"), help_text=_("When somebody last saw that it still holds."))
    facts = blocks.CharBlock(
        required=False, label=_("facts"), help_text=_("Numbers in the fact register, such as F12.")
    )

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

    minutes = blocks.IntegerBlock(min_value=1, max_value=180, label=_("minutes"), help_text=_("Of this step."))
    step = blocks.CharBlock(max_length=120, label=_("step"), help_text=_("Such as 导入 or 小组讨论."))
    teacher = blocks.TextBlock(label=_("what the teacher does"), help_text=_("So that a colleague can step in."))
    pupils = blocks.TextBlock(
        required=False, label=_("what the pupils do"), help_text=_("What is seen and heard in the room.")
    )
    questions = blocks.ListBlock(
        blocks.TextBlock(), min_num=0, label=_("questions"), help_text=_("Word for word, as they are asked.")
    )

    class Meta:
        icon = "time"
        label = _("Step")


class TimingBody(blocks.StreamBlock):
    step = StepBlock()
