"""What is known of a person on the day of calculation: the input of every rule.

Amounts are whole fen. ``None`` always means *unknown*, never 0: the programme that needs an unknown
fact is left out, without a reason, because nobody has refused anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from typing import Any, Self

from enrollment.rules.categories import Category, Confirmation, Drawing, Scheme
from pension.vocabulary.months import Month
from subsidies.rules.canonical import canonical
from subsidies.rules.vocabulary import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyMonths:
    """A run of months contributed under 13号公告 at one monthly standard.

    The standard is an amount, or a grade whose dated rate stands in the rule set. ``given_fen`` is
    the subsidy already given on these months. ``is_collected`` tells that the person has paid
    already, so that a share still open is paid back (D14); otherwise the subsidy is due to the
    fiscal account while the months are collected (D13).
    """

    start: Month | None = None
    months: int | None = None
    monthly_fen: int | None = None
    grade: Grade | None = None
    given_fen: int | None = None
    is_collected: bool = True

    def to_json(self) -> dict[str, Any]:
        """Return plain values that JSON can hold."""
        return _plain_fields(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Rebuild what ``to_json`` gave."""
        return cls(**_rebuilt(stored, {"start": Month.parse, "grade": Grade}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One person as the papers show them on ``judged_on``.

    ``enjoyed_fen`` is G, the government subsidy already enjoyed. ``used_years`` counts every year
    already paid, over both schemes and all cases; ``paid_years`` names those of them that are known
    by year, so that a year named again isn't paid again. ``years`` are the years of fulfilled (for
    the employee scheme: proven) contribution not paid yet. ``claims`` are (year, year in which it
    was applied for) where that is known; a year without one is applied for on the day of
    calculation, so that a claim made in time doesn't lapse by waiting.
    """

    category: Category | None = None
    confirmation: Confirmation | None = None
    scheme: Scheme | None = None
    drawing: Drawing | None = None
    birth: date | None = None
    judged_on: date | None = None
    taken_on: date | None = None
    in_school: bool | None = None
    enjoyed_fen: int | None = None
    used_years: int | None = None
    years: tuple[int, ...] | None = None
    claims: tuple[tuple[int, int], ...] = ()
    paid_years: frozenset[int] = frozenset()
    balance_fen: int | None = None
    legacy: tuple[LegacyMonths, ...] = ()
    is_topped_up: bool = False
    is_balance_returned: bool = False
    died_on: date | None = None

    def claimed_in(self, year: int) -> int | None:
        """Return in which year a year of contribution was applied for; None if that is unknown."""
        known = dict(self.claims).get(year)
        if known is None and self.judged_on is not None:
            return self.judged_on.year
        return known

    def to_json(self) -> dict[str, Any]:
        """Return plain values that JSON can hold."""
        return _plain_fields(self)

    def undated_text(self) -> str:
        """Return ``to_json`` but the day of calculation as canonical JSON text."""
        return _UNDATED_TEXT % tuple(map(_text, _undated(self)))

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Rebuild what ``to_json`` gave."""
        return cls(**_rebuilt(stored, _FACT_BUILDERS))


def _legacy(stored: list[Mapping[str, Any]]) -> tuple[LegacyMonths, ...]:
    return tuple(map(LegacyMonths.from_json, stored))


def _claims(stored: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((year, claimed_in) for year, claimed_in in stored)


_FACT_NAMES = tuple(field.name for field in fields(Facts))
_LEGACY_NAMES = tuple(field.name for field in fields(LegacyMonths))
_UNDATED_NAMES = sorted(set(_FACT_NAMES) - {"judged_on"})
_UNDATED_TEXT = "{" + ",".join(f'"{name}":%s' for name in _UNDATED_NAMES) + "}"
_undated = attrgetter(*_UNDATED_NAMES)
_ALREADY_PLAIN = frozenset({int, bool, str})
_FACT_BUILDERS: dict[str, Callable[[Any], object]] = {
    "category": Category,
    "confirmation": Confirmation,
    "scheme": Scheme,
    "drawing": Drawing,
    "birth": date.fromisoformat,
    "judged_on": date.fromisoformat,
    "taken_on": date.fromisoformat,
    "died_on": date.fromisoformat,
    "years": tuple,
    "claims": _claims,
    "paid_years": frozenset,
    "legacy": _legacy,
}


def _plain_fields(value: LegacyMonths | Facts) -> dict[str, Any]:
    names = _FACT_NAMES if isinstance(value, Facts) else _LEGACY_NAMES
    return {name: _plain(getattr(value, name)) for name in names}


def _text(value: object) -> str:
    """The canonical JSON text of one fact."""
    if value is None or type(value) in _ALREADY_PLAIN:
        return canonical(value)
    return _remembered_text(value)


@lru_cache(maxsize=16_384)
def _remembered_text(value: object) -> str:
    """The text of a day, a word or a list: the same ones recur all through a run."""
    return canonical(_plain(value))


def _plain(value: object) -> object:
    """Turn one fact into what JSON holds: text, number, list or nothing."""
    if value is None or type(value) in _ALREADY_PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Month):
        return str(value)
    if isinstance(value, LegacyMonths):
        return value.to_json()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [part if type(part) in _ALREADY_PLAIN else _plain(part) for part in value]
    raise TypeError(f"no fact is a {type(value).__name__}")


def _rebuilt(
    stored: Mapping[str, Any], builders: Mapping[str, Callable[[Any], object]]
) -> dict[str, Any]:
    return {
        name: builders[name](value) if name in builders and value is not None else value
        for name, value in stored.items()
    }
