from importlib.util import find_spec

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("courses")

    def ready(self) -> None:
        from courses import sections, tasks  # noqa: F401 -- importing registers the kinds of work

        sections.register()
        if find_spec("assessments.registry"):
            from assessments import registry
            from courses import receivers

            registry.on_graded(receivers.graded)
