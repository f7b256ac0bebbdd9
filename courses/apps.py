from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("courses")

    def ready(self) -> None:
        from assessments import registry
        from courses import receivers, sections, tasks  # noqa: F401 -- importing registers the kinds of work
        from courses.actions import programmes
        from organisations import registry as organisations_registry

        sections.register()
        registry.on_graded(receivers.graded, receivers.enrolled)
        registry.on_lessons(receivers.lessons)
        organisations_registry.on_joined(programmes.take_in_newcomers)
