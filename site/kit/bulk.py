"""Rows by the hundred thousand, past the ORM, by each database's quickest way in. For demonstrations and loads only:
nothing is checked here but what the database checks.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.db import connection, models

Adapter = Callable[[Any], Any]


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Primary keys for so many new rows; on SQLite good until the transaction ends."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            query = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(query, [table, count])
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or [0])[0]
        return list(range(last + 1, last + count + 1))


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of these columns, by the names of attributes. JSON comes as text, the rest as the ORM takes it."""
    known = {field.attname: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in columns]
    adapters = [(place, adapt) for place, field in enumerate(fields) if (adapt := _adapter(field))]
    table, names = model._meta.db_table, ", ".join(str(field.column) for field in fields)
    ready = (_adapted(row, adapters) for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in ready:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(ready))  # noqa: S608


def _adapted(row: Sequence[Any], adapters: list[tuple[int, Adapter]]) -> list[Any]:
    values = list(row)
    for place, adapt in adapters:
        values[place] = adapt(values[place])
    return values


def _adapter(field: models.Field) -> Adapter | None:
    """What the database's driver needs done to a value, or nothing."""
    if isinstance(field, models.DateTimeField):
        adapt: Adapter = connection.ops.adapt_datetimefield_value
        return adapt
    if isinstance(field, models.UUIDField | models.DecimalField | models.DateField):
        return partial(field.get_db_prep_save, connection=connection)
    return None
