from django.urls import path, re_path

from campaigns.honours.views import files, public

app_name = "honours"

urlpatterns = [
    path("honours/", public.roll, name="roll"),
    path("honours.csv", files.as_csv, name="csv"),
    path("honours.json", files.as_json, name="json"),
    path("honours.atom", files.as_atom, name="atom"),
    re_path(
        r"^honours/(?P<code>[0-9A-Za-z-]{8,40})/certificate\.(?P<kind>png|pdf)$", files.certificate, name="certificate"
    ),
    path("honours/<str:code>/", public.entry, name="entry"),
]
