"""The database's part of a backup: by SQLite's backup interface, or by pg_dump, pg_restore and psql."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

Fault = tuple[str, str]
LOCK_SECONDS = 10


class ToolFailed(Exception):
    """One of the database's own programs is missing or refused; the text says what to do."""


def name() -> str:
    return "database.sqlite3" if _is_sqlite() else "database.dump"


def take(folder: Path) -> dict[str, int]:
    """Write the copy; returns the rows of each table as they are in it."""
    return _take_sqlite(folder / name()) if _is_sqlite() else _take_postgres(folder / name())


def faults(folder: Path, tables: dict[str, int]) -> list[Fault]:
    """What is wrong with the copy, found by loading it into a temporary place."""
    loaded = _load_sqlite(folder / name()) if _is_sqlite() else _load_postgres(folder / name())
    try:
        with loaded as (counted, migrations):
            found = [
                (table, f"{counted.get(table, 'no')} rows, {tables.get(table, 'none')} in the manifest")
                for table in sorted(counted.keys() | tables.keys())
                if counted.get(table) != tables.get(table)
            ]
            known = MigrationLoader(None).disk_migrations or {}
            newer = sorted(f"{app}.{one}" for app, one in migrations if (app, one) not in known)
            return found + [(one, "a migration of a newer version than this program") for one in newer]
    except sqlite3.DatabaseError as fault:
        return [(name(), f"cannot be loaded: {fault}")]


def put_back(folder: Path) -> None:
    """Replace the live database in one transaction."""
    connection.close()
    if not _is_sqlite():
        _put_back_postgres(folder / name())
        return
    with (
        contextlib.closing(_opened(folder / name())) as source,
        contextlib.closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=LOCK_SECONDS)) as target,
    ):
        source.backup(target)


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _take_sqlite(target: Path) -> dict[str, int]:
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return _rows(copy, _sqlite_tables(copy))


@contextlib.contextmanager
def _load_sqlite(path: Path) -> Iterator[tuple[dict[str, int], list[Any]]]:
    with tempfile.TemporaryDirectory() as place:
        tried = Path(place) / "tried.sqlite3"
        shutil.copyfile(path, tried)
        with contextlib.closing(sqlite3.connect(tried)) as copy:
            for check in ("PRAGMA integrity_check", "PRAGMA foreign_key_check"):
                answer = copy.execute(check).fetchone()
                if answer not in {None, ("ok",)}:
                    raise sqlite3.DatabaseError(f"{check}: {answer}")
            yield _rows(copy, _sqlite_tables(copy)), copy.execute("SELECT app, name FROM django_migrations").fetchall()


def _sqlite_tables(copy: Any) -> list[str]:
    """Ordinary tables; what a full-text index keeps for itself is not counted."""
    found = copy.execute("PRAGMA table_list").fetchall()
    return [row[1] for row in found if row[0] == "main" and row[2] == "table" and not row[1].startswith("sqlite_")]


def _rows(cursor: Any, tables: list[str]) -> dict[str, int]:
    return {one: cursor.execute(f'SELECT count(*) FROM "{one}"').fetchone()[0] for one in tables}  # noqa: S608


# --- PostgreSQL -------------------------------------------------------------------------------------------------


def _take_postgres(target: Path) -> dict[str, int]:
    """Counts and copy see the same instant: both read the one exported snapshot."""
    import psycopg

    with psycopg.connect(**_parameters()) as session, session.cursor() as cursor:
        session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot = cursor.execute("SELECT pg_export_snapshot()").fetchone()[0]  # type: ignore[index]
        tables = _rows(cursor, _postgres_tables(cursor))
        _tool("pg_dump", "-Fc", f"--snapshot={snapshot}", "-f", str(target), "-d", _name())
    return tables


@contextlib.contextmanager
def _load_postgres(path: Path) -> Iterator[tuple[dict[str, int], list[Any]]]:
    """A database beside the live one, which is dropped again."""
    import psycopg

    beside = f"zhixin_check_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(**_parameters(), autocommit=True) as session:
        try:
            session.execute(f'CREATE DATABASE "{beside}" TEMPLATE template0')
        except psycopg.Error as fault:
            raise ToolFailed(
                f"The copy is tried in a database beside this one, which could not be made: {fault}. "
                "Give the user CREATEDB, or try the backup on another server."
            ) from None
        try:
            _load_dump(path, beside)
            with psycopg.connect(**_parameters(dbname=beside)) as copy, copy.cursor() as cursor:
                counted = _rows(cursor, _postgres_tables(cursor))
                yield counted, cursor.execute("SELECT app, name FROM django_migrations").fetchall()
        finally:
            session.execute(f'DROP DATABASE IF EXISTS "{beside}" WITH (FORCE)')


def _postgres_tables(cursor: Any) -> list[str]:
    return [
        row[0]
        for row in cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    ]


def _put_back_postgres(path: Path) -> None:
    _load_dump(path, _name())


def _load_dump(path: Path, database: str) -> None:
    """The whole copy in one transaction, in the place of whatever is there."""
    with tempfile.TemporaryDirectory() as place:
        first, script = Path(place) / "first.sql", Path(place) / "copy.sql"
        _tool("pg_restore", "--no-owner", "--no-privileges", "-f", str(script), str(path))
        first.write_text(f"SET lock_timeout = '{LOCK_SECONDS}s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n")
        words = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-f", str(first), "-f", str(script)]
        _tool("psql", *words, "-d", database)


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _parameters(**changes: str) -> dict[str, Any]:
    live = connection.settings_dict
    named = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return {key: live[theirs] for key, theirs in named.items() if live.get(theirs)} | changes


def _tool(program: str, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise ToolFailed(f"{program} is not installed. On Debian and Ubuntu: apt install postgresql-client")
    live = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = os.environ | {key: str(live[theirs]) for key, theirs in named.items() if live.get(theirs)}
    answer = subprocess.run([found, *words], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if answer.returncode:
        raise ToolFailed(f"{program} failed: {answer.stderr.strip()[-500:]}")


def others() -> int:
    """How many other sessions use the live database; always 0 on SQLite, which does not know."""
    if _is_sqlite():
        return 0
    with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])
    return 0
