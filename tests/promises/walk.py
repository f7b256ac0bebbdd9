"""The walk through every address of ours as everybody: nobody enters a foreign room, or learns that it is there.

What is expected is said here apart from the code that it tests: by the roles of `docs/roles.md`, by who owns a thing,
and by where the actor stands. A foreign thing answers like one that never was, to the byte, whatever the method, and
changes nothing; a page that opens holds no canary of an organisation outside the actor's territory.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.html import escape

from assessments.models import Paper, PaperState
from campaigns.calls.models import Call, CallState, Indicator
from campaigns.notices.models import PublicNotice
from courses.models import Programme, ProgrammeState
from home import addresses
from organisations.models import Organisation, Role
from tests.promises.actors import Actor
from tests.promises.things import NO_UUID, Thing
from trail.models import Event

MARK = "KNRI7"
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
LINES = re.findall(
    r"^\| ([^|]+) \| ([a-z_, ]+) \| (?:none|own|organisation|territory) \| ([^|]+) \|$",
    (Path(settings.ROOT) / "docs" / "roles.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
ROLES = {name: frozenset(roles.split(", ")) for _what, roles, names in LINES for name in names.split()}
OURS = [one for one in addresses.all_addresses() if one.access != "third-party"]
PUBLIC_REGISTER = ("/honours", "/verify")  # each entry says why, by which rule, checked by whom
WRITES = {one.name for one in OURS if one.writes}
PLACE = re.compile(r"<(?:(\w+):)?\w+>")
VALUES = {"uuid": str(NO_UUID), "int": "999999999", "slug": "nothing", "str": "nothing", "path": "nothing"}


@dataclass
class Walk:
    """One round. `findings` says in a sentence each what should not be; `opened` by whom each address was entered."""

    world: dict[str, Any]
    actors: list[Actor]
    things: list[Thing]
    whole: bool = False
    findings: list[str] = field(default_factory=list)
    opened: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    requests: int = 0

    def __post_init__(self) -> None:
        self.owners = {one.code or str(one.pk): one for one in Organisation.objects.filter(is_demo=True)}
        self.marks = re.compile(f"{MARK}-([0-9A-Z]+)")
        self.public = _public_words()
        self.notices = PublicNotice.objects.values_list("title", flat=True)  # the units on one keep reading its title

    def go(self, *, to_the_first: bool = False) -> list[str]:
        """All of it, or to the first actor who is let in where nobody should be."""
        before = Event.objects.count()
        for actor in self.actors:
            self._plain_addresses(actor)
            for name, things in self._by_address().items():
                for thing in things if self.whole else self._a_few(actor, name, things):
                    self._approach(actor, name, thing)
            if to_the_first and self.findings:
                break
        if Event.objects.count() != before:
            self.findings.append(f"something was changed: {[one.action for one in Event.objects.order_by('-pk')[:3]]}")
        return self.findings

    def _by_address(self) -> dict[str, list[Thing]]:
        found: dict[str, list[Thing]] = defaultdict(list)
        for thing in self.things:
            found[thing.name].append(thing)
        return found

    def _a_few(self, actor: Actor, name: str, things: list[Thing]) -> Iterable[Thing]:
        """One in each relation to the actor; one in all where the actor's role leads nowhere."""
        if things[0].whose != "person" and actor.role not in ROLES.get(name, ()):
            return things[:1]
        chosen: dict[Any, Thing] = {}
        for thing in things:
            chosen.setdefault((thing.whose, _relation(actor, thing)), thing)
        return chosen.values()

    def _plain_addresses(self, actor: Actor) -> None:
        """Addresses without places: pages and lists. They open for their roles and hold nothing foreign."""
        for address in OURS:
            if PLACE.search(address.pattern) or "(?P" in address.pattern:
                continue
            if address.access == "public" and actor.place is not None and not self.whole:
                continue  # the same bytes for everybody; the stranger and the person without a role have read them
            answer = self._ask(actor, "get", f"/{address.pattern}")
            if answer.status_code >= 500:
                self.findings.append(f"{actor.name} GET /{address.pattern}: {answer.status_code}")
            if address.access == "role":
                may = actor.role in ROLES.get(address.name, ())
                self._entrance(actor, "get", address.name, answer, may)
            self._read(actor, f"/{address.pattern}", answer)

    def _approach(self, actor: Actor, name: str, thing: Thing) -> None:
        holds = thing.whose == "person" or actor.role in ROLES.get(name, ())
        sees = holds and _sees(actor, thing)
        # What the actor may enter is read, not written to: what a role may do there has tests of its own.
        methods = ("get",) if sees else METHODS if self.whole else ("post" if name in WRITES else "get",)
        for method in methods:
            answer = self._ask(actor, method, thing.url)
            if not sees:
                self._must_be_nothing(actor, method, thing, answer)
            elif answer.status_code in {403, 404}:
                self.findings.append(f"{actor.name} cannot enter {thing.url}: {answer.status_code}")
            else:
                self.opened[name].add(actor.role)
            self._read(actor, thing.url, answer)

    def _must_be_nothing(self, actor: Actor, method: str, thing: Thing, answer: Any) -> None:
        """The answer is the one that something that never was gets."""
        ghost = self._ask(actor, method, thing.ghost)
        if _body(answer, thing.url) != _body(ghost, thing.ghost):
            # A page may carry a message of the one before it, which is read by now.
            answer = self._ask(actor, method, thing.url)
        same = answer.status_code == ghost.status_code and _body(answer, thing.url) == _body(ghost, thing.ghost)
        closed = answer.status_code in {302, 401, 403, 404, 405} or method == "options"
        if not (same and closed):
            self.findings.append(
                f"{actor.name} {method.upper()} {thing.name} of {thing.owner}: {answer.status_code}, "
                f"what never was: {ghost.status_code}{'' if same else ', another page'}"
            )

    def _entrance(self, actor: Actor, method: str, name: str, answer: Any, may: bool) -> None:
        if (may and answer.status_code == 403) or (not may and answer.status_code not in {302, 401, 403, 404, 405}):
            self.findings.append(f"{actor.name} {method.upper()} {name}: {answer.status_code}")

    def _ask(self, actor: Actor, method: str, url: str) -> Any:
        self.requests += 1
        return getattr(actor.client, method)(url)

    def _read(self, actor: Actor, url: str, answer: Any) -> None:
        """Whatever was answered holds no canary of an organisation that the actor has nothing to do with."""
        text = _text(answer)
        if MARK not in text or url.startswith(PUBLIC_REGISTER):
            return
        for words in [*self.public, *(self.notices if actor.role == Role.SCHOOL_HEAD else ())]:
            text = text.replace(words, "")
        for code in set(self.marks.findall(text)):
            owner = self.owners.get(code)
            if owner is None or not (actor.has_desk and actor.reaches(owner)):
                self.findings.append(f"{actor.name} reads words of {owner or code} at {url}")


def _sees(actor: Actor, thing: Thing) -> bool:
    if thing.whose == "person":
        return actor.user is not None and actor.user == thing.owner
    return thing.whose == "role" or (thing.whose == "reach" and actor.reaches(thing.owner))


def _relation(actor: Actor, thing: Thing) -> str:
    """Where the owner stands, seen from the actor."""
    if actor.place is None or not isinstance(thing.owner, Organisation):
        return "person"
    mine, theirs = actor.place.path, thing.owner.path
    if mine == theirs:
        return "own"
    if theirs.startswith(mine):
        return "child"
    if mine.startswith(theirs):
        return "parent"
    above = mine[:-11]
    if theirs.startswith(above):
        return "sibling"
    return "sibling county" if theirs.startswith(above[:-11]) else "elsewhere"


def _text(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    return content.decode(errors="replace") + str(answer.headers.get("Location", ""))


def _body(answer: Any, url: str) -> str:
    """The answer without what the client itself has said."""
    return _text(answer).replace(url, "")


def _public_words() -> list[str]:
    """What anybody may read though it holds a canary: what was opened once."""
    opened = Call.objects.exclude(state=CallState.DRAFT)
    rows: list[Any] = [
        *opened.values_list("title", "honour_name", "approving_authority", "approval_number", "permitted_list_entry"),
        *opened.values_list("cycle", "budget_line", "summary"),
        *Indicator.objects.filter(call__in=opened).values_list("title", "method", "evidence"),
        *Programme.objects.exclude(state=ProgrammeState.DRAFT).values_list("title", "summary", "certificate_title"),
        *Paper.objects.exclude(state=PaperState.DRAFT).values_list("title", "pledge"),
    ]
    # A mark that stands alone is no word: without it the walk would be blind to its owner.
    words = {text for row in rows for text in row if MARK in text and not re.fullmatch(f"{MARK}-[0-9A-Z]+", text)}
    return sorted({escape(one) for one in words} | words, key=len, reverse=True)
