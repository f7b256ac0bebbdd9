from django.urls import path

from official_documents import views

app_name = "official_documents"

urlpatterns = [path("documents/", views.register, name="register")]
