"""The manifest of a backup: what it holds, and what must come out of it again."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from pension.operations.backup.proof import Proof

NAME: Final = "manifest.json"
FORMAT: Final = 1


class BackupError(Exception):
    """A backup can't be made or restored; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the backup; ``name`` is the table or the name in the store of files."""

    name: str
    path: str
    size: int
    sha256: str
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """All parts of a backup, the version of the tables, and the proof."""

    made_at: str
    database: str
    migrations: list[str]
    tables: list[Part]
    files: list[Part]
    proof: Proof

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(part.rows for part in self.tables)

    @property
    def size(self) -> int:
        """How many bytes the parts have together."""
        return sum(part.size for part in (*self.tables, *self.files))


def part_of(folder: Path, path: str, name: str, rows: int = 0) -> Part:
    """Describe a file of the backup as it now is."""
    file = folder / path
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return Part(name, path, file.stat().st_size, digest, rows)


def write(folder: Path, manifest: Manifest) -> str:
    """Write the manifest into the folder; returns its own checksum."""
    text = json.dumps({"format": FORMAT} | asdict(manifest), ensure_ascii=False, indent=1)
    (folder / NAME).write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def read(folder: Path) -> Manifest:
    """Read the manifest of a folder; ``BackupError`` when there is none that we know."""
    try:
        said: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if said.pop("format") != FORMAT:
            raise BackupError(f"{folder / NAME}：由不同版本的程序制作，请用制作它的版本恢复")
        for kind in ("tables", "files"):
            said[kind] = [Part(**part) for part in said[kind]]
        said["proof"] = Proof(**said["proof"])
        made = Manifest(**said)
        if not all(map(_lies_inside, (*made.tables, *made.files))):
            raise ValueError("a part lies outside the backup")
        return made
    except FileNotFoundError as error:
        raise BackupError(
            f"{folder}：没有 {NAME}，不是完整的备份（可能中途中断），请换一份"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{folder / NAME}：内容损坏，请换一份备份") from error


def damages(folder: Path, manifest: Manifest) -> Iterator[str]:
    """A sentence for every part that is missing or not what the manifest says."""
    for part in (*manifest.tables, *manifest.files):
        if not (folder / part.path).is_file():
            yield f"{part.path}：缺失"
        elif part_of(folder, part.path, part.name, part.rows) != part:
            yield f"{part.path}：与清单的校验值不符"


def _lies_inside(part: Part) -> bool:
    """Whether a part is read and put back below the folders that are meant for it."""
    paths = (PurePosixPath(part.path), PurePosixPath(part.name))
    return not any(path.is_absolute() or ".." in path.parts for path in paths)
