"""What is walked to: for each address with places in it, things of every organisation that has any, by owner."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.urls import reverse

from assessments.models import Attempt, Paper, PaperState
from campaigns.activities.models import Activity
from campaigns.calls.models import Application, Call, CallState, Evidence
from campaigns.honours.models import Decision, HonourEntry
from campaigns.notices.models import Objection, PublicNotice
from courses.models import Certificate, Programme, ProgrammeState
from kit.codes import BODY, check_character
from media.models import Picture
from notifications.models import Message
from organisations.models import Membership, RoleGrant

# Who sees a thing besides a role: those in whose territory its owner lies, the owner in person, whoever holds the role,
# or, in the state in which it is, nobody.
Whose = Literal["reach", "person", "role", "nobody"]
NO_UUID = UUID("01900000-0000-7000-8000-000000000000")


@dataclass(frozen=True)
class Thing:
    """One address with its places filled. `owner` is an organisation, or a person where it belongs to one."""

    name: str
    places: tuple[tuple[str, Any], ...]
    owner: Any
    whose: Whose = "reach"

    @property
    def url(self) -> str:
        return reverse(self.name, kwargs=dict(self.places))

    @property
    def ghost(self) -> str:
        """The same address filled with what never existed."""
        return reverse(self.name, kwargs={place: _nothing_like(value) for place, value in self.places})


def _nothing_like(value: Any) -> Any:
    if isinstance(value, UUID):
        return NO_UUID
    if isinstance(value, int):
        return 999_999_999
    if len(value) == BODY + 2 and value.isalnum() and value.isupper():
        blank = value[0] + "0" * BODY
        return blank + check_character(blank)
    return value


def _at(names: str, rows: Any, owner: str, whose: Whose = "reach", **places: Any) -> Iterator[Thing]:
    """`places` says what of a row fills each place of the address: the name of an attribute, or [the thing itself]."""
    for row in rows:
        filled = tuple((place, _attribute(row, path)) for place, path in places.items())
        for name in names.split():
            yield Thing(name, filled, _attribute(row, owner), whose)


def _attribute(row: Any, path: Any) -> Any:
    if isinstance(path, list):
        return path[0]
    for name in path.split("."):
        row = getattr(row, name)
    return row


def all_of_them(world: dict[str, Any], mark: str) -> list[Thing]:
    """The planted things of every organisation; `mark` is the canary, which tells them from the demonstration's own."""
    return [*_campaigns(world, mark), *_learning(mark), *_people(mark), *_activities(mark)]


def _campaigns(world: dict[str, Any], mark: str) -> Iterator[Thing]:
    drafts = Call.objects.filter(state=CallState.DRAFT).select_related("organiser")
    yield from _at("calls:desk_call calls:change_call calls:indicators", drafts, "organiser", uuid="uuid")
    yield from _at("calls:import_indicators calls:open_call calls:close_call", drafts, "organiser", uuid="uuid")
    yield from _at("calls:desk_call", [world["canary_call"]], "organiser", "role", uuid="uuid")
    yield from _at("notices:publish", drafts, "organiser", "nobody", uuid="uuid")
    handed_in = Application.objects.filter(narrative__contains=mark).select_related("organisation")
    yield from _at("calls:application calls:withdraw", handed_in, "organisation", uuid="uuid")
    yield from _at("calls:review calls:recommend calls:return calls:reject", handed_in, "organisation", uuid="uuid")
    evidence = Evidence.objects.filter(name__contains=mark).select_related("application__organisation")
    yield from _at("calls:evidence", evidence, "application.organisation", uuid="uuid")
    notices = PublicNotice.objects.select_related("call__organiser")
    yield from _at("notices:desk_notice notices:enter", notices, "call.organiser", code="code")
    decided = notices.filter(title__contains=mark)
    yield from _at("honours:compile", decided, "call.organiser", code="code")
    objections = Objection.objects.select_related("notice__call__organiser")
    names = "notices:objection notices:summarise notices:answer"
    yield from _at(names, objections, "notice.call.organiser", uuid="uuid")
    decisions = Decision.objects.filter(call=world["canary_call"]).select_related("organ")
    yield from _at("honours:decision honours:release honours:discard", decisions, "organ", uuid="uuid")
    entries = HonourEntry.objects.select_related("decision__organ").order_by("-pk")[:2]
    yield from _at("honours:desk_entry", entries, "decision.organ", uuid="uuid")
    for act in ("suspend", "revoke"):
        yield from _at("honours:act", entries, "decision.organ", uuid="uuid", name=[act])


def _learning(mark: str) -> Iterator[Thing]:
    drafts = Programme.objects.filter(state=ProgrammeState.DRAFT).select_related("organiser")
    yield from _at("courses:assign", drafts, "organiser", uuid="uuid")
    yield from _at("courses:by_school courses:left courses:remind", drafts, "organiser", "nobody", uuid="uuid")
    closed = Programme.objects.get(state=ProgrammeState.CLOSED, title__contains=mark)
    enrolled = closed.enrolments.select_related("programme", "learner", "membership__organisation")
    where = "membership.organisation"
    yield from _at("courses:people", enrolled, where, uuid="programme.uuid", school=f"{where}.uuid")
    yield from _at("courses:programme courses:claim", enrolled, "learner", "person", uuid="programme.uuid")
    lesson = closed.modules.select_related("lesson").get().lesson
    module: dict[str, Any] = {"uuid": "programme.uuid", "key": [lesson.key]}
    yield from _at("courses:module", enrolled, "learner", "person", **module)
    section = [lesson.sections()[0].key]
    yield from _at(
        "courses:section courses:check courses:finish", enrolled, "learner", "person", **module, section=section
    )
    certificates = Certificate.objects.filter(name__contains=mark).select_related("learner")
    yield from _at("courses:picture", certificates, "learner", "person", code="code", kind=["png"])
    papers = Paper.objects.filter(state=PaperState.DRAFT).select_related("organiser")
    yield from _at("assessments:blueprint", papers, "organiser", uuid="uuid")
    attempts = Attempt.objects.filter(learner__name__contains=mark).select_related("learner")
    yield from _at("assessments:outcome", attempts, "learner", "person", uuid="uuid")


def _people(mark: str) -> Iterator[Thing]:
    members = Membership.objects.filter(user__name__contains=mark).select_related("user", "organisation")
    names = "organisations:roster organisations:add organisations:slips"
    yield from _at(names, members, "organisation", uuid="organisation.uuid")
    yield from _at("organisations:person", members, "organisation", uuid="organisation.uuid", who="user.uuid")
    grants = RoleGrant.objects.exclude(role__in=["teacher", "student"]).select_related("organisation", "user")
    yield from _at("organisations:take", grants, "organisation", grant="pk")
    places = {"uuid": "organisation.uuid", "who": "user.uuid", "grant": "pk"}
    yield from _at("organisations:withdraw", grants, "organisation", **places)
    messages = Message.objects.filter(subject__contains=mark).select_related("reader")
    yield from _at("notifications:message", messages, "reader", "person", uuid="uuid")


def _activities(mark: str) -> Iterator[Thing]:
    told = Activity.objects.filter(title__contains=mark).select_related("organisation")
    names = "activities:desk_activity activities:withdraw activities:publish activities:send_back"
    yield from _at(names, told, "organisation", uuid="uuid")
    yield from _at("activities:picture", told, "organisation", uuid="uuid", place=[1])
    pictures = Picture.objects.filter(consent__class_name__contains=mark).select_related("organisation")
    yield from _at("media:make_code", pictures, "organisation", uuid="uuid")
