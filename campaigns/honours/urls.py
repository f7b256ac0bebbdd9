from django.urls import path, re_path

from campaigns.honours.views import desk, desk_entries, files, public

app_name = "honours"

_DECISION = "desk/honours/decisions/<uuid:uuid>/"
_ENTRY = "desk/honours/entries/<uuid:uuid>/"

urlpatterns = [
    path("honours/", public.roll, name="roll"),
    path("honours.csv", files.as_csv, name="csv"),
    path("honours.json", files.as_json, name="json"),
    path("honours.atom", files.as_atom, name="atom"),
    re_path(
        r"^honours/(?P<code>[0-9A-Za-z-]{8,40})/certificate\.(?P<kind>png|pdf)$", files.certificate, name="certificate"
    ),
    path("honours/<str:code>/", public.entry, name="entry"),
    path("desk/honours/", desk.overview, name="desk"),
    path("desk/honours/compile/<str:code>/", desk.compile_decision, name="compile"),
    path(_DECISION, desk.decision, name="decision"),
    path(f"{_DECISION}release/", desk.release, name="release"),
    path(f"{_DECISION}discard/", desk.discard, name="discard"),
    path("desk/honours/entries/", desk_entries.look_up, name="desk_entries"),
    path(_ENTRY, desk_entries.entry, name="desk_entry"),
    path(f"{_ENTRY}<slug:name>/", desk_entries.act, name="act"),
]
