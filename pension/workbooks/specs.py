"""What a sheet holds: one `Column` serves template, reading, error columns and export alike."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pension.vocabulary import money
from pension.vocabulary import text as texts
from pension.vocabulary.labels import Labelled

_CHOICES_NAMED = 12
_INTEGER_LIMIT = 10**9
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)


class Kind(Labelled):
    """What a column's cells hold, which decides how they are read, printed and formatted."""

    TEXT = "text", "文字"
    IDENTIFIER = "identifier", "号码"
    INTEGER = "integer", "整数"
    MONEY = "money", "金额"
    NUMBER = "number", "数字"
    DAY = "day", "日期"
    CHOICE = "choice", "选项"
    YEARS = "years", "年度"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a sheet.

    `key` names the value in code, `header` on paper. A cell's text becomes a value through `parse`
    and a value becomes text through `write`; left out, the kind decides: TEXT, IDENTIFIER and
    CHOICE are str, INTEGER int, MONEY whole fen, NUMBER a Decimal of at most `places` decimals,
    DAY a date, YEARS a tuple of years. `parse` gets the tidied text and refuses with a ValueError
    in Chinese; a cell left empty never reaches it and gives `empty`. An IDENTIFIER is an identity
    or account number, which only a text cell keeps whole. Where a column `wraps`, exported rows are
    made high enough for its long texts.
    """

    header: str
    key: str
    kind: Kind = Kind.TEXT
    required: bool = False
    help: str = ""
    example: str = ""
    width: int = 16
    wraps: bool = False
    choices: tuple[str, ...] = ()
    max_length: int = 200
    places: int = 2
    parse: Callable[[str], object] | None = None
    write: Callable[[object], str] | None = None

    @property
    def empty(self) -> object:
        """Return the value of a cell left empty: "" for texts, () for years, None for all else."""
        if self.kind in (Kind.TEXT, Kind.IDENTIFIER, Kind.CHOICE):
            return ""
        return () if self.kind is Kind.YEARS else None

    def value_of(self, text: str) -> object:
        """Read a tidied text as this column's value; refuses with a ValueError in Chinese."""
        if not text:
            return self.empty
        if len(text) > self.max_length:
            raise ValueError(f"内容有{len(text)}个字符，最多{self.max_length}个，请缩短后重新填写")
        if self.kind is Kind.CHOICE:
            text = self._choice(text)
        return self.parse(text) if self.parse else self._parse_by_kind(text)

    def text_of(self, value: object) -> str:
        """Print a value so that `value_of` reads it back."""
        if value is None or value in ("", ()):
            return ""
        if self.write:
            return self.write(value)
        if isinstance(value, date):
            return value.isoformat()
        if self.kind is Kind.MONEY and isinstance(value, int):
            return money.yuan_plain(value)
        if isinstance(value, tuple):
            return "、".join(str(part) for part in value)
        return format(value, "f") if isinstance(value, Decimal) else str(value)

    def _parse_by_kind(self, text: str) -> object:
        match self.kind:
            case Kind.INTEGER:
                return parse_integer(text)
            case Kind.MONEY:
                return money.parse_yuan(text)
            case Kind.NUMBER:
                return parse_number(text, self.places)
            case Kind.DAY:
                return texts.parse_day(text)
            case Kind.YEARS:
                return texts.parse_years(text)
            case _:
                return text

    def _choice(self, text: str) -> str:
        """Return the choice that was meant; one with full-width brackets equals its tidied form."""
        if text in self.choices:
            return text
        for choice in self.choices:
            if text == texts.tidy(choice):
                return choice
        raise ValueError(f"“{text}”不在可选内容中，请填写{self._named_choices()}")

    def _named_choices(self) -> str:
        named = "、".join(f"“{choice}”" for choice in self.choices[:_CHOICES_NAMED])
        if len(self.choices) > _CHOICES_NAMED:
            return f"{named}等之一（全部见模板的下拉列表）"
        return f"{named}之一"


@dataclass(frozen=True)
class Sheet:
    """A sheet that comes in or goes out: its title, its columns, guidance for who fills it in.

    With ``title_varies`` a file with one sheet is read whatever that is called: others made it.
    ``unread`` are headings that may stand beside the columns; what is below them is passed over.
    """

    title: str
    columns: tuple[Column, ...]
    guidance: tuple[str, ...] = ()
    title_varies: bool = False
    unread: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for names in ([c.key for c in self.columns], [c.header for c in self.columns]):
            if len(set(names)) != len(names):
                raise ValueError(f"columns of {self.title} are named twice: {names}")

    def is_titled(self, title: str, among: Sequence[str]) -> bool:
        """Tell whether a worksheet of a file with these titles is this sheet."""
        if self.title_varies and len(among) == 1:
            return True
        return texts.tidy(title) == texts.tidy(self.title)

    def texts(self, values: Mapping[str, object]) -> dict[str, str]:
        """Print a row's values, for previews and for keeping them as JSON."""
        return {column.key: column.text_of(values.get(column.key)) for column in self.columns}

    def values(self, printed: Mapping[str, str]) -> dict[str, object]:
        """Read back what `texts` printed."""
        return {column.key: column.value_of(printed.get(column.key, "")) for column in self.columns}


def parse_integer(text: str) -> int:
    """Read a whole number of at least 0; refuses with a ValueError in Chinese."""
    number = parse_number(text, 0)
    if number >= _INTEGER_LIMIT:
        raise ValueError(f"“{text}”过大，请核对后重新填写")
    return int(number)


def parse_number(text: str, places: int) -> Decimal:
    """Read a number of at least 0 with at most so many decimals; ValueError in Chinese.

    Commas between thousands and zeros behind the decimals are no harm.
    """
    plain = text.replace(" ", "")
    if plain.startswith("-"):
        raise ValueError(f"“{plain}”是负数，请填写不小于0的数字")
    ungrouped = plain.replace(",", "") if _GROUPED.fullmatch(plain) else plain
    whole, dot, decimals = ungrouped.partition(".")
    if not _is_digits(whole) or (dot and not _is_digits(decimals)):
        raise ValueError(f"“{plain}”不是数字，请只填写数字，不带单位")
    if decimals[places:].strip("0"):
        wanted = f"最多保留{places}位小数" if places else "应为整数"
        raise ValueError(f"“{plain}”{wanted}，请核对后重新填写")
    return Decimal(f"{whole}.{decimals[:places]}" if decimals[:places] else whole)


def column_of(columns: Sequence[Column], key: str) -> Column:
    """Return the column of that key."""
    return next(column for column in columns if column.key == key)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
