"""Leaves room beside the rows of a batch, which the lock and the bank's answers write once more."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def leave_room(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let PostgreSQL put a changed row where it was, so that no index is written again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE subsidies_batchrow SET (fillfactor = 50)")


def fill_up(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fill pages as PostgreSQL does by itself."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE subsidies_batchrow RESET (fillfactor)")


class Migration(migrations.Migration):
    """Rows that are there already stay where they are until they are written."""

    dependencies: ClassVar = [("subsidies", "0006_disputes")]
    operations: ClassVar = [migrations.RunPython(leave_room, fill_up)]
