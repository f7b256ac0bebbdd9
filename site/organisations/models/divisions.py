from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DivisionLevel(models.TextChoices):
    PROVINCE = "province", _("province")
    CITY = "city", _("city or prefecture")
    COUNTY = "county", _("county or district")


class DivisionQuerySet(models.QuerySet["Division"]):
    def valid_on(self, day: date) -> "DivisionQuerySet":
        return self.filter(Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class Division(models.Model):
    """An administrative division by GB/T 2260: a code and the name it had in a span of time.

    A retired code can later mean another place: the key is (code, date), never the code alone.
    """

    code = models.CharField(_("division code"), max_length=6)
    name = models.CharField(_("name"), max_length=40)
    level = models.CharField(_("level"), max_length=8, choices=DivisionLevel)
    directly_administered = models.BooleanField(_("directly under the province"), default=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children", verbose_name=_("belongs to")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True)

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="division_unique_by_code_and_start"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="division_has_one_present_meaning"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="division_does_not_end_before_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name
