from django.urls import path

from organisations.views import importing, roles, rosters

app_name = "organisations"

_ROSTER = "desk/roster/<uuid:uuid>/"

urlpatterns = [
    path("desk/roster/", rosters.schools, name="rosters"),
    path("desk/roster/import/", importing.bring_in, name="import"),
    path("desk/roster/import/confirm/", importing.confirm, name="confirm"),
    path("desk/roster/roster.xlsx", importing.template, name="template"),
    path(_ROSTER, rosters.roster, name="roster"),
    path(f"{_ROSTER}add/", rosters.add, name="add"),
    path(f"{_ROSTER}slips/", rosters.slips, name="slips"),
    path(f"{_ROSTER}<uuid:who>/", rosters.person, name="person"),
    path(f"{_ROSTER}<uuid:who>/roles/<int:grant>/withdraw/", rosters.withdraw, name="withdraw"),
    path("desk/roles/", roles.roles, name="roles"),
    path("desk/roles/give/", roles.give, name="give"),
    path("desk/roles/<int:grant>/withdraw/", roles.take, name="take"),
]
