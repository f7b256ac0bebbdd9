from courses.models.credit import AppendOnly, Certificate, CertificateState, HoursEntry
from courses.models.enrolments import SUPERVISORS, CheckDone, Enrolment, Reminder, SectionProgress
from courses.models.moderation import SecondPersonTask
from courses.models.pages import TEACHERS, TIERS, CoursePage, LearnIndexPage, LessonPage, Section, TierPage
from courses.models.programmes import Programme, ProgrammeModule, ProgrammeState

__all__ = [
    "SUPERVISORS",
    "TEACHERS",
    "TIERS",
    "AppendOnly",
    "Certificate",
    "CertificateState",
    "CheckDone",
    "CoursePage",
    "Enrolment",
    "HoursEntry",
    "LearnIndexPage",
    "LessonPage",
    "Programme",
    "ProgrammeModule",
    "ProgrammeState",
    "Reminder",
    "SecondPersonTask",
    "Section",
    "SectionProgress",
    "TierPage",
]
