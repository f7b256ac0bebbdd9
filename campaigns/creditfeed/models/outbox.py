from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from organisations import scopes


class Mode(models.TextChoices):
    SERVICE = "service", _("service")
    FILE = "file", _("file")


class FeedState(models.TextChoices):
    """`written` means handed over without a receipt yet; `receipted` that a verified receipt is here."""

    WAITING = "waiting", _("waiting")
    WRITTEN = "written", _("written")
    RECEIPTED = "receipted", _("receipted")
    PARKED = "parked", _("parked")


READERS = ("feed_operator", "auditor")


def sees_the_feed(user: Any, *roles: str) -> bool:
    """Whether the user holds one of `roles`, or any that reads, at the province's administration: the feed is one for
    the whole territory, and a part of it is nobody's."""
    held = scopes.grants(user, *(roles or READERS))
    return any(one.organisation.kind == "administration" and one.organisation.level == "province" for one in held)


class DestinationQuerySet(models.QuerySet["Destination"]):
    def visible_to(self, user: Any, *roles: str) -> "DestinationQuerySet":
        return self if sees_the_feed(user, *roles) else self.none()

    def with_sums(self) -> Any:
        """Each with the count of every state, the making of its `oldest` waiting record and its `last` receipt."""
        counts = {state: Count("rows", filter=Q(rows__state=state)) for state in FeedState.values}
        oldest = Min("rows__created_at", filter=Q(rows__state=FeedState.WAITING))
        return self.annotate(**counts, oldest=oldest, last=Max("rows__received_at"))


class Destination(models.Model):
    """A credit platform that commendations go to. Its address and secret stand in the environment, not here."""

    name = models.CharField(_("name"), max_length=24, unique=True)
    title = models.CharField(_("title"), max_length=80)
    mode = models.CharField(_("mode"), max_length=8, choices=Mode)
    active = models.BooleanField(_("active"), default=True)

    objects = DestinationQuerySet.as_manager()

    class Meta:
        verbose_name = _("destination")
        verbose_name_plural = _("destinations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.title


class FeedRowQuerySet(models.QuerySet["FeedRow"]):
    def visible_to(self, user: Any, *roles: str) -> "FeedRowQuerySet":
        return self if sees_the_feed(user, *roles) else self.none()

    def parked(self) -> "FeedRowQuerySet":
        """What a destination refused, oldest first."""
        return self.filter(state=FeedState.PARKED).select_related("destination").order_by("created_at", "pk")

    def deliverable(self) -> "FeedRowQuerySet":
        """Waiting, and no earlier version of the same record is still on its way or parked."""
        earlier = FeedRow.objects.filter(
            destination=OuterRef("destination"),
            record_id=OuterRef("record_id"),
            version__lt=OuterRef("version"),
            state__in=[FeedState.WAITING, FeedState.PARKED],
        )
        return self.filter(~Exists(earlier), state=FeedState.WAITING)

    def unclaimed(self, now: datetime) -> "FeedRowQuerySet":
        return self.filter(Q(leased_until__isnull=True) | Q(leased_until__lt=now))

    def states_of(self, record_id: UUID) -> "FeedRowQuerySet":
        """What has become of a record, newest version first."""
        return self.filter(record_id=record_id).select_related("destination").order_by("destination__name", "-version")


class FeedRow(models.Model):
    """One version of one record on its way to one destination: the outbox.

    Born in the transaction of the business change. `body` is sent as it stands, so that every try is the same message.
    Times here are the machine's own: no demo clock moves a retry or a lease.
    """

    record_id = models.UUIDField(_("record"))
    version = models.PositiveIntegerField(_("version"))
    event = models.CharField(_("event"), max_length=20)
    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="rows")
    body = models.JSONField(_("message"))
    sha256 = models.CharField(_("digest"), max_length=64)
    state = models.CharField(_("state"), max_length=9, choices=FeedState, default=FeedState.WAITING)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    due_at = models.DateTimeField(_("next try at"))
    leased_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    receipt_id = models.CharField(_("receipt"), max_length=80, blank=True)
    received_at = models.DateTimeField(_("received there at"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("made at"))

    objects = FeedRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("feed record")
        verbose_name_plural = _("feed records")
        constraints = [
            models.UniqueConstraint(
                fields=["record_id", "version", "destination"], name="feed_row_once_per_version_and_destination"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="feed_row_version_from_one"),
            models.CheckConstraint(
                condition=Q(state="receipted", received_at__isnull=False) & ~Q(receipt_id="")
                | ~Q(state="receipted") & Q(received_at__isnull=True, receipt_id=""),
                name="feed_row_has_receipt_exactly_when_receipted",
            ),
        ]
        indexes = [
            # Read by the delivery, every fifteen seconds.
            models.Index(fields=["destination", "id"], condition=Q(state="waiting"), name="feed_row_waiting"),
            models.Index(fields=["destination", "received_at"], name="feed_row_by_receipt_day"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        return f"{self.record_id}-{self.version}"
