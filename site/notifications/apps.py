from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("notifications")

    def ready(self) -> None:
        from kit import desks
        from notifications import tasks  # noqa: F401 -- registers the kinds of job
        from notifications.models import Message

        desks.register(
            desks.Section(
                "me.messages",
                _("Messages"),
                "notifications:inbox",
                count=lambda user: Message.objects.visible_to(user).unread().count(),
                order=90,
            )
        )
