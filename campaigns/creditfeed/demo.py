"""The demonstration's two destinations."""

from typing import Any

from campaigns.creditfeed.models import Destination, Mode


def seed(world: dict[str, Any]) -> None:
    """The province's credit platform as a service, the local one as files. Safe to run again."""
    Destination.objects.get_or_create(
        name="PROVINCE", defaults={"title": "省教育信用平台（演示）", "mode": Mode.SERVICE}
    )
    Destination.objects.get_or_create(name="LOCAL", defaults={"title": "本地社会信用平台（演示）", "mode": Mode.FILE})
