from django.urls import path

from campaigns.calls.views import desk, files, public, reviews, school

app_name = "calls"

urlpatterns = [
    path("campaigns/", public.campaigns, name="campaigns"),
    path("campaigns/<str:code>/", public.campaign, name="campaign"),
    path("desk/calls/", desk.call_list, name="desk_calls"),
    path("desk/calls/new/", desk.new_call, name="new_call"),
    path("desk/calls/<uuid:uuid>/", desk.call_page, name="desk_call"),
    path("desk/calls/<uuid:uuid>/change/", desk.change_call, name="change_call"),
    path("desk/calls/<uuid:uuid>/indicators/", desk.indicators, name="indicators"),
    path("desk/calls/<uuid:uuid>/indicators/import/", desk.import_indicators, name="import_indicators"),
    path("desk/calls/<uuid:uuid>/open/", desk.open_call, name="open_call"),
    path("desk/calls/<uuid:uuid>/close/", desk.close_call, name="close_call"),
    path("desk/applications/", school.application_list, name="applications"),
    path("desk/applications/start/", school.start, name="start"),
    path("desk/applications/<uuid:uuid>/", school.application, name="application"),
    path("desk/applications/<uuid:uuid>/withdraw/", school.withdraw, name="withdraw"),
    path("desk/evidence/<uuid:uuid>/", files.evidence, name="evidence"),
    path("desk/reviews/", reviews.queue, name="reviews"),
    path("desk/reviews/<uuid:uuid>/", reviews.review, name="review"),
    path("desk/reviews/<uuid:uuid>/recommend/", reviews.recommend, name="recommend"),
    path("desk/reviews/<uuid:uuid>/return/", reviews.send_back, name="return"),
    path("desk/reviews/<uuid:uuid>/reject/", reviews.reject, name="reject"),
]
