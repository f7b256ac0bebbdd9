from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.uuids import uuid7
from organisations import scopes


class OrganisationKind(models.TextChoices):
    SCHOOL = "school", _("school")
    ADMINISTRATION = "administration", _("education administration")
    RESEARCH = "research", _("education research body")
    SERVICE = "service", _("education service body")


class Ownership(models.TextChoices):
    PUBLIC = "public", _("public")
    PRIVATE = "private", _("private")


class Stage(models.TextChoices):
    """What a school teaches. Values are those of the tiers where there is one."""

    KINDERGARTEN = "kindergarten", _("kindergarten")
    PRIMARY = "primary", _("primary")
    JUNIOR = "junior", _("junior secondary")
    SENIOR = "senior", _("senior secondary")
    VOCATIONAL = "vocational", _("secondary vocational")
    UNIVERSITY = "university", _("higher education")
    SPECIAL = "special", _("special education")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: Any) -> "OrganisationQuerySet":
        """Those in the scope of any grant the user holds now."""
        return self.filter(scopes.within(user, field="path"))

    def schools(self) -> "OrganisationQuerySet":
        return self.filter(kind=OrganisationKind.SCHOOL)

    def under(self, organisation: "Organisation") -> "OrganisationQuerySet":
        """The organisation and everything it manages, at any depth."""
        return self.filter(path__startswith=organisation.path)


class Organisation(models.Model):
    """A school, bureau, research or service body. Its place in the tree is who manages it, not where it stands.

    `path` is the chain of managing authorities from the province down to this row, ten digits and a dot each
    ("0000000001.0000000007.0000000042."): one organisation is in another's territory exactly when its path starts
    with the other's. `organisations.actions.organisations` keeps it.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=OrganisationKind)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    school_code = models.CharField(_("school code"), max_length=10, blank=True)
    division = models.ForeignKey(
        "organisations.Division", on_delete=models.PROTECT, related_name="organisations", verbose_name=_("stands in")
    )
    managing_authority = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="managed",
        verbose_name=_("managing authority"),
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    level = models.CharField(
        _("level"), max_length=8, blank=True, help_text=_("Of an administration: province, city or county.")
    )
    stages = models.JSONField(_("stages"), default=list, blank=True)
    ownership = models.CharField(_("ownership"), max_length=8, choices=Ownership, default=Ownership.PUBLIC)
    path = models.CharField(max_length=120, db_index=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("fictitious, for demonstration"), default=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["school_code", "uscc", "name"]
        constraints = [
            models.UniqueConstraint(fields=["uscc"], condition=~Q(uscc=""), name="organisation_uscc_unique_when_given"),
            models.UniqueConstraint(
                fields=["school_code"], condition=~Q(school_code=""), name="organisation_school_code_unique"
            ),
            models.CheckConstraint(
                condition=~Q(kind="administration") | Q(level__in=["province", "city", "county"]),
                name="administration_has_a_level",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """What names it outside: the unified code, else the school code."""
        return self.uscc or self.school_code
