from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficialYear(models.Model):
    """A year whose holidays and make-up days the State Council has announced and somebody has entered here."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        verbose_name = _("official year")
        verbose_name_plural = _("official years")
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class DayException(models.Model):
    """A weekday that is off, or a day of a weekend on which people work."""

    year = models.ForeignKey(OfficialYear, on_delete=models.CASCADE, related_name="exceptions")
    day = models.DateField(_("day"), unique=True)
    works = models.BooleanField(_("people work"))

    class Meta:
        verbose_name = _("exception from the week")
        verbose_name_plural = _("exceptions from the week")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'works' if self.works else 'off'}"
