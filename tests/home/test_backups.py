"""P-D4: a backup holds database and files of one instant, is tried by restoring, and a bad one touches nothing."""

import json
import shutil
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from home import running
from identity.models import User
from media.actions import pictures
from tests.factories.activities import editor_of
from tests.factories.campaigns import NOON
from tests.factories.identity import UserFactory
from tests.factories.organisations import SchoolFactory
from tests.factories.pictures import upload
from tests.factories.stores import in_folders
from trail.models import Event

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "postgresql" and not shutil.which("pg_dump"), reason="pg_dump is not installed"
    ),
]


@pytest.fixture(autouse=True)
def _own_folders(monkeypatch, settings, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.PORT = free.getsockname()[1]
    settings.DATA_DIR = tmp_path / "data"
    (settings.DATA_DIR / "keys").mkdir(parents=True)
    (settings.DATA_DIR / "keys" / "receipts").write_text("a key")
    in_folders(monkeypatch, settings, settings.DATA_DIR)
    for folder in (settings.PRIVATE_ROOT, settings.MEDIA_ROOT):
        Path(folder).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def picture():
    school = SchoolFactory()
    editor = editor_of(school)
    file = upload()
    found = pictures.take_in(file, file.name, school, by=editor, at=NOON)
    pictures.give_ground(found, "no_person", None, by=editor, at=NOON)
    return found


@pytest.fixture
def told(capsys):
    def tell(*words):
        capsys.readouterr()
        status = 0
        try:
            call_command(*(str(one) for one in words), "--json")
        except SystemExit as end:
            status = end.code
        return json.loads(capsys.readouterr().out), status

    return tell


def files(folder):
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_what_was_there_is_there_again(told, tmp_path, settings, picture):
    before, stored = User.objects.count(), files(settings.PRIVATE_ROOT)
    taken, status = told("backup", tmp_path / "copy")
    assert (status, taken["ok"], taken["faults"], taken["files"]) == (0, True, [], 2)
    assert taken["rows"] > 50

    UserFactory(username="came-later")
    (settings.MEDIA_ROOT / "came-later.webp").write_bytes(b"later")
    shutil.rmtree(settings.PRIVATE_ROOT)
    restored, status = told("restore", tmp_path / "copy")

    assert (status, restored) == (0, taken)
    assert User.objects.count() == before
    assert (files(settings.PRIVATE_ROOT), files(settings.MEDIA_ROOT)) == (stored, {})
    assert Event.objects.filter(action="backup.restored").count() == 1
    assert [one.name for one in settings.DATA_DIR.glob("*restoring*")] == []


def test_a_picture_that_was_withdrawn_since_stays_withdrawn(told, tmp_path, settings, picture):
    told("backup", tmp_path / "copy")
    pictures.withdraw(picture, at=NOON)
    assert files(settings.PRIVATE_ROOT) == {}

    told("restore", tmp_path / "copy")

    picture.refresh_from_db()
    assert picture.withdrawn_at is not None
    assert files(settings.PRIVATE_ROOT) == {}


def _turn_a_byte(copy):
    [path] = copy.glob("database.*")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _take_a_file(copy):
    next(one for one in (copy / "private").rglob("*") if one.is_file()).unlink()


def _add_a_file(copy):
    (copy / "public" / "foreign.html").write_text("foreign")


def _miscount(copy):
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["tables"]["identity_user"] += 1
    (copy / "manifest.json").write_text(json.dumps(manifest))


def _cut_the_manifest(copy):
    (copy / "manifest.json").write_text((copy / "manifest.json").read_text()[:-40])


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (_turn_a_byte, "changed"),
        (_take_a_file, "missing"),
        (_add_a_file, "unlisted"),
        (_miscount, "database"),
        (_cut_the_manifest, "manifest"),
    ],
)
def test_a_bad_backup_is_refused_before_anything_live_is_touched(told, tmp_path, settings, picture, spoil, kind):
    told("backup", tmp_path / "copy")
    spoil(tmp_path / "copy")
    UserFactory(username="came-later")
    live = files(settings.DATA_DIR)

    for words in (["--check"], []):
        answer, status = told("restore", tmp_path / "copy", *words)
        assert (status, answer["ok"], [one["kind"] for one in answer["faults"]]) == (1, False, [kind])

    assert User.objects.filter(username="came-later").exists()
    assert files(settings.DATA_DIR) == live


def test_trying_a_backup_changes_nothing(told, tmp_path, picture):
    taken, _ = told("backup", tmp_path / "copy")
    UserFactory(username="came-later")

    assert told("restore", tmp_path / "copy", "--check") == (taken, 0)
    assert User.objects.filter(username="came-later").exists()


def test_a_folder_with_something_in_it_is_not_written_into(tmp_path):
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "mine").write_text("mine")

    with pytest.raises(CommandError, match="not an empty folder") as refusal:
        call_command("backup", str(tmp_path / "copy"))

    assert (refusal.value.returncode, files(tmp_path / "copy")) == (2, {"mine": b"mine"})


class Busy(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503)
        self.end_headers()

    def log_message(self, *arguments):
        """Nothing to say."""


def test_nothing_is_restored_under_running_processes_unless_forced(told, tmp_path, settings, picture):
    told("backup", tmp_path / "copy")
    UserFactory(username="came-later")
    with HTTPServer(("127.0.0.1", 0), Busy) as server:
        settings.PORT = server.server_port
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        with pytest.raises(CommandError, match="is running"):
            call_command("restore", str(tmp_path / "copy"))
        assert User.objects.filter(username="came-later").exists()

        assert told("restore", tmp_path / "copy", "--force")[1] == 0
        server.shutdown()
    assert not User.objects.filter(username="came-later").exists()


def test_the_process_that_serve_noted_counts_while_it_lives(settings):
    note = Path(settings.DATA_DIR) / "serve.pid"
    note.write_text("1\n")
    assert running.found() == "serve, process 1"

    note.write_text("999999999\n")
    assert running.found() == ""
