from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("courses")

    def ready(self) -> None:
        from assessments import registry
        from courses import receivers, sections, tasks  # noqa: F401 -- importing registers the kinds of work

        sections.register()
        registry.on_graded(receivers.graded)
