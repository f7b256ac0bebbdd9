"""The canary around the roll: a discarded decision, and an entry of each school whose history carries it."""

from datetime import timedelta
from typing import Any

from campaigns.honours import growth
from campaigns.honours.models import Decision, DecisionState, EntryEvent, HonourEntry
from kit import clock
from organisations.models import Organisation


def plant(world: dict[str, Any], text: str) -> None:
    owner = next(one for one in world["owners"] if one.organisation == world["organisations"]["province"])
    compiled = world["now"] - timedelta(days=30)
    Decision.objects.get_or_create(
        call=world["canary_call"],
        defaults={
            "notice": world["canary_notice"],
            "organ": owner.organisation,
            "document_number": owner.says("示例文号", 60),
            "decided_on": clock.local(compiled).date(),
            "meeting_number": owner.says("示例会议", 80),
            "legality_opinion": owner.says("示例意见", 200),
            "discipline_opinion": owner.says("示例意见", 200),
            "secrecy_opinion": owner.says("示例意见", 200),
            "state": DecisionState.DISCARDED,
            "compiled_by": world["users"]["province"],
            "compiled_at": compiled,
        },
    )
    if not EntryEvent.objects.filter(reason__startswith=f"{text}-").exists():
        # One list names each school once.
        total = HonourEntry.objects.count() + Organisation.objects.schools().count()
        growth.honours(world, total, seed=1, canary=text)
