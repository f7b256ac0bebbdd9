"""The rules of calls: the legality gate, who may review, how scores are weighed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from campaigns.calls.models import Application, Call, Indicator
from kit import document_numbers
from kit.errors import BadInput
from organisations import scopes
from organisations.models import Membership, Organisation, OrganisationKind, Role

HUNDRED = Decimal(100)
TRACES = ("留痕", "打卡", "学习时长", "在线时长", "活动次数", "活动场次", "照片数量", "点击量", "投票")


@dataclass(frozen=True)
class Check:
    """One rule of the gate: `sentence` says what it asks for, `met` whether the call does."""

    met: bool
    sentence: str


def gate(call: Call, day: date) -> list[str]:
    """Every rule that keeps the call from opening on `day`, as sentences that name it; an empty list lets it open."""
    return [one.sentence for one in gate_checks(call, day) if not one.met]


def gate_checks(call: Call, day: date) -> list[Check]:
    """Every rule of the legality gate, met or not.

    Source: 《创建示范活动管理办法（试行）》 (2022), the yearly list of assessments, and 教师厅〔2025〕2号:
    what is kept only to leave a trace is not scored.
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
        (call.closes_on >= day, _("The last day for applications lies ahead.")),
        *_tree_checks(call),
    ]
    return [Check(bool(met), str(sentence)) for met, sentence in checks]


def _is_number(text: str) -> bool:
    try:
        document_numbers.parse(text)
    except BadInput:
        return False
    return True


def _tree_checks(call: Call) -> list[tuple[bool, str]]:
    scored = [one for one in leaves(call) if not one.veto]
    traces = [one.number for one in scored if any(word in f"{one.title}{one.method}{one.evidence}" for word in TRACES)]
    return [
        (bool(scored), _("Enter its indicators.")),
        (
            sum((one.weight for one in scored), Decimal(0)) == HUNDRED,
            _("The weights of the indicators that are scored sum to 100."),
        ),
        (
            not traces,
            _("No indicator scores traces, study time or counts of activities (教师厅〔2025〕2号)%(which)s.")
            % {"which": f": {', '.join(traces)}" if traces else ""},
        ),
    ]


def tree(call: Call) -> list[Indicator]:
    """Every indicator in the order of its number: 2 before 10."""
    return sorted(call.indicators.all(), key=lambda one: [int(part) for part in one.number.split(".")])


def leaves(call: Call) -> list[Indicator]:
    """The indicators that are answered, in order."""
    nodes = tree(call)
    parents = {one.parent_id for one in nodes}
    return [one for one in nodes if one.pk not in parents]


def asked_of(call: Call, stages: list[str]) -> list[Indicator]:
    """The leaves that a unit with these stages answers; veto items are for the reviewers, not for the unit to score."""
    return [one for one in leaves(call) if not one.veto and one.applies_to(stages)]


def is_meant_for(call: Call, unit: Organisation) -> bool:
    """Whether the unit lies in the organiser's territory, is no administration, and teaches what the call asks for."""
    reached = unit.path.startswith(call.organiser.path) and unit.kind != OrganisationKind.ADMINISTRATION
    return reached and (not call.stages or bool(set(call.stages) & set(unit.stages)))


@dataclass(frozen=True)
class Burden:
    """What one call asks of a school at most; the hours are a rough guess from usual times for a text and a file."""

    scores: int
    texts: int
    files: int

    @property
    def hours(self) -> Decimal:
        """Rounded up to the next half hour."""
        minutes = self.scores * 2 + self.texts * 10 + self.files * 20
        return Decimal(-(-minutes // 30)) / 2


def burden(call: Call) -> Burden:
    """Counted over the indicators that a unit answers, plus its narrative."""
    scored = [one for one in leaves(call) if not one.veto]
    return Burden(len(scored), len(scored) + 1, sum(1 for one in scored if one.evidence))


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
    return not why_not_review(user, application)


def why_not_review(user: Any, application: Application) -> str:
    """What keeps the user from reviewing now, as a sentence; empty when nothing does.

    Source: nobody reviews what they wrote, handed in or belong to, nor twice on one application.
    """
    bureau = application.reviewer
    if bureau is None:
        return str(_("The application is not in review at present."))
    if not scopes.holds_at(user, bureau, Role.OFFICER):
        return str(_("It is the turn of %(bureau)s.") % {"bureau": bureau.name})
    if user.pk in {application.started_by_id, application.submitted_by_id}:
        return str(_("You took part in writing this application; somebody else of your bureau reviews it."))
    if Membership.objects.current().filter(user=user, organisation=application.organisation).exists():
        return str(_("You belong to this unit; somebody else of your bureau reviews it."))
    if application.reviews.filter(by=user).exclude(organisation=bureau, verdict="return").exists():
        return str(_("You have given your word on this application already; somebody else gives this one."))
    return ""
