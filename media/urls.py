from django.urls import path

from media.views import consents, public

app_name = "media"

urlpatterns = [
    path("rights/withdraw/", public.withdraw, name="withdraw"),
    path("desk/consents/", consents.consent_list, name="consents"),
    path("desk/consents/new/", consents.file_consent, name="file_consent"),
    path("desk/pictures/<uuid:uuid>/code/", consents.make_code, name="make_code"),
]
