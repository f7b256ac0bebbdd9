from django.urls import path

from campaigns.creditfeed.views import desk

app_name = "creditfeed"

urlpatterns = [
    path("desk/feed/", desk.overview, name="desk"),
    path("desk/feed/records/<int:pk>/retry/", desk.retry, name="retry"),
    path("desk/feed/replay/", desk.replay, name="replay"),
    path("desk/feed/reconcile/", desk.reconcile, name="reconcile"),
]
