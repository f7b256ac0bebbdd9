"""What an item declares: right answers, points, tolerances."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from assessments.exchange.drafts import Refused
from kit.xml_trees import Node


class Answers:
    """The declarations of one item, asked by its interactions."""

    def __init__(self, item: Node) -> None:
        self.item = item
        self.declared = {one.attributes.get("identifier", ""): one for one in item.all("responsedeclaration")}
        self.outcomes = {one.attributes.get("identifier", ""): one for one in item.all("outcomedeclaration")}

    def name(self, node: Node) -> str:
        return node.attributes.get("responseidentifier", "")

    def declaration(self, node: Node) -> Node:
        found = self.declared.get(self.name(node))
        if found is None:
            raise Refused("答案", "bad-key", _("The item does not declare the answer of its question."), node.line)
        return found

    def is_multiple(self, node: Node) -> bool:
        return self.declaration(node).attributes.get("cardinality", "single") == "multiple"

    def is_number(self, node: Node) -> bool:
        return self.declaration(node).attributes.get("basetype", "") in {"integer", "float"}

    def key(self, node: Node) -> list[str]:
        """What is right; without it, what earns points."""
        declared = self.declaration(node)
        right = declared.one("correctresponse")
        found = [value.text.strip() for value in right.all("value")] if right else []
        return found or [name for name, points in self._earning(declared).items() if points > 0]

    def _earning(self, declared: Node) -> dict[str, Decimal]:
        mapping = declared.one("mapping")
        return {
            one.attributes.get("mapkey", "").strip(): _decimal(one.attributes.get("mappedvalue", "0"))
            for one in (mapping.all("mapentry") if mapping else [])
        }

    def wordings(self, node: Node) -> list[str]:
        declared = self.declaration(node)
        right, earning = declared.one("correctresponse"), self._earning(declared)
        said = [value.text.strip() for value in right.all("value")] if right else []
        most = max(earning.values(), default=Decimal(0))
        if any(0 < points < most for points in earning.values()):
            raise Refused(
                "答案",
                "partly-right",
                _("A wording that is right in part is not carried: write those that are right."),
                node.line,
            )
        found = [*said, *(name for name, points in earning.items() if points > 0 and name not in said)]
        if not found:
            raise Refused(
                "答案", "bad-key", _("The right answer of this item is missing or names no option."), node.line
            )
        return found

    def number(self, node: Node) -> tuple[str, str]:
        key = self.key(node)
        if len(key) != 1:
            raise Refused("答案", "bad-key", _("A number has one right value and its tolerance."), node.line)
        for processing in self.item.all("responseprocessing"):
            for equal in processing.below("equal"):
                if any(one.attributes.get("identifier") == self.name(node) for one in equal.below("variable")):
                    return key[0], self._tolerance(equal)
        return key[0], "0"

    def _tolerance(self, equal: Node) -> str:
        mode, bounds = equal.attributes.get("tolerancemode", "exact"), equal.attributes.get("tolerance", "0").split()
        if mode == "exact":
            return "0"
        if mode != "absolute" or len(set(bounds)) != 1:
            raise Refused(
                "答案", "bad-key", _("Only a tolerance that is the same to both sides is carried."), equal.line
            )
        return bounds[0]

    def outcome(self, name: str) -> Decimal | None:
        """The default of an outcome, as the largest score is declared."""
        declared = self.outcomes.get(name)
        value = next(iter(declared.below("value")), None) if declared else None
        return _decimal(value.text) if value else None


def _decimal(text: str) -> Decimal:
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found.adjusted()) > 20:
        raise Refused("答案", "not-a-number", _("“%(text)s” is not a number.") % {"text": text.strip()[:40]})
    return found
