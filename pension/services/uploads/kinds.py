"""What can be imported: each kind names its sheet, its posts, its check and its commit."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from pension.models import Officer, Upload
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from pension.workbooks import Fault, Row, Sheet


@dataclass(frozen=True, slots=True)
class Scene:
    """Who imports what, and when: the uploader while checking, the confirmer while committing."""

    upload: Upload
    officer: Officer
    at: datetime

    @property
    def day(self) -> date:
        """The day on which rows are judged."""
        return timezone.localdate(self.at)

    @property
    def context(self) -> Mapping[str, Any]:
        """What was said with the upload, such as the batch that a bank answers."""
        return self.upload.context


@dataclass(frozen=True, slots=True)
class Examined:
    """A row under examination: its values as the columns read them, what is found wrong."""

    row: Row
    hints: list[Fault] = field(default_factory=list)

    @property
    def values(self) -> dict[str, Any]:
        """The row's values by key; what a cell was refused for is missing."""
        return self.row.values

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong so far."""
        return self.row.is_good

    def refuse(self, key: str, sentence: str) -> None:
        """Note what is wrong at a column, with the cure; the row will not be committed."""
        self.row.faults.append(self.row.fault(key, sentence))

    def hint(self, key: str, sentence: str) -> None:
        """Note a doubt at a column that the officer should look at; the row stays good."""
        self.hints.append(self.row.fault(key, sentence))


Check = Callable[[Sequence[Examined]], None]
Commit = Callable[[Sequence[Row], Scene], Mapping[int, str]]
Mask = Callable[[str], str]
Said = Mapping[str, str]


def _says_nothing(officer: Officer, said: Said) -> dict[str, Any]:
    """Most kinds need no word beside the file."""
    return {}


def _ends_silently(scene: Scene) -> None:
    """Most kinds are done when their rows are."""


def _leads_nowhere(upload: Upload) -> str:
    """Most kinds have no page of their own for what was committed."""
    return ""


@dataclass(frozen=True, kw_only=True)
class ImportKind:
    """One kind of workbook that can be imported.

    ``checker`` is asked once for each run and returns the check, which gets the rows in chunks and
    refuses by cell; it runs again on the good rows just before they are committed. ``commit`` does
    one chunk inside one transaction and returns for each row number what it has become;
    ``conclude`` is called once, in the transaction that closes the upload after its last row. Rows
    that agree in ``unique_by`` refuse each other. ``prepare`` reads what the address says with a
    new upload (``?batch=12``) into the context, or refuses; a key «subject» is shown on the page.
    ``again_url`` is where a mended file is uploaded, for kinds that begin elsewhere than here.
    """

    code: str
    title: str
    sheet: Sheet | Callable[[Mapping[str, Any]], Sheet]
    posts: tuple[Post, ...]
    checker: Callable[[Scene], Check]
    commit: Commit
    unique_by: tuple[str, ...]
    shown: tuple[str, ...]
    masks: Mapping[str, Mask] = field(default_factory=dict)
    committed_label: str = "入库编号"
    guidance: tuple[str, ...] = ()
    afterwards: str = ""
    has_template: bool = True
    conclude: Callable[[Scene], None] = _ends_silently
    prepare: Callable[[Officer, Said], dict[str, Any]] = _says_nothing
    result_url: Callable[[Upload], str] = _leads_nowhere
    again_url: Callable[[Upload], str] = _leads_nowhere

    def sheet_for(self, context: Mapping[str, Any]) -> Sheet:
        """The sheet that an upload with this context must hold."""
        return self.sheet if isinstance(self.sheet, Sheet) else self.sheet(context)

    def is_worked_by(self, officer: Officer) -> bool:
        """Whether the officer holds a post that imports this kind."""
        return officer.holds(*self.posts)

    def require(self, officer: Officer) -> None:
        """Refuse who holds no post for this import."""
        if not self.is_worked_by(officer):
            names = "、".join(post.label for post in self.posts)
            raise CaseError(f"「{self.title}」由「{names}」岗位导入")


_KINDS: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> ImportKind:
    """Make a kind known by its code."""
    _KINDS[kind.code] = kind
    return kind


def kind_of(code: str) -> ImportKind:
    """The kind of this code; refuses one that nobody registered."""
    if code not in _KINDS:
        raise CaseError("没有这种导入")
    return _KINDS[code]


def kinds() -> Iterable[ImportKind]:
    """Every kind, in the order of registration."""
    return _KINDS.values()
