"""The stored files: out of the store into a backup, and back."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import FileField

from pension.operations.backup.manifest import BackupError, Part, part_of
from pension.operations.backup.tables import models

FOLDER: Final = "files"


def copy_out(folder: Path) -> Iterator[Part]:
    """Copy every stored file into the backup; one that is removed meanwhile is left out."""
    for name in stored():
        target = folder / FOLDER / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with default_storage.open(name) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        except FileNotFoundError:
            target.unlink(missing_ok=True)
            continue
        yield part_of(folder, f"{FOLDER}/{name}", name)


def copy_back(folder: Path, part: Part) -> None:
    """Put a file back under its name; one that is there already must be the same."""
    if default_storage.exists(part.name):
        with default_storage.open(part.name) as there:
            if hashlib.file_digest(there, "sha256").hexdigest() == part.sha256:
                return
        raise BackupError(
            f"{default_storage.path(part.name)}：已有同名而内容不同的文件，请清空文件目录后重试"
        )
    with (folder / part.path).open("rb") as content:
        default_storage.save(part.name, File(content))


def stored(folder: str = "") -> Iterator[str]:
    """The names of all stored files."""
    if folder == "" and not default_storage.exists(""):
        return
    folders, files = default_storage.listdir(folder)
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from stored(f"{prefix}{name}")


def missing() -> Iterator[str]:
    """The names that rows refer to and the store hasn't got."""
    for model in models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField):
                filled = model._base_manager.exclude(**{field.name: ""}).order_by("pk")
                names = filled.values_list(field.name, flat=True).iterator()
                yield from (name for name in names if name and not default_storage.exists(name))
