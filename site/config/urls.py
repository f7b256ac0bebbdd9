"""Every address of the platform. The order matters only where Wagtail's pages come last."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config.api import api
from home.views.account import account
from identity.views import the_one_sign_in
from media.views.public import public_copy

handler400 = "home.views.errors.bad_request"
handler403 = "home.views.errors.forbidden"
handler404 = "home.views.errors.not_found"
handler500 = "home.views.errors.server_error"

# The same under any language: signing in, editing, programs.
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", include("identity.urls")),
    path("accounts/", include("allauth.urls")),
    path("uploads/<str:name>", public_copy, name="public_copy"),
    # Wagtail's own ways to sign in know neither the second factor nor the limits on wrong passwords.
    path("cms/login/", the_one_sign_in, name="cms_sign_in"),
    path("cms/documents/", include(wagtaildocs_urls)),
    path("cms/account/", account, name="wagtailadmin_account"),
    path("cms/", include(wagtailadmin_urls)),
]

# What people read: Chinese as it stands, English under /en/.
urlpatterns += i18n_patterns(
    path("", include("home.urls")),
    path("", include("assessments.urls")),
    path("", include("courses.urls")),
    path("", include("notifications.urls")),
    path("", include("campaigns.notices.urls")),
    path("", include("campaigns.honours.urls")),
    path("", include("campaigns.creditfeed.urls")),
    path("", include("campaigns.calls.urls")),
    path("", include("official_documents.urls")),
    path("", include("organisations.urls")),
    path("", include("media.urls")),
    path("", include("campaigns.activities.urls")),
    # One line for each app, above this comment's end; Wagtail's pages take what is left.
    path("_util/login/", the_one_sign_in, name="page_sign_in"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
