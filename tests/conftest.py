"""What every test may use. Services and the browser join when they are there; the summary says what was left out."""

import os
import shutil
import socket
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation

from kit import catalogue
from trail import append_only


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


CHROMIUM = (
    os.environ.get("CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)
LEFT_OUT = {
    "browser": "" if CHROMIUM else "Chromium is not installed (Debian: apt install chromium)",
    "services": "" if _answers(5432) and _answers(6379) else "PostgreSQL on 5432 and Redis on 6379 do not answer",
}


def _first_pages(sender, **_named):
    """A test with real transactions empties every table at its end; an empty platform has Wagtail's first rows."""
    from wagtail.models import Collection, Locale, Page, Site

    if sender.name == "trail":
        append_only.install(connection)
    if sender.name != "home" or Site.objects.exists():
        return
    locale, _made = Locale.objects.get_or_create(language_code="zh-hans")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
    first = root.add_child(instance=Page(title="知信", slug="home", locale=locale))
    Site.objects.create(hostname="localhost", root_page=first, is_default_site=True)
    rooms = import_module("home.migrations.0001_editors")
    rooms.open_the_rooms(apps, None)
    rooms.ask_a_second_person(apps, None)


def pytest_configure(config):
    from django.conf import settings
    from django.db.models.signals import post_migrate
    from django.utils.translation import trans_real

    post_migrate.connect(_first_pages)
    if settings.configured:
        catalogue.compile_all()
        trans_real._translations.clear()  # read before the catalogues were there


def pytest_collection_modifyitems(config, items):
    must_run = bool(os.environ.get("NOTHING_LEFT_OUT"))
    for item in items:
        for mark, reason in LEFT_OUT.items():
            if reason and item.get_closest_marker(mark):
                if must_run:
                    raise pytest.UsageError(f"{item.nodeid} needs what is not there: {reason}.")
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def _tables_may_be_emptied(request):
    """A test with real transactions is cleaned up by emptying every table, which the audit trail would refuse."""
    mark = request.node.get_closest_marker("django_db")
    real = "transactional_db" in request.fixturenames or (mark and mark.kwargs.get("transaction"))
    if not real:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    append_only.remove(connection)


@pytest.fixture
def english():
    """For tests that assert the words of the source; pages choose their language by their address."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [*flags, "--disable-component-update", "--disable-sync"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
