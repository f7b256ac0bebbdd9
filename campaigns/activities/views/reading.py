"""The page on which an activity is read on the desk, with what the reader may do about it."""

from datetime import datetime
from typing import Any

from campaigns.activities import desk_work, linter, rules
from campaigns.activities.forms import DecisionForm, ReturnForm, WithdrawForm
from campaigns.activities.models import Activity, ActivityState
from kit import clock

_CAN_BE_TAKEN_DOWN = {ActivityState.SUBMITTED.value, ActivityState.RETURNED.value, ActivityState.PUBLISHED.value}


def context(user: Any, found: Activity, at: datetime, returning: ReturnForm | None = None) -> dict[str, Any]:
    """What the page shows to somebody who reads it on the desk."""
    found_findings = linter.findings(found, clock.local(at).date())
    waits = found.state == ActivityState.SUBMITTED
    reviews = rules.may_review(user, found)
    ours = rules.may_write(user, found.organisation)
    return {
        "activity": found,
        "row": desk_work.with_clock([found], at)[0],
        "pictures": list(found.pictures.select_related("picture__consent")),
        "tiers": [one.get_tier_display() for one in found.tiers.order_by("pk")],
        "findings": found_findings if waits else [],
        "blocked": bool(linter.blocking(found_findings)),
        "notes": desk_work.last_notes(found),
        "decides": waits and reviews,
        "waits_elsewhere": waits and not reviews and not ours,
        "publish_form": DecisionForm(initial={"version": found.version}),
        "return_form": returning or ReturnForm(initial={"version": found.version}),
        "withdraw_form": WithdrawForm() if (reviews or ours) and found.state in _CAN_BE_TAKEN_DOWN else None,
        "ours": ours,
    }
