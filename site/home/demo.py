"""The demonstration's world: every app's part of it, from the ground up, and growth for tests of load."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import transaction

from home import planting
from kit import clock
from organisations import demo as organisations_demo
from trail.actions import audit
from trail.models import Event
from workdays.actions import years

SEEDED = "demo.seeded"
GROWS = {"schools": "organisations", "teachers": "organisations", "attempts": "assessments", "honours": "honours"}


def is_there() -> bool:
    """Whether a whole demo world was seeded into this database before."""
    return Event.objects.filter(action=SEEDED).exists()


def seed() -> dict[str, Any]:
    """Make the demo world, app by app in the order of the floors, or complete one that was begun. Safe to run again.

    Returns the world: `organisations` by key, `users` by username, `papers`, and what else the apps left in it.
    """
    world: dict[str, Any] = {"now": clock.now(), "papers": []}
    years.load_shipped()
    for part in _parts().values():
        with transaction.atomic():
            part.seed(world)
    if not is_there():
        audit.record(SEEDED, world["organisations"]["province"], at=world["now"])
    return world


def grow(world: dict[str, Any], totals: dict[str, int], *, seed: int, canary: str) -> None:
    """Bring schools, teachers, attempts and honours to `totals`, the same ones for the same `seed`.

    `canary`, where it is given, stands with the owner's code in every free text that is made; things that carry it are
    planted for each organisation once all are there, and count towards the totals.
    """
    parts = _parts()
    for kind, app in GROWS.items():
        if totals.get(kind):
            getattr(parts[app], f"grow_{kind}")(world, totals[kind], seed=seed, canary=canary)
        if kind == "schools" and canary:
            planting.plant(world, canary, parts.values())


def counts() -> dict[str, int]:
    """How much there is of each kind."""
    shown = {
        "organisations": "organisations.Organisation",
        "users": "identity.User",
        "lessons": "courses.LessonPage",
        "programmes": "courses.Programme",
        "questions": "assessments.Question",
        "attempts": "assessments.Attempt",
        "activities": "activities.Activity",
        "calls": "calls.Call",
        "applications": "calls.Application",
        "notices": "notices.PublicNotice",
        "honours": "honours.HonourEntry",
        "feed_records": "creditfeed.FeedRow",
    }
    known = {model._meta.label: model for model in apps.get_models()}
    return {name: known[label]._default_manager.count() for name, label in shown.items() if label in known}


def accounts() -> list[dict[str, str]]:
    return organisations_demo.accounts()


def _parts() -> dict[str, ModuleType]:
    """The `demo` modules of our apps by app label, ground first."""
    found = {}
    for app in reversed(list(apps.get_app_configs())):
        if app.name != "home" and find_spec(f"{app.name}.demo"):
            found[app.label] = import_module(f"{app.name}.demo")
    return found
