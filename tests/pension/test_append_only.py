"""The database refuses to change or remove what was once written to an append-only table."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, NotSupportedError, connection, transaction
from django.db.migrations.state import ProjectState

from pension.models import AuditEntry
from pension.models.append_only import AppendOnly, guard, is_guarded
from pension.services import audit
from pension.supervisor.crew import ROOT
from tests.clock import NOON
from tests.factories.kernel import OfficerFactory

TABLE = AuditEntry._meta.db_table
ROW = """
INSERT INTO pension_auditentry
(chain_id, number, at, action, subject_type, subject_id, detail, previous_hash, hash)
VALUES (1, 1, '2022-10-31', 'a', 'case', '1', '{}', '0', '1')
"""


def apply(way: str) -> None:
    with connection.schema_editor() as editor:
        getattr(AppendOnly(TABLE), way)("pension", editor, ProjectState(), ProjectState())


@pytest.fixture
def migrated(transactional_db: None) -> Iterator[None]:
    """The audit trail as the migration leaves it, whether or not this run migrates."""
    apply("database_forwards")
    yield
    if connection.vendor == "sqlite":  # is emptied by DELETE between tests
        apply("database_backwards")


@pytest.fixture
def entry(migrated: None) -> AuditEntry:
    """An entry of the trail."""
    audit.record(audit.Deed("打开", "case", 1), by=OfficerFactory(), at=NOON)
    return AuditEntry.objects.get()


def change(entry: AuditEntry) -> None:
    AuditEntry.objects.filter(pk=entry.pk).update(action="改过")


def remove(entry: AuditEntry) -> None:
    AuditEntry.objects.filter(pk=entry.pk).delete()


@pytest.mark.parametrize("tamper", [change, remove])
def test_the_database_keeps_an_entry_as_it_was_written(
    tamper: Callable[[AuditEntry], None], entry: AuditEntry
) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        tamper(entry)

    assert AuditEntry.objects.get().action == "打开"


@pytest.mark.usefixtures("entry")
def test_further_entries_are_taken() -> None:
    audit.record(audit.Deed("打开", "case", 2), by=OfficerFactory(), at=NOON)

    assert list(audit.verify()) == []
    assert AuditEntry.objects.count() == 2


@pytest.mark.usefixtures("migrated")
def test_the_guard_goes_with_the_migration_and_comes_again() -> None:
    assert is_guarded(connection, TABLE)

    apply("database_backwards")
    assert not is_guarded(connection, TABLE)

    apply("database_forwards")
    apply("database_forwards")
    assert is_guarded(connection, TABLE)


def test_whoever_migrates_gets_the_guard(tmp_path: Path) -> None:
    file = tmp_path / "fresh.sqlite3"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "pension", "-v", "0"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": f"sqlite:///{file}"},
        check=True,
    )

    with sqlite3.connect(file) as database:
        database.execute(ROW)
        with pytest.raises(sqlite3.Error, match="append-only"):
            database.execute("DELETE FROM pension_auditentry")


def test_another_database_is_refused() -> None:
    with pytest.raises(NotSupportedError, match="mysql"):
        guard("mysql", TABLE)
