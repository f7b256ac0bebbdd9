from django.urls import path

from home.views import articles, desk, front, health, help_pages, jobs, rights, robots, seek, styleguide
from identity.views import read as read_text

app_name = "home"

urlpatterns = [
    path("", front.home, name="home"),
    path("search/", seek.search, name="search"),
    path("rights/", rights.rights, name="rights"),
    path("rights/export/", rights.export, name="rights_export"),
    path("articles/", articles.articles, name="articles"),
    path("articles/<slug:slug>/", articles.article, name="article"),
    path("privacy/", read_text, {"kind": "privacy"}, name="privacy"),
    path("terms/", read_text, {"kind": "terms"}, name="terms"),
    path("help/", help_pages.help_page, name="help"),
    path("help/demo/", help_pages.demo, name="demo"),
    path("type/<str:size>/", front.type_size, name="type"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("offline/", robots.offline, name="offline"),
    path("me/", desk.learner, name="me"),
    path("me/menu/", desk.menu, name="menu"),
    path("desk/", desk.desk, name="desk"),
    path("desk/editor/", desk.editor_door, name="editor_door"),
    path("desk/jobs/", jobs.jobs, name="jobs"),
    path("desk/jobs/<uuid:uuid>/", jobs.job, name="job"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("sw.js", robots.service_worker, name="service_worker"),
]
