"""Making a backup while the product runs: all tables as of one moment, then the files."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from pension.operations.backup import files, manifest, proof, tables
from pension.operations.backup.manifest import BackupError, Manifest, Part
from pension.services import audit

Say = Callable[[str], None]
TABLES = "tables"


def save(folder: Path, *, at: datetime, say: Say) -> Manifest:
    """Make a backup in a new or empty folder; ``BackupError`` when it holds anything.

    The files follow the tables, so that whatever a row refers to is among them. The manifest is
    written last: a folder without one is no backup.
    """
    _prepare(folder)
    audit.record(
        audit.Deed("备份数据", "system", "backup", {"folder": str(folder)}), by=None, at=at
    )
    with one_moment():
        saved = [_dump(model, folder) for model in tables.models()]
        found = proof.take()
    made = Manifest(
        made_at=at.isoformat(),
        database=connection.display_name,
        migrations=applied_migrations(),
        tables=saved,
        files=list(files.copy_out(folder)),
        proof=found,
    )
    for name in files.missing():
        say(f"注意：数据库中登记的文件 {name} 不在文件目录中")
    say(f"清单校验值（SHA-256）：{manifest.write(folder, made)}")
    return made


def applied_migrations() -> list[str]:
    """The version of the tables."""
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


def _prepare(folder: Path) -> None:
    """Make the folder, closed to other accounts of the machine."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise BackupError(f"{folder}：目录不是空的，请换一个新目录")
    folder.chmod(0o700)
    (folder / TABLES).mkdir()


def _dump(model: type[Model], folder: Path) -> Part:
    name = model._meta.db_table
    path = f"{TABLES}/{name}.jsonl.gz"
    return manifest.part_of(folder, path, name, tables.dump(model, folder / path))


@contextmanager
def one_moment() -> Iterator[None]:
    """Read all tables as of one moment, without keeping anybody from writing."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # where Django's own transactions lock writers out
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        else:
            with transaction.atomic(durable=True):
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                yield
