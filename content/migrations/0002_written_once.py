"""The database itself refuses to change what is written once, by whatever route it is tried."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("content_revision", "content_decision", "content_event")

SQLITE = """
CREATE TRIGGER {table}_written_once BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} rows are written once'); END
"""
POSTGRESQL = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table} rows are written once'; END $$;
CREATE TRIGGER {table}_written_once BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
"""


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    text = SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL
    for table in TABLES:
        editor.execute(text.format(table=table))


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        if editor.connection.vendor == "sqlite":
            editor.execute(f"DROP TRIGGER {table}_written_once")
        else:
            editor.execute(f"DROP FUNCTION {table}_refuse() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("content", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
