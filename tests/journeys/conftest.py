"""The whole platform, started as a person starts it, and a browser in front of it.

Runs on the embedded default, or on PostgreSQL and Redis where DATABASE_URL and REDIS_URL name them. The demo clock
stands on a day of a year whose holidays are announced, so that the journeys pass on any day.
"""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.screenshots import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Zhixin-demo-2026"
TODAY = datetime(2026, 10, 19, 1, 0, tzinfo=UTC)  # a Monday morning in Shanghai


class Platform:
    def __init__(self, folder, database):
        self.folder, self.port = folder, free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
        self.environment |= {"DATA_DIR": str(folder), "PORT": str(self.port), "SWEEP_SECONDS": "2"}
        self.environment |= {"FEED_RETRY_SECONDS": "1,1,2", "FEED_LEASE_SECONDS": "5"}
        if database:
            self.environment["DATABASE_URL"] = database
        (folder / "clock-offset").write_text(str(int((TODAY - datetime.now(UTC)).total_seconds())))
        self.process = None

    def start(self):
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        wait_for(f"{self.base}/readyz", self.process)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout

    def children(self, word):
        """Process ids of the platform's children whose command holds a word."""
        found = []
        for one in Path("/proc").glob("[0-9]*"):
            try:
                mine = f"DATA_DIR={self.folder}".encode() in (one / "environ").read_bytes()
                if mine and word.encode() in (one / "cmdline").read_bytes():
                    found.append(int(one.name))
            except OSError:
                continue
        return found


def _own_database():
    """A database of this run's own beside the one that DATABASE_URL names; its address, or nothing on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return "", None
    parts = urlsplit(url)
    name = f"{parts.path.strip('/')}_journeys"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')

    def drop():
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    return urlunsplit(parts._replace(path=f"/{name}")), drop


@pytest.fixture(scope="session")
def platform(tmp_path_factory):
    try:
        url, drop = _own_database()
    except psycopg.Error:
        pytest.fail("DATABASE_URL names a server on which no database can be made.")
    running = Platform(tmp_path_factory.mktemp("platform"), url)
    running.start()
    yield running
    running.stop()
    if drop:
        drop()


@pytest.fixture
def person(platform, browser):
    """`person("teacher")` is a page on which that account is signed in; without a name a visitor's."""
    contexts = []

    def enter(username="", width=390):
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            base_url=platform.base,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if username:
            page.goto("/accounts/login/")
            page.fill("#username", username)
            page.fill("#password", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(lambda address: "/accounts/login/" not in address)
        return page

    yield enter
    for context in contexts:
        context.close()


def until(true, seconds=60, pause=0.5):
    """Wait until something is true; what it returned."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = true()
        if found:
            return found
        time.sleep(pause)
    raise AssertionError(f"not true within {seconds} s: {true}")


def looked_at(page, name):
    """Nothing is wider than the screen; with PICTURES=folder it is also kept as a picture."""
    if os.environ.get("PICTURES"):
        page.screenshot(path=f"{os.environ['PICTURES']}/{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], name
