from django.urls import path

from campaigns.notices.views import desk, objecting, objections, public

app_name = "notices"

_NOTICE = "desk/notices/<str:code>/"
_OBJECTION = "desk/notices/objections/<uuid:uuid>/"

urlpatterns = [
    path("notices/", public.notice_list, name="list"),
    path("notices/receipt/", objecting.receipt, name="receipt"),
    path("notices/<str:code>/", public.notice, name="notice"),
    path("notices/<str:code>/object/", objecting.objecting, name="object"),
    path("desk/notices/", desk.overview, name="desk"),
    path("desk/notices/ours/", objections.ours, name="ours"),
    path("desk/notices/objections/", objections.listed, name="objections"),
    path(_OBJECTION, objections.objection, name="objection"),
    path(f"{_OBJECTION}summary/", objections.summarise, name="summarise"),
    path(f"{_OBJECTION}answer/", objections.answer, name="answer"),
    path("desk/notices/publish/<uuid:uuid>/", desk.publish, name="publish"),
    path(_NOTICE, desk.notice, name="desk_notice"),
    path(f"{_NOTICE}enter/", objections.enter, name="enter"),
]
