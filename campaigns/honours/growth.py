"""A province's worth of fictitious honours for tests of load. The same seed makes the same ones.

Written in bulk and not through the actions, which take a lock and some twenty statements an honour; what is written is
what the actions would leave: decided calls, released decisions, entries with their event, feed records that wait.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from campaigns.calls.models import Call, CallKind, CallState
from campaigns.creditfeed.actions.outbox import CATALOGUE
from campaigns.creditfeed.models import Destination, FeedRow
from campaigns.honours.actions.decisions import city_code
from campaigns.honours.feed import record_of
from campaigns.honours.models import Decision, DecisionState, EntryEvent, HonourEntry, RollName
from kit import canonical_json, clock, seeded
from organisations.models import Organisation
from trail.actions import audit

BATCH = 1000
FIRST_DAY = date(2025, 6, 10)  # the day after which grown decisions were released, one after the other
HONOUR = "示例省诚信示范学校"


def honours(world: dict[str, Any], total: int, *, seed: int, canary: str) -> None:
    """Bring the roll to `total` entries; each decision names every school at most once."""
    there = HonourEntry.objects.count()
    missing = total - there
    if missing <= 0:
        return
    chance = random.Random(f"{seed}:{there}")  # noqa: S311 -- the same world each time, no secret
    schools = list(
        Organisation.objects.schools().select_related("division__parent", "managing_authority").order_by("pk")
    )
    RollName.objects.bulk_create(
        [RollName(organisation=one, name=one.name) for one in schools], ignore_conflicts=True, batch_size=BATCH
    )
    destinations = list(Destination.objects.filter(active=True))
    number = (HonourEntry.objects.aggregate(last=Max("entry_no"))["last"] or 0) + 1
    lists = [range(start, min(start + len(schools), missing)) for start in range(0, missing, len(schools))]
    for place, batch in _batches(lists):
        decision = _decision(world, chance, place, len(lists), there, canary)
        for piece in batch:
            chosen = [schools[position % len(schools)] for position in piece]
            with transaction.atomic():
                _enter(decision, chosen, number, chance, canary, destinations)
            number += len(chosen)
    audit.record("demo.honours_grown", world["organisations"]["province"], at=clock.now(), entries=missing)


def _batches(lists: list[range]) -> Iterator[tuple[int, list[range]]]:
    for place, numbers in enumerate(lists):
        yield place, [numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH)]


def _decision(
    world: dict[str, Any], chance: random.Random, place: int, count: int, there: int, canary: str
) -> Decision:
    """A decided call and its released decision; their days go from FIRST_DAY to yesterday."""
    province, people = world["organisations"]["province"], world["users"]
    span = max(1, (clock.today() - FIRST_DAY).days - 1)
    day = FIRST_DAY + timedelta(days=place * span // count)
    at = datetime(day.year, day.month, day.day, 12, tzinfo=clock.SHANGHAI)
    serial = there + place + 1
    call = Call.objects.create(
        uuid=seeded.uuid7(chance, at),
        code=seeded.code(chance, "K"),
        title=f"示例省诚信示范学校创建（第{serial}期，压力测试）{seeded.mark(canary, province.code)}"[:120],
        honour_name=HONOUR,
        kind=CallKind.MODEL_UNIT,
        organiser=province,
        approving_authority="示例省创建示范活动协调小组",
        approval_number=f"示创协〔{day.year}〕{serial % 99999 + 1}号",
        permitted_list_entry="示例目录",
        cycle="一年一次",
        no_fee=True,
        summary=f"压力测试用的示例。{seeded.mark(canary, province.code)}",
        opens_on=day - timedelta(days=60),
        closes_on=day - timedelta(days=30),
        validity_years=1,
        state=CallState.DECIDED,
        indicators_sha256="0" * 64,
        opened_at=at - timedelta(days=60),
    )
    return Decision.objects.create(
        uuid=seeded.uuid7(chance, at),
        call=call,
        organ=province,
        document_number=f"示压{_letters(serial // 99999)}〔{day.year}〕{serial % 99999 + 1}号",
        decided_on=day,
        meeting_number=f"示例会议{seeded.mark(canary, province.code)}"[:80],
        legality_opinion="合法（示例）",
        discipline_opinion="无不同意见（示例）",
        secrecy_opinion="不涉密（示例）",
        state=DecisionState.RELEASED,
        compiled_by=people["province"],
        compiled_at=at - timedelta(days=1),
        released_by=people["decider"],
        released_at=at,
    )


def _enter(
    decision: Decision,
    chosen: list[Organisation],
    number: int,
    chance: random.Random,
    canary: str,
    destinations: list[Destination],
) -> None:
    at, day = decision.released_at or clock.now(), decision.decided_on
    entries = HonourEntry.objects.bulk_create(
        HonourEntry(
            uuid=seeded.uuid7(chance, at),
            code=seeded.code(chance, "H"),
            entry_no=number + place,
            decision=decision,
            call=decision.call,
            organisation=unit,
            name=unit.name,
            subject_code=unit.code or str(unit.uuid),
            authority_name=unit.managing_authority.name if unit.managing_authority else "",
            city_code=city_code(unit),
            division_code=unit.division.code,
            division_name=unit.division.name,
            honour=HONOUR,
            kind=decision.call.kind,
            organ_name=decision.organ.name,
            decision_no=decision.document_number,
            decision_date=day,
            year=day.year,
            valid_from=day,
            valid_to=day.replace(year=day.year + 1),
        )
        for place, unit in enumerate(chosen)
    )
    EntryEvent.objects.bulk_create(
        EntryEvent(
            entry=one,
            number=1,
            what="awarded",
            by=decision.released_by,
            at=at,
            reason=seeded.mark(canary, one.organisation.code or one.organisation_id),
        )
        for one in entries
    )
    FeedRow.objects.bulk_create(_feed_rows(entries, day, at, destinations))


def _feed_rows(
    entries: list[HonourEntry], day: date, at: datetime, destinations: list[Destination]
) -> Iterator[FeedRow]:
    due = clock.real_now()
    for one in entries:
        body = {
            "record_id": str(one.uuid),
            "version": 1,
            "event": "award",
            "catalogue": CATALOGUE,
            "data": record_of(one, day),
        }
        digest = canonical_json.sha256(body)
        for destination in destinations:
            yield FeedRow(
                record_id=one.uuid,
                version=1,
                destination=destination,
                event="award",
                body=body,
                sha256=digest,
                due_at=due,
                created_at=at,
            )


def _letters(number: int) -> str:
    return "甲乙丙丁戊己庚辛壬癸"[number % 10] if number else ""
