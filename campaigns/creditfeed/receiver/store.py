"""What the reference receiver keeps: one SQLite file, every answer on the disk before it is given."""

import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit import canonical_json, clock
from kit.uuids import uuid7

_TABLES = """
CREATE TABLE IF NOT EXISTS applied (
    record_id TEXT NOT NULL, version INTEGER NOT NULL, sha256 TEXT NOT NULL, body TEXT NOT NULL,
    receipt_id TEXT NOT NULL, received_at TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (record_id, version)
);
CREATE INDEX IF NOT EXISTS applied_by_day ON applied (day);
"""


@dataclass(frozen=True)
class Answer:
    receipt_id: str
    record_id: str
    version: int
    outcome: str
    received_at: str

    def as_json(self) -> dict[str, Any]:
        return dict(self.__dict__)


class Store:
    """Applied records by key. “Apply if newer”: an older version than the newest applied is stale."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(folder / "records.sqlite3", check_same_thread=False, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + _TABLES)

    def take(self, body: dict[str, Any]) -> Answer:
        """Apply a record, or say that it was applied before or is stale."""
        key = (str(body["record_id"]), int(body["version"]))
        digest = canonical_json.sha256(body)
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                answer = self._decide(key, digest, canonical_json.dumps(body).decode())
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        return answer

    def _decide(self, key: tuple[str, int], digest: str, body: str) -> Answer:
        known = self._db.execute(
            "SELECT sha256, receipt_id, received_at FROM applied WHERE record_id = ? AND version = ?", key
        ).fetchone()
        if known:
            if known[0] == digest:
                return Answer(known[1], *key, "duplicate", known[2])
            self._db.execute(
                "UPDATE applied SET sha256 = ?, body = ? WHERE record_id = ? AND version = ?", (digest, body, *key)
            )
            return Answer(known[1], *key, "applied", known[2])
        now = clock.now()
        (newest,) = self._db.execute("SELECT max(version) FROM applied WHERE record_id = ?", key[:1]).fetchone()
        if newest is not None and newest > key[1]:
            return Answer(str(uuid7()), *key, "stale", clock.rfc3339(now))
        answer = Answer(str(uuid7()), *key, "applied", clock.rfc3339(now))
        day = clock.local(now).date().isoformat()
        self._db.execute(
            "INSERT INTO applied VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*key, digest, body, answer.receipt_id, answer.received_at, day),
        )
        return answer

    def manifest(self, day: str) -> dict[str, Any]:
        """One row per record: its highest version applied on `day`."""
        with self._lock:
            rows = self._db.execute(
                "SELECT record_id, version, sha256 FROM applied AS a WHERE day = ? AND version = (SELECT max(version) "
                "FROM applied AS b WHERE b.record_id = a.record_id AND b.day = a.day) ORDER BY record_id",
                (day,),
            ).fetchall()
        records = [{"record_id": one[0], "version": one[1], "sha256": one[2]} for one in rows]
        return {"day": day, "records": records, "sha256": canonical_json.sha256(records)}

    def newest(self, limit: int = 100) -> list[tuple[str, int, str, str]]:
        """For the human page: body, version, receipt and time of what came last."""
        with self._lock:
            return self._db.execute(
                "SELECT body, version, receipt_id, received_at FROM applied ORDER BY received_at DESC LIMIT ?", (limit,)
            ).fetchall()

    def count(self) -> int:
        with self._lock:
            return int(self._db.execute("SELECT count(DISTINCT record_id) FROM applied").fetchone()[0])
