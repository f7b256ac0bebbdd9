"""Wagtail's account page without names, passwords and e-mail: those belong to the roster and to sign-in."""

from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, LocaleSettingsPanel, ThemeSettingsPanel

from kit.access import access


class EditorAccount(AccountView):
    """Language and looks of the editing desk."""

    def get_panels(self) -> list[object]:
        return [one for one in super().get_panels() if isinstance(one, LocaleSettingsPanel | ThemeSettingsPanel)]


@access("signed-in", tenant="own", writes=True)
def account(request: HttpRequest) -> HttpResponse:
    return require_admin_access(EditorAccount.as_view())(request)
