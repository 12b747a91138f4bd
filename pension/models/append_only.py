"""A table that the database itself keeps append-only: it refuses UPDATE and DELETE.

A migration adds ``AppendOnly("table")``. SQLite drops the triggers of a table that a later
migration alters, because Django then makes the table anew: such a migration ends with the
operation again. It may run any number of times.
"""

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState
from django.db.utils import NotSupportedError

_SQLITE_GUARD = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_REFUSAL = """
CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN RAISE EXCEPTION ''{table} is append-only''
USING ERRCODE = ''integrity_constraint_violation''; END'
"""
_POSTGRESQL_GUARD = """
CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse()
"""
_SQLITE_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
_POSTGRESQL_TRIGGERS = (
    "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE relname = %s AND NOT tgisinternal AND tgenabled <> 'D'"
)
_VERBS = ("update", "delete")


def guard(vendor: str, table: str) -> list[str]:
    """The statements that make ``table`` append-only; ``NotSupportedError`` for other databases."""
    if vendor == "sqlite":
        return [_SQLITE_GUARD.format(table=table, verb=verb) for verb in _VERBS]
    if vendor == "postgresql":
        refusal = _POSTGRESQL_REFUSAL.format(table=table)
        return [refusal, *(_POSTGRESQL_GUARD.format(table=table, verb=verb) for verb in _VERBS)]
    raise NotSupportedError(f"no append-only tables on {vendor}")


def release(vendor: str, table: str) -> list[str]:
    """The statements that let the rows of ``table`` be changed again."""
    on_table = f" ON {table}" if vendor == "postgresql" else ""
    statements = [f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on_table}" for verb in _VERBS]
    if vendor == "postgresql":
        statements.append(f"DROP FUNCTION IF EXISTS {table}_refuse()")
    return statements


def is_guarded(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Whether the database refuses to change the rows of ``table``."""
    query = _SQLITE_TRIGGERS if connection.vendor == "sqlite" else _POSTGRESQL_TRIGGERS
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        found = {name for (name,) in cursor.fetchall()}
    return {f"{table}_no_{verb}" for verb in _VERBS} <= found


class AppendOnly(migrations.operations.base.Operation):
    """Makes a table append-only; backwards, lets it be changed again."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        """Take the name of the table."""
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """No model changes."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Add the triggers."""
        for statement in guard(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Remove the triggers."""
        for statement in release(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Keep {self.table} append-only"
