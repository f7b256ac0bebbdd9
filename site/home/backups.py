"""A backup: a folder with a copy of the database, the files that belong to it, and a manifest that is written last.

`manifest.json` lists every file with size and SHA-256 and every table with its rows. The database is copied first:
a file that came later does harm to nobody. Withdrawn pictures are named in a file of its own (`media.journal`), which
is neither copied nor brought back, so that a restore cannot bring them back either.
"""

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import call_command
from django.db import connection, transaction

from home import snapshots
from kit import clock
from media.actions import pictures
from trail.actions import audit

MANIFEST = "manifest.json"
FORMAT = 1


class Unfit(Exception):
    """What was asked for cannot be done here; the text says why and what to do."""


@dataclass
class Report:
    taken_at: str = ""
    rows: int = 0
    files: int = 0
    faults: list[dict[str, str]] = field(default_factory=list)

    def fault(self, kind: str, name: str, what: str) -> None:
        self.faults.append({"kind": kind, "name": name, "what": what})

    def as_dict(self) -> dict[str, Any]:
        return {"ok": not self.faults} | self.__dict__


def take(folder: Path, *, at: datetime) -> Report:
    """Copy everything into `folder`, which must be empty or not there, and check the copy as `check` does.

    Raises: Unfit, ToolFailed.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unfit(f"{folder} is not an empty folder; name a new one for each backup.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    tables = snapshots.take(folder)
    for name, root in roots().items():
        if root.is_dir():
            shutil.copytree(root, folder / name, copy_function=_copy_if_there)
    manifest = {
        "format": FORMAT,
        "taken_at": clock.rfc3339(at),
        "engine": connection.vendor,
        "tables": tables,
        "files": [_entry(path, folder) for path in _files(folder)],
    }
    draft = folder / f"{MANIFEST}.new"
    draft.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(folder / MANIFEST)
    return check(folder)


def check(folder: Path) -> Report:
    """Compare every file with the manifest, load the database's copy into a temporary place and count its rows.

    Touches nothing that is live. Raises: ToolFailed, when the copy cannot be tried here at all.
    """
    report = Report()
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        listed = {str(one["path"]): (int(one["size"]), str(one["sha256"])) for one in manifest["files"]}
        tables = {str(name): int(rows) for name, rows in manifest["tables"].items()}
        report.taken_at, engine, form = str(manifest["taken_at"]), manifest["engine"], manifest["format"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        report.fault("manifest", MANIFEST, "missing or unreadable: the backup was not finished, or is none")
        return report
    if form != FORMAT or engine != connection.vendor:
        report.fault("manifest", MANIFEST, f"of format {form} for {engine}; here is {FORMAT} for {connection.vendor}")
        return report
    _compare(folder, listed, report)
    report.rows, report.files = sum(tables.values()), len(listed) - 1
    if not report.faults:
        for name, what in snapshots.faults(folder, tables):
            report.fault("database", name, what)
    return report


def restore(folder: Path, *, at: datetime) -> Report:
    """Put the checked backup in the place of what is live; a backup with faults changes nothing.

    The database changes in one transaction; the files are laid ready before it and only renamed after it.
    """
    report = check(folder)
    if report.faults:
        return report
    ready = {root: _lay_ready(folder / name, root) for name, root in roots().items() if name != "keys"}
    snapshots.put_back(folder)
    for root, new in ready.items():
        _change_places(root, new)
    _bring_missing_keys(folder / "keys")
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        _record(report, at)
    pictures.withdraw_again(at)
    pictures.delete_leaving_files()
    cache.clear()
    return report


def roots() -> dict[str, Path]:
    """The folders that belong to the database. Those in a bucket are left to the bucket's own copies."""
    found = {"keys": Path(settings.DATA_DIR) / "keys"}
    for name, alias in (("private", "default"), ("public", "public")):
        store = storages[alias]
        if isinstance(store, FileSystemStorage):
            found[name] = Path(store.location)
    return found


def _record(report: Report, at: datetime) -> None:
    from wagtail.models import Site

    site = Site.objects.order_by("pk").first()
    if site is not None:
        audit.record("backup.restored", site, at=at, taken_at=report.taken_at, rows=report.rows, files=report.files)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)


def _entry(path: Path, folder: Path) -> dict[str, Any]:
    return {"path": path.relative_to(folder).as_posix(), "size": path.stat().st_size, "sha256": _digest(path)}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _compare(folder: Path, listed: dict[str, tuple[int, str]], report: Report) -> None:
    there = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    for name, (size, digest) in listed.items():
        path = there.pop(name, None)
        if path is None:
            report.fault("missing", name, "listed in the manifest, and not there")
        elif path.stat().st_size != size or _digest(path) != digest:
            report.fault("changed", name, "not what the manifest says it was")
    for name in there:
        report.fault("unlisted", name, "there, and not listed in the manifest")
    if snapshots.name() not in listed:
        report.fault("missing", snapshots.name(), "the manifest lists no copy of the database")


def _copy_if_there(source: str, target: str) -> str:
    """A file that was deleted meanwhile belonged to something withdrawn."""
    try:
        return str(shutil.copy2(source, target))
    except FileNotFoundError:
        return target


def _lay_ready(source: Path, root: Path) -> Path:
    root.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f"{root.name}.restoring-", dir=root.parent))
    new.chmod(root.stat().st_mode & 0o777 if root.exists() else 0o750)  # the web server reads some of it
    if source.is_dir():
        shutil.copytree(source, new, dirs_exist_ok=True)
    return new


def _change_places(root: Path, new: Path) -> None:
    old = new.with_name(f"{new.name}-old")
    if root.exists():
        root.rename(old)
    new.rename(root)
    shutil.rmtree(old, ignore_errors=True)


def _bring_missing_keys(source: Path) -> None:
    """Keys are made once and never change; those that are here stay."""
    for path in source.glob("*") if source.is_dir() else []:
        target = Path(settings.DATA_DIR) / "keys" / path.name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copy2(path, target)
