"""An application as people read it: indicator by indicator, and bureau by bureau."""

from dataclasses import dataclass, field

from campaigns.calls import rules
from campaigns.calls.models import Answer, Application, ApplicationState, Evidence, Indicator, Review
from organisations.models import Organisation


@dataclass
class Row:
    """One indicator with what the unit says to it; `asked` is false where it is a heading or does not apply."""

    indicator: Indicator
    asked: bool
    applies: bool
    answer: Answer | None = None
    files: list[Evidence] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """One bureau of the chain. `state` is done, now, waiting or stopped; `reviews` what it has said so far."""

    bureau: Organisation
    state: str
    reviews: list[Review]


def rows(application: Application) -> list[Row]:
    answers = {one.indicator_id: one for one in application.answers.all()}
    files: dict[int, list[Evidence]] = {}
    for one in application.evidence.all():
        files.setdefault(one.indicator_id, []).append(one)
    stages = application.organisation.stages
    nodes = rules.tree(application.call)
    parents = {one.parent_id for one in nodes}
    return [
        Row(
            one,
            one.pk not in parents and not one.veto and one.applies_to(stages),
            one.applies_to(stages),
            answers.get(one.pk),
            files.get(one.pk, []),
        )
        for one in nodes
    ]


def chain(application: Application) -> list[Step]:
    """Every bureau from the lowest to the organiser, with the state of each."""
    said: dict[int, list[Review]] = {}
    for one in application.reviews.select_related("by", "organisation"):
        said.setdefault(one.organisation_id, []).append(one)
    steps = []
    for bureau in rules.chain(application):
        reviews = said.get(bureau.pk, [])
        last = reviews[-1].verdict if reviews else ""
        if application.reviewer_id == bureau.pk:
            state = "now"
        elif last == "recommend":
            state = "done"
        elif last in {"reject", "return"} or application.state == ApplicationState.WITHDRAWN:
            state = "stopped"
        else:
            state = "waiting"
        steps.append(Step(bureau, state, reviews))
    return steps


def own_score(found: list[Row]) -> str:
    """The unit's own weighed score, over the indicators that apply to it."""
    pairs = [(row.indicator.weight, row.answer.self_score if row.answer else None) for row in found if row.asked]
    return str(rules.weighed(pairs))
