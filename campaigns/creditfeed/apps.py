from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CreditfeedConfig(AppConfig):
    name = "campaigns.creditfeed"
    verbose_name = _("credit feed")

    def ready(self) -> None:
        from django.core import checks

        from campaigns.creditfeed import checks as ours
        from campaigns.creditfeed import (
            sections,
            tasks,  # noqa: F401 -- registers the kinds of job
        )
        from kit import sweeps

        checks.register(ours.feed_settings)
        sections.register()
        sweeps.register("creditfeed.deliver", "delivered", _carry)


def _carry() -> int:
    from campaigns.creditfeed.actions import delivery, destinations

    destinations.follow_settings()
    return delivery.deliver()["sent"]
