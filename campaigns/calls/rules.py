"""The rules of calls: the legality gate, who may review, how scores are weighed."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from campaigns.calls.models import Application, Call, Indicator
from kit import document_numbers
from kit.errors import BadInput
from organisations import scopes
from organisations.models import Membership, Organisation, OrganisationKind, Role

HUNDRED = Decimal(100)


def gate(call: Call) -> list[str]:
    """Every rule that keeps the call from opening, as sentences that name it; an empty list lets it open.

    Source: 《创建示范活动管理办法（试行）》 (2022) and the yearly list of inspections and assessments.
    """
    organiser = call.organiser
    provincial = organiser.kind == OrganisationKind.ADMINISTRATION and organiser.level == "province"
    checks = [
        (
            provincial,
            _("A city or county education bureau may not organise it, only review and recommend (2022 rule)."),
        ),
        (bool(call.approving_authority), _("Name the authority that approved it.")),
        (_is_number(call.approval_number), _("Give the approval's document number, such as 鄂教发〔2026〕1号.")),
        (
            bool(call.permitted_list_entry),
            _("Name its entry in the year's permitted list of inspections and assessments."),
        ),
        (bool(call.cycle), _("State its cycle.")),
        (bool(call.quota), _("State its quota.")),
        (bool(call.budget_line), _("Name the budget line that pays for it.")),
        (call.no_fee, _("Declare that no fee is taken from applicants.")),
        (bool(call.summary), _("Say in a few sentences what it is about.")),
        *_tree_checks(call),
    ]
    return [str(sentence) for met, sentence in checks if not met]


def _is_number(text: str) -> bool:
    try:
        document_numbers.parse(text)
    except BadInput:
        return False
    return True


def _tree_checks(call: Call) -> list[tuple[bool, str]]:
    tree = list(call.indicators.all())
    parents = {one.parent_id for one in tree}
    scored = [one for one in tree if one.pk not in parents and not one.veto]
    return [
        (bool(scored), _("Enter its indicators.")),
        (
            sum((one.weight for one in scored), Decimal(0)) == HUNDRED,
            _("The weights of the indicators do not sum to 100."),
        ),
        (all(one.level <= 3 for one in tree), _("Indicators have three levels at most.")),
    ]


def leaves(call: Call) -> list[Indicator]:
    """The indicators that are answered, in order."""
    tree = list(call.indicators.all())
    parents = {one.parent_id for one in tree}
    return [one for one in tree if one.pk not in parents]


def weighed(scores: Iterable[tuple[Decimal, int | Decimal | None]]) -> Decimal:
    """The weighted mean of scores 0–100, two decimals; what does not apply is left out and the rest weighed anew.

    Args: pairs of weight and score, the score None where the indicator does not apply.
    """
    given = [(weight, Decimal(score)) for weight, score in scores if score is not None]
    total = sum((weight for weight, _score in given), Decimal(0))
    if not total:
        return Decimal(0)
    mean = sum((weight * score for weight, score in given), Decimal(0)) / total
    return mean.quantize(Decimal("0.01"), ROUND_HALF_UP)


def chain(application: Application) -> list[Organisation]:
    """The bureaus that review, lowest first: the managing authorities from the unit up to the call's organiser."""
    above: list[Organisation] = []
    unit: Organisation | None = application.organisation
    while unit is not None and unit.parent is not None:
        unit = unit.parent
    bureau = unit.managing_authority if unit else None
    while bureau is not None:
        above.append(bureau)
        if bureau.pk == application.call.organiser_id:
            break
        bureau = bureau.managing_authority
    return above


def may_review(user: Any, application: Application) -> bool:
    """An officer of the bureau whose turn it is, who took no part in it at the unit or at another level."""
    bureau = application.reviewer
    return bool(
        bureau
        and scopes.holds_at(user, bureau, Role.OFFICER)
        and user.pk not in {application.started_by_id, application.submitted_by_id}
        and not Membership.objects.current().filter(user=user, organisation=application.organisation).exists()
        and not application.reviews.filter(by=user).exclude(organisation=bureau, verdict="return").exists()
    )
