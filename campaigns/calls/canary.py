"""The canary in calls and applications: nothing that is open, so that the demonstration goes on as it is."""

import hashlib
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from campaigns.calls.models import (
    Answer,
    Application,
    ApplicationState,
    Call,
    CallKind,
    CallState,
    Evidence,
    Indicator,
    Review,
    Verdict,
)
from kit import clock
from kit.seeded import Owner
from organisations.models import OrganisationKind


def plant(world: dict[str, Any], text: str) -> None:
    """A draft of a call for each bureau, a closed call of the province, and to that an application of each school.

    Leaves `world["canary_call"]`.
    """
    province = world["organisations"]["province"]
    people = {owner.organisation.pk: owner.person for owner in world["owners"]}
    for owner in world["owners"]:
        if owner.organisation == province:
            world["canary_call"] = _call(owner, CallState.CLOSED)
        elif owner.organisation.kind == OrganisationKind.ADMINISTRATION:
            _call(owner, CallState.DRAFT)
    for owner in world["owners"]:
        if owner.organisation.kind == OrganisationKind.SCHOOL:
            _apply(world["canary_call"], owner, people[owner.organisation.managing_authority_id], world)


def _call(owner: Owner, state: CallState) -> Call:
    title, today = owner.says("示例诚信学校创建", 120), clock.today()
    found = Call.objects.filter(organiser=owner.organisation, title=title).first()
    if found:
        return found
    call = Call.objects.create(
        title=title,
        honour_name=owner.says("示例称号", 60),
        kind=CallKind.MODEL_UNIT,
        organiser=owner.organisation,
        approving_authority=owner.says("示例协调小组", 120),
        approval_number=owner.says("示例批文", 60),
        permitted_list_entry=owner.says("示例目录", 120),
        cycle=owner.says("三年一次", 40),
        budget_line=owner.says("示例项目", 120),
        no_fee=True,
        summary=owner.says("示例说明。"),
        opens_on=today - timedelta(days=90),
        closes_on=today - timedelta(days=60),
        state=state,
        indicators_sha256="" if state == CallState.DRAFT else "0" * 64,
        opened_at=None if state == CallState.DRAFT else clock.now() - timedelta(days=90),
    )
    top = Indicator.objects.create(call=call, number="1", title=owner.says("示例领域", 200))
    Indicator.objects.create(
        call=call,
        parent=top,
        number="1.1",
        title=owner.says("示例指标", 200),
        method=owner.says("看现场", 300),
        evidence=owner.says("一份说明", 200),
        weight=100,
    )
    return call


def _apply(call: Call, owner: Owner, reviewer: Any, world: dict[str, Any]) -> None:
    """Handed in, returned once for a supplement, not recommended in the end."""
    at = world["now"] - timedelta(days=50)
    application, created = Application.objects.get_or_create(
        call=call,
        organisation=owner.organisation,
        defaults={
            "state": ApplicationState.REJECTED,
            "narrative": owner.says("我们这样做。"),
            "started_by": owner.person,
            "submitted_by": owner.person,
            "submitted_at": at,
            "supplement_asked": owner.says("请补一份说明。"),
            "supplement_due_on": clock.local(at).date() + timedelta(days=5),
            "version": 4,
        },
    )
    if not created:
        return
    leaf = call.indicators.get(number="1.1")
    Answer.objects.create(application=application, indicator=leaf, self_score=80, text=owner.says("已落实。"))
    content = owner.says("示例说明").encode()
    Evidence.objects.create(
        application=application,
        indicator=leaf,
        file=ContentFile(content, name="evidence.txt"),
        name=owner.says("示例说明.txt", 120),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=owner.person,
        uploaded_at=at,
    )
    for verdict, words in ((Verdict.RETURN, "请补一份说明。"), (Verdict.REJECT, "材料不足。")):
        Review.objects.create(
            application=application,
            organisation=owner.organisation.managing_authority,
            by=reviewer,
            verdict=verdict,
            reason=owner.says(words),
            at=at,
        )
