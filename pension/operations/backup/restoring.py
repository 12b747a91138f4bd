"""Restoring a backup into an empty database: all of it comes back and proves itself, or nothing."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from pension.operations.backup import files, manifest, proof, tables
from pension.operations.backup.manifest import BackupError, Manifest
from pension.operations.backup.saving import Say, applied_migrations
from pension.services import audit

SHOWN = 20


def restore(folder: Path, *, at: datetime, say: Say) -> Manifest:
    """Fill the empty database and the store of files from a backup.

    Raises ``BackupError`` when the backup is damaged or of another version, when the database
    holds anything, or when the ledger or the audit trail come out otherwise; then no row is kept.
    Files come first: a second try finds them there.
    """
    made = manifest.read(folder)
    _require_same_version(made)
    _require_none("备份已损坏", list(manifest.damages(folder, made)))
    _require_none("数据库不是空的，请换一个刚执行过 migrate 的新库", tables.filled())
    for part in made.files:
        files.copy_back(folder, part)
    with transaction.atomic():
        tables.clear_what_migrations_made()
        _load(folder, made)
        tables.set_sequences()
        _require_none("恢复后的账目与备份时不同", list(proof.differences(made.proof, proof.take())))
        _require_none("操作留痕核对不通过", list(audit.verify()))
        deed = audit.Deed("恢复数据", "system", "backup", {"made_at": made.made_at})
        audit.record(deed, by=None, at=at)
    for name in files.missing():
        say(f"注意：数据库中登记的文件 {name} 不在备份中")
    return made


def _load(folder: Path, made: Manifest) -> None:
    """Load every table; keys that point to later ones are checked at the end."""
    models = {model._meta.db_table: model for model in tables.models()}
    wrong = [
        f"{part.name}：应有 {part.rows} 行"
        for part in made.tables
        if tables.load(models[part.name], folder / part.path) != part.rows
    ]
    _require_none("行数与清单不符", wrong)


def _require_same_version(made: Manifest) -> None:
    here = set(applied_migrations())
    there = set(made.migrations)
    if here != there:
        names = "、".join(sorted(here ^ there)[:3])
        raise BackupError(
            f"数据库结构的版本与备份时不同（{names} 等）。"
            "请安装制作备份时的程序版本，执行 migrate 后恢复，再升级"
        )


def _require_none(refusal: str, reasons: list[str]) -> None:
    if reasons:
        more = f"\n……共 {len(reasons)} 处" if len(reasons) > SHOWN else ""
        raise BackupError(f"{refusal}：\n" + "\n".join(reasons[:SHOWN]) + more)
