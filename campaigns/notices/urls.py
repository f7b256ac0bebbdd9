from django.urls import path

from campaigns.notices.views import objecting, public

app_name = "notices"

urlpatterns = [
    path("notices/", public.notice_list, name="list"),
    path("notices/receipt/", objecting.receipt, name="receipt"),
    path("notices/<str:code>/", public.notice, name="notice"),
    path("notices/<str:code>/object/", objecting.objecting, name="object"),
]
