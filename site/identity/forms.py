from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):
    """The sign-in form, its fields named `username` and `password`."""

    def add_prefix(self, field_name: str) -> str:
        return "username" if field_name == "login" else super().add_prefix(field_name)


class FirstPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A password of one's own, typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password2"].label = _("The same once more")
        self.fields["new_password2"].help_text = ""
