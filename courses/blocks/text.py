"""Blocks that are read: prose, a quotation, a table, a family page, a pledge."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class SectionBlock(blocks.StructBlock):
    """Begins a new section. A module is studied section by section; `key` names it in a learner's progress."""

    key = blocks.RegexBlock(
        regex=r"^[a-z0-9-]{1,40}$", label=_("key"), help_text=_("Never changed once learners have begun: s1, s2 …")
    )
    title = blocks.CharBlock(max_length=120, label=_("title"))

    class Meta:
        template = "courses/blocks/section.html"
        icon = "title"
        label = _("Section")


class TextBlock(blocks.StructBlock):
    html = blocks.RichTextBlock(
        features=["h3", "h4", "bold", "italic", "link", "ol", "ul", "blockquote", "superscript"], label=_("text")
    )

    class Meta:
        template = "courses/blocks/text.html"
        icon = "pilcrow"
        label = _("Text")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quotation"))
    source = blocks.CharBlock(max_length=200, label=_("source"))
    note = blocks.TextBlock(required=False, label=_("in today's words"))

    class Meta:
        template = "courses/blocks/quote.html"
        icon = "openquote"
        label = _("Quotation")


class TableValue(blocks.StructValue):
    def cells(self) -> list[list[tuple[str, str]]]:
        """Each row as pairs of its column's heading and the cell: phones show the table as cards."""
        return [list(zip(self["head"], row, strict=False)) for row in self["rows"]]


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(max_length=200, label=_("caption"))
    head = blocks.ListBlock(blocks.CharBlock(required=False), label=_("headings"))
    rows = blocks.ListBlock(blocks.ListBlock(blocks.TextBlock(required=False)), label=_("rows"))

    class Meta:
        template = "courses/blocks/table.html"
        icon = "table"
        value_class = TableValue
        label = _("Table")


class PledgeBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("what is promised"))

    class Meta:
        template = "courses/blocks/pledge.html"
        icon = "check"
        label = _("Pledge")


class FamilyBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("to the parents"))

    class Meta:
        template = "courses/blocks/family.html"
        icon = "home"
        label = _("Family page")
