"""The canary in notices: one that is over, with an upheld objection against each school."""

from datetime import timedelta
from typing import Any

from campaigns.notices import sealing
from campaigns.notices.models import (
    Candidate,
    Lane,
    NoticeState,
    Objection,
    ObjectionState,
    PublicNotice,
    SealedIdentity,
)
from kit import clock
from kit.seeded import Owner


def plant(world: dict[str, Any], text: str) -> None:
    """Leaves `world["canary_notice"]`."""
    owners = {owner.organisation.pk: owner for owner in world["owners"]}
    notice = world["canary_notice"] = _notice(world, owners[world["organisations"]["province"].pk])
    for application in world["canary_call"].applications.filter(candidacies__isnull=True):
        _objected(world, notice, application, owners[application.organisation_id])


def _notice(world: dict[str, Any], owner: Owner) -> PublicNotice:
    call, opened = world["canary_call"], world["now"] - timedelta(days=40)
    closed = opened + timedelta(days=8)
    notice, _created = PublicNotice.objects.get_or_create(
        call=call,
        defaults={
            "title": owner.says("示例公示", 160),
            "basis": owner.says("示例办法", 300),
            "office": owner.says("示例处室", 120),
            "phone": owner.says("示例电话", 60),
            "address": owner.says("示例地址", 200),
            "hours": owner.says("工作日", 120),
            "days": [(clock.local(opened).date() + timedelta(days=one)).isoformat() for one in range(1, 8)],
            "published_at": opened,
            "closes_at": closed,
            "published_by": world["users"]["province"],
            "state": NoticeState.TAKEN_DOWN,
            "taken_down_at": closed,
        },
    )
    return notice


def _objected(world: dict[str, Any], notice: PublicNotice, application: Any, owner: Owner) -> None:
    removed = notice.closes_at - timedelta(days=1)
    candidate = Candidate.objects.create(
        notice=notice,
        application=application,
        organisation=owner.organisation,
        name=owner.organisation.name,
        division_name=owner.organisation.division.name,
        removed_at=removed,
        removed_because=owner.says("异议成立。", 300),
    )
    objection = Objection.objects.create(
        notice=notice,
        candidate=candidate,
        lane=Lane.PERSON,
        substance=owner.says("材料与实际不符，可以现场核对。"),
        summary=owner.says("有人反映材料与实际不符。"),
        outcome=owner.says("经核对，情况属实。"),
        state=ObjectionState.UPHELD,
        received_at=removed - timedelta(days=2),
        handled_by=world["users"]["province"],
        handled_at=removed,
    )
    sealed = sealing.seal({"name": owner.says("示例来信人"), "contact": owner.says("示例联系方式")})
    SealedIdentity.objects.create(objection=objection, sealed=sealed)
