from django.urls import path

from identity import views

app_name = "identity"

urlpatterns = [
    path("accounts/first/", views.first, name="first"),
    path("accounts/texts/", views.accept, name="texts"),
]
