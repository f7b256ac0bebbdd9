from django.urls import path

from assessments.views import api, bank, exchange, learner

app_name = "assessments"

_ATTEMPT = "assessments/attempts/<uuid:uuid>/"

urlpatterns = [
    path("assessments/papers/<uuid:uuid>/", learner.paper, name="paper"),
    path("assessments/papers/<uuid:uuid>/attempts/", api.start, name="start"),
    path(f"{_ATTEMPT}sit/", learner.sit, name="sit"),
    path(f"{_ATTEMPT}paper/", api.paper, name="attempt_paper"),
    path(f"{_ATTEMPT}answers/", api.saved, name="answers"),
    path(f"{_ATTEMPT}answers/<str:slot>/", api.answer, name="answer"),
    path(f"{_ATTEMPT}submit/", api.submit, name="submit"),
    path(f"{_ATTEMPT}result/", api.result, name="result"),
    path("desk/questions/", bank.questions, name="questions"),
    path("desk/questions/open-checks/", bank.to_verify, name="open_checks"),
    path("desk/questions/import/", exchange.bring_in, name="import"),
    path("desk/questions/import/confirm/", exchange.confirm, name="confirm"),
    path("desk/questions/export/", exchange.choose, name="export"),
    path("desk/questions/export/file/", exchange.take_out, name="take_out"),
    path("desk/questions/approve/", bank.approve, name="approve"),
    path("desk/papers/", bank.papers, name="papers"),
    path("desk/papers/<uuid:uuid>/", bank.blueprint, name="blueprint"),
    path("me/assessments/", learner.mine, name="mine"),
    path("me/assessments/<uuid:uuid>/", learner.outcome, name="outcome"),
]
