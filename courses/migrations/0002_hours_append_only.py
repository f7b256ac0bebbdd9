"""The database itself refuses to change a line of the hours ledger, and on PostgreSQL to delete one.

(On SQLite the test runner empties tables with DELETE, so there the model refuses deletion.)
"""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER hours_entry_is_append_only BEFORE UPDATE ON courses_hoursentry
    BEGIN SELECT RAISE(ABORT, 'hours_entry_is_append_only'); END"""
]
POSTGRES = [
    """CREATE FUNCTION hours_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'hours_entry_is_append_only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER hours_entry_is_append_only BEFORE UPDATE OR DELETE ON courses_hoursentry
    FOR EACH ROW EXECUTE FUNCTION hours_entry_is_append_only()""",
]


def add(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER hours_entry_is_append_only ON courses_hoursentry")
        schema_editor.execute("DROP FUNCTION hours_entry_is_append_only()")
    else:
        schema_editor.execute("DROP TRIGGER hours_entry_is_append_only")


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
