"""Blocks that are read: prose, a quotation, a table, a family page, a pledge."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class SectionBlock(blocks.StructBlock):
    """Begins a new section. A module is studied section by section; `key` names it in a learner's progress."""

    key = blocks.RegexBlock(
        regex=r"^[a-z0-9-]{1,40}$", label=_("key"), help_text=_("Never changed once learners have begun: s1, s2 …")
    )
    title = blocks.CharBlock(
        max_length=120, label=_("title"), help_text=_("Short; learners see it in the list of sections.")
    )

    class Meta:
        template = "courses/blocks/section.html"
        icon = "title"
        label = _("Section")


class TextBlock(blocks.StructBlock):
    html = blocks.RichTextBlock(
        features=["h3", "h4", "bold", "italic", "link", "ol", "ul", "blockquote", "superscript"],
        label=_("text"),
        help_text=_("Text pasted from Word or WPS keeps its words and loses its looks."),
    )

    class Meta:
        template = "courses/blocks/text.html"
        icon = "pilcrow"
        label = _("Text")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quotation"), help_text=_("Word for word, with its punctuation."))
    source = blocks.CharBlock(max_length=200, label=_("source"), help_text=_("Author and work, such as 《论语·为政》."))
    note = blocks.TextBlock(
        required=False, label=_("in today's words"), help_text=_("For readers who do not read the old language.")
    )

    class Meta:
        template = "courses/blocks/quote.html"
        icon = "openquote"
        label = _("Quotation")


class TableValue(blocks.StructValue):
    def cells(self) -> list[list[tuple[str, str]]]:
        """Each row as pairs of its column's heading and the cell: phones show the table as cards."""
        return [list(zip(self["head"], row, strict=False)) for row in self["rows"]]


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(max_length=200, label=_("caption"), help_text=_("Says what the table answers."))
    head = blocks.ListBlock(blocks.CharBlock(required=False), label=_("headings"), help_text=_("One for each column."))
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.TextBlock(required=False)),
        label=_("rows"),
        help_text=_("In each row as many cells as there are headings."),
    )

    class Meta:
        template = "courses/blocks/table.html"
        icon = "table"
        value_class = TableValue
        label = _("Table")


class PledgeBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("what is promised"), help_text=_("In the first person, small enough to be kept."))

    class Meta:
        template = "courses/blocks/pledge.html"
        icon = "check"
        label = _("Pledge")


class FamilyBlock(blocks.StructBlock):
    text = blocks.TextBlock(
        label=_("to the parents"), help_text=_("A letter of half a page, with one thing to do together.")
    )

    class Meta:
        template = "courses/blocks/family.html"
        icon = "home"
        label = _("Family page")
