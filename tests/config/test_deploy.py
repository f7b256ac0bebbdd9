"""`deploy/` fits the program: variables, commands, places and times are those that are meant."""

import re
import shlex
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from tests.config.test_production import ask

DEPLOY = Path(settings.ROOT) / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
EXAMPLE = dict(
    line.removeprefix("# ").split("=", 1)
    for line in (DEPLOY / "environment.example").read_text().splitlines()
    if re.match(r"(# )?[A-Z_]+=", line)
)


def test_the_example_is_taken_by_production_once_the_key_is_filled_in():
    answer = ask(**(EXAMPLE | {"SECRET_KEY": "k" * 50, "FEED_PROVINCE_SECRET": ""}))

    assert answer.returncode == 0, answer.stderr


def test_every_variable_of_the_example_stands_in_the_table():
    table = (Path(settings.ROOT) / "docs" / "operations.md").read_text()

    assert len(EXAMPLE) > 10
    named = {name.replace("FEED_PROVINCE", "FEED_<NAME>") for name in EXAMPLE}
    assert {name for name in named if f"`{name}`" not in table} == set()


def test_there_is_a_unit_for_each_process():
    assert [unit.stem for unit in UNITS] == [f"zhixin-{one}" for one in ("admin", "beat", "sweeper", "web", "worker")]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_starts_what_is_there_and_waits_for_its_end(unit):
    text = unit.read_text()
    program, *words = shlex.split(re.search("^ExecStart=(.+)$", text, re.MULTILINE)[1])

    assert (Path(settings.ROOT) / ".venv/bin" / Path(program).name).exists()
    if words[0] == "manage.py":
        assert words[1] in get_commands()
    else:
        assert {"config.wsgi:application", "config"} & set(words)
    assert "TimeoutStopSec=45\n" in text
    assert "EnvironmentFile=/etc/zhixin/environment\n" in text


def test_the_port_of_the_administration_is_the_one_its_unit_listens_on():
    host, port = EXAMPLE["ADMIN_BIND"].split(":")

    assert f"--host {host} --port {port} " in (DEPLOY / "systemd" / "zhixin-admin.service").read_text()


def test_nginx_hands_out_the_two_folders_and_leaves_the_security_headers_of_pages_alone():
    text = (DEPLOY / "nginx.conf").read_text()
    pages = text.split("location / {")[1]

    assert re.findall("alias (.+);", text) == [f"{EXAMPLE['DATA_DIR']}/{one}/" for one in ("static", "uploads")]
    assert "X-Forwarded-For" in pages  # else every caller would be taken for the machine itself
    assert not re.search("add_header|proxy_hide_header|proxy_ignore_headers", pages)
    assert text.count("{") == text.count("}")
