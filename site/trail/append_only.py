"""The database itself keeps the audit trail append-only, whoever writes to it."""

from django.db.backends.base.base import BaseDatabaseWrapper

_FACTS = ("id", "uuid", "at", "action", "actor_id", "object_type", "object_id", "path", "detail")

_SQLITE = [
    """CREATE TRIGGER IF NOT EXISTS event_never_deleted BEFORE DELETE ON trail_event
    BEGIN SELECT RAISE(ABORT, 'audit events are never deleted'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS event_never_edited BEFORE UPDATE ON trail_event
    WHEN OLD.seq IS NOT NULL OR {" OR ".join(f"NEW.{one} IS NOT OLD.{one}" for one in _FACTS)}
    BEGIN SELECT RAISE(ABORT, 'audit events are never edited'); END""",
]
_POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit events are never deleted or edited'; END $$""",
    "DROP TRIGGER IF EXISTS event_never_deleted ON trail_event",
    "DROP TRIGGER IF EXISTS event_never_edited ON trail_event",
    """CREATE TRIGGER event_never_deleted BEFORE DELETE ON trail_event
    FOR EACH ROW EXECUTE FUNCTION event_refuse()""",
    f"""CREATE TRIGGER event_never_edited BEFORE UPDATE ON trail_event FOR EACH ROW
    WHEN (OLD.seq IS NOT NULL OR {" OR ".join(f"NEW.{one} IS DISTINCT FROM OLD.{one}" for one in _FACTS)})
    EXECUTE FUNCTION event_refuse()""",
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Refuse, in the database, to delete an event or to change one beyond giving it its place in the chain."""
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    on = " ON trail_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in ("event_never_deleted", "event_never_edited"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
