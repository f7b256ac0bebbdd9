"""What has to be true before the first process starts: folders, tables, words, static files, the demo world."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kit import catalogue


def prepare() -> None:
    """Bring the data folder up to date; quick when nothing has changed."""
    _make_folders()
    catalogue.compile_all()
    migrate()
    _collect_static()


def _make_folders() -> None:
    for folder in ("queue", "queue-control", "cache", "keys", "uploads", "private", "static"):
        (Path(settings.DATA_DIR) / folder).mkdir(parents=True, exist_ok=True, mode=0o700)


def migrate() -> None:
    if not tables_are_there():
        call_command("migrate", verbosity=0, interactive=False)


def tables_are_there() -> bool:
    """Whether every table is there, and as this version wants it."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def ask_for_tables() -> None:
    """Make them, and the folders, in the embedded set-up.

    Raises: CommandError in a deployment, where somebody decides when.
    """
    if settings.DEMO:
        _make_folders()
        migrate()
    elif not tables_are_there():
        raise CommandError("The database's tables are missing or of an older version. Run first: manage.py migrate")


def _collect_static() -> None:
    """Only when a file came, went or changed since the last time."""
    seal = Path(settings.DATA_DIR) / "static-files.sha256"
    now = _static_digest()
    if not seal.exists() or seal.read_text() != now:
        call_command("collectstatic", verbosity=0, interactive=False)
        seal.write_text(now)


def _static_digest() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            fact = Path(storage.path(path)).stat()
            digest.update(f"{path}|{fact.st_size}|{fact.st_mtime_ns}\n".encode())
    return digest.hexdigest()
