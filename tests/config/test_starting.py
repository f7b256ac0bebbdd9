"""Processes of their own on a database that a deployment must not hold, or that is empty."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.factories.organisations import SchoolFactory

ROOT = Path(settings.ROOT)
PYTHON = sys.executable
WORKERS = {
    "sweeper": [PYTHON, "manage.py", "run_sweeper"],
    "one sweep": [PYTHON, "manage.py", "sweep"],
    "delivery": [PYTHON, "manage.py", "feed_deliver"],
    "worker": [PYTHON, "-m", "celery", "-A", "config", "worker", "--pool", "solo", "--without-gossip"],
    "schedule": [PYTHON, "-m", "celery", "-A", "config", "beat", "--schedule", "{folder}/schedule"],
}


def run(command, folder, database):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.config.strict", "TEST_DATABASE": str(database)}
    environment |= {"DATA_DIR": str(folder), "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")])}
    for one in ("queue", "queue-control"):
        (folder / one).mkdir(exist_ok=True)
    return subprocess.run(
        [part.format(folder=folder) for part in command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("process", WORKERS)
def test_no_process_of_a_deployment_works_on_the_demonstration(tmp_path, process):
    SchoolFactory(is_demo=True)

    answer = run(WORKERS[process], tmp_path, connection.settings_dict["NAME"])

    assert answer.returncode == 2
    assert "1 organisations and 0 accounts of the demonstration" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a database without tables is a new file on SQLite")
@pytest.mark.parametrize("command", ["create_deployment"])
def test_a_database_without_tables_is_told_with_its_remedy(tmp_path, command):
    answer = run([PYTHON, "manage.py", command], tmp_path, tmp_path / "empty.sqlite3")

    assert answer.returncode == 1
    assert "manage.py migrate" in answer.stderr
    assert "Traceback" not in answer.stderr
