from django.urls import path, re_path

from courses.views import certificates, desk, learner

app_name = "courses"

_MODULE = "me/training/<uuid:uuid>/<str:key>/"

urlpatterns = [
    path("training/", learner.training, name="training"),
    path("me/training/", learner.mine, name="mine"),
    path("me/training/<uuid:uuid>/", learner.programme, name="programme"),
    path(_MODULE, learner.module, name="module"),
    path(f"{_MODULE}<slug:section>/", learner.section, name="section"),
    path(f"{_MODULE}<slug:section>/check/", learner.check, name="check"),
    path(f"{_MODULE}<slug:section>/finish/", learner.finish, name="finish"),
    path("me/certificates/", certificates.mine, name="certificates"),
    path("me/certificates/claim/<uuid:uuid>/", certificates.claim, name="claim"),
    re_path(r"^me/certificates/(?P<code>[0-9A-Za-z-]{8,40})\.(?P<kind>png|pdf)$", certificates.picture, name="picture"),
    path("verify/", certificates.verify, name="verify"),
    path("verify/<str:code>/", certificates.verify_code, name="verify_code"),
    path("desk/training/", desk.programme_list, name="programmes"),
    path("desk/training/new/", desk.new_programme, name="new_programme"),
    path("desk/training/<uuid:uuid>/assign/", desk.assign, name="assign"),
    path("desk/completion/", desk.completion, name="completion"),
    path("desk/completion/<uuid:uuid>/", desk.by_school, name="by_school"),
    path("desk/completion/<uuid:uuid>/left/", desk.people, name="left"),
    path("desk/completion/<uuid:uuid>/remind/", desk.remind, name="remind"),
    path("desk/completion/<uuid:uuid>/<uuid:school>/", desk.people, name="people"),
]
