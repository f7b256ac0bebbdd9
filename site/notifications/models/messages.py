from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.uuids import uuid7


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> "MessageQuerySet":
        """A message is its reader's alone."""
        return self.filter(reader=user)

    def unread(self) -> "MessageQuerySet":
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    """Something the platform tells one person, on the site. E-mail and SMS only say that it is there."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages")
    subject = models.CharField(_("subject"), max_length=160)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("leads to"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent at"))
    read_at = models.DateTimeField(_("read at"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("in-site message")
        verbose_name_plural = _("in-site messages")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith="/") & ~Q(url__startswith="//"),
                name="message_leads_to_our_own_pages",
            )
        ]
        indexes = [models.Index(fields=["reader"], condition=Q(read_at__isnull=True), name="message_unread_by_reader")]

    def __str__(self) -> str:
        return self.subject
