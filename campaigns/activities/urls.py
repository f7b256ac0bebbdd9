from django.urls import path

from campaigns.activities.views import public, review, school

app_name = "activities"

_ACTIVITY = "desk/activities/<uuid:uuid>/"

urlpatterns = [
    path("activities/", public.activity_list, name="list"),
    path("activities.rss", public.feed, name="feed"),
    path("activities/<str:code>/", public.activity, name="activity"),
    path("desk/activities/", school.own, name="own"),
    path("desk/activities/new/", school.new, name="new"),
    path("desk/activities/review/", review.queue, name="queue"),
    path(_ACTIVITY, school.activity, name="desk_activity"),
    path(f"{_ACTIVITY}publish/", review.publish, name="publish"),
    path(f"{_ACTIVITY}return/", review.send_back, name="send_back"),
    path(f"{_ACTIVITY}withdraw/", school.withdraw, name="withdraw"),
    path(f"{_ACTIVITY}pictures/<int:place>/", review.picture, name="picture"),
]
