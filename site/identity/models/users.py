from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.uuids import uuid7


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: a teacher, an adult student, an officer. Never a pupil.

    What the person may do is not written here but in `organisations.RoleGrant`. `is_superuser` stays False for every
    product account.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    username = models.CharField(
        _("username"),
        max_length=64,
        unique=True,
        help_text=_("The phone number, or the school code and the staff number."),
    )
    name = models.CharField(_("name"), max_length=64)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    teacher_code = models.CharField(_("teacher's personal code"), max_length=32, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(default=False, editable=False)
    must_change_password = models.BooleanField(_("must choose a password"), default=False)
    live_session = models.CharField(
        max_length=32, blank=True, editable=False, help_text=_("The newest sign-in; an officer's earlier ones end.")
    )
    date_joined = models.DateTimeField(_("account made at"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                fields=["phone"], condition=~models.Q(phone=""), name="user_phone_unique_when_given"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """Wagtail's admin asks for it."""
        return self.name

    @property
    def last_name(self) -> str:
        return ""
