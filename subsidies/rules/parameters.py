"""A dated rule set as the rules see it: values, each with the document and article that states it.

A value that nobody stated is absent. Nothing here has a default: asking for an absent value raises
``MissingParameterError`` with the Chinese name of what the bureau has to fill in.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from pension.vocabulary.errors import CaseError
from pension.vocabulary.months import Month
from subsidies.rules.vocabulary import DrawingRule, Grade, ParameterName, Programme, SubsidyBase

# Shares are whole millionths, so that 0.80 and 0.333333 are exact without floats.
WHOLE_SHARE = 1_000_000
# The first month of a value that holds from ever.
ALWAYS = Month(1, 1)

T = TypeVar("T")


class Citation(NamedTuple):
    """The document that states a value, and the article in it."""

    document: str
    article: str = ""


class MissingParameterError(CaseError):
    """A value that a case needs and that the rule set doesn't have, by its Chinese name."""

    def __init__(self, name: str) -> None:
        """Word the refusal: «2013年个人缴费补助比例未录入»."""
        super().__init__(f"{name}未录入")


class Stated(NamedTuple, Generic[T]):
    """A value and where it is stated."""

    value: T
    source: Citation


class Step(NamedTuple):
    """A value that holds from a month on; None says that nobody knows it from then on."""

    start: Month
    value: int | None
    source: Citation


@dataclass(frozen=True, slots=True)
class Steps:
    """A value that changes from month to month, such as the ramp of the legacy subsidy."""

    name: str
    steps: tuple[Step, ...] = ()
    starts: tuple[Month, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.steps, key=lambda step: step.start))
        object.__setattr__(self, "steps", ordered)
        object.__setattr__(self, "starts", tuple(step.start for step in ordered))

    def at(self, month: Month) -> Stated[int]:
        """Return the value in force in a month; refuses a month before the first step."""
        index = bisect_right(self.starts, month)
        step = self.steps[index - 1] if index else None
        if step is None or step.value is None:
            raise MissingParameterError(f"{month.year}年{self.name}")
        return Stated(step.value, step.source)


def rate_name(grade: Grade) -> str:
    """Return the Chinese name of the monthly rate of a grade: «月缴费标准（中档）»."""
    return f"{ParameterName.MONTHLY_RATE.label}（{grade.label}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The rule set in force on the day of calculation.

    ``yearly_subsidy`` is S in fen, ``years_limit`` N. ``minimum_age`` and ``first_year`` may be
    stated as unlimited (a stated None); not stated at all, they are missing. ``counted_subsidies``
    says in words what G counts. Shares (``ramp``, ``owed_share``) are in millionths, monthly rates
    in fen. ``bases`` names the article behind a programme, ``source`` the rule set's document.
    """

    source: Citation
    bases: Mapping[Programme, Citation] = field(default_factory=dict)
    yearly_subsidy: Stated[int] | None = None
    years_limit: Stated[int] | None = None
    counted_subsidies: Stated[str] | None = None
    drawing_resident: Stated[DrawingRule] | None = None
    employee_catch_up: Stated[int] | None = None
    minimum_age: Stated[int | None] | None = None
    first_year: Stated[int | None] | None = None
    death_year_counts: Stated[bool] | None = None
    death_stop_months: Stated[int] | None = None
    subsidy_base: Stated[SubsidyBase] | None = None
    ramp: Steps = field(default_factory=lambda: Steps(ParameterName.RAMP.label))
    owed_share: Steps = field(default_factory=lambda: Steps(ParameterName.OWED_SHARE.label))
    monthly_rates: Mapping[Grade, Steps] = field(default_factory=dict)

    def basis(self, programme: Programme) -> Citation:
        """Return the article that a programme rests on."""
        return self.bases.get(programme, self.source)

    def monthly_rate(self, grade: Grade) -> Steps:
        """Return the dated monthly contribution of a grade, without steps if none is stated."""
        return self.monthly_rates.get(grade) or Steps(rate_name(grade))


def need(stated: Stated[T] | None, name: ParameterName) -> T:
    """Return a stated value; raises MissingParameterError by the Chinese name if there is none."""
    if stated is None:
        raise MissingParameterError(name.label)
    return stated.value
