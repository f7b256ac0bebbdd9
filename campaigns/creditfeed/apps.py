from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CreditfeedConfig(AppConfig):
    name = "campaigns.creditfeed"
    verbose_name = _("credit feed")

    def ready(self) -> None:
        from campaigns.creditfeed import tasks  # noqa: F401 -- registers the kinds of job
        from campaigns.creditfeed.actions import delivery
        from kit import sweeps

        sweeps.register("creditfeed.deliver", "delivered", lambda: delivery.deliver()["sent"])
