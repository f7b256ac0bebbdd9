from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DocumentStatus(models.TextChoices):
    IN_FORCE = "in_force", _("in force")
    AMENDED = "amended", _("amended; the newer text counts")
    EXPIRED = "expired", _("its term is over; of historical interest")
    REPEALED = "repealed", _("repealed or replaced")
    DRAFT = "draft", _("a draft, not in force")


class OfficialDocument(models.Model):
    """A law, rule, decree or standard that lessons, questions, calls and decisions rest on.

    `number` is a document number in the official form (发文字号); `order` what other kinds carry instead: the number
    of a decree, announcement or standard. Of some only the year is confirmed.
    """

    title = models.CharField(_("title"), max_length=200, unique=True)
    number = models.CharField(_("document number"), max_length=60, blank=True)
    order = models.CharField(_("decree or standard"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120)
    dated = models.DateField(_("dated"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    status = models.CharField(_("status"), max_length=8, choices=DocumentStatus)
    note = models.CharField(_("note"), max_length=200, blank=True)
    supersedes = models.ManyToManyField(
        "self", symmetrical=False, related_name="superseded_by", blank=True, verbose_name=_("replaces")
    )

    class Meta:
        verbose_name = _("official document")
        verbose_name_plural = _("official documents")
        ordering = ["-year", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="official_document_number_unique_when_given"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def mark(self) -> str:
        """What it is cited by."""
        return self.number or self.order
