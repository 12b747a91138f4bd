"""What is entered of one person's time before this system, as a value."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from enrollment.rules.categories import Drawing
from pension.vocabulary.months import Month
from subsidies.rules.vocabulary import Grade

EARLIEST_YEAR = 1990
NAMED_YEARS = 5
MONTHS_LIMIT = 600
AMOUNT_LIMIT_FEN = 100_000_000 * 100
AMOUNTS = ("subsidy_enjoyed_fen", "balance_fen", "legacy_given_fen")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningEntry:
    """One row of the opening workbook; ``None`` and "" are unknown, never 0.

    Amounts are whole fen. ``name`` is only compared with the register.
    """

    identity_number: str
    name: str = ""
    subsidy_enjoyed_fen: int | None = None
    paid_years: tuple[int, ...] = ()
    contribution_years: tuple[int, ...] = ()
    contribution_proof: str = ""
    drawing: Drawing | None = None
    balance_fen: int | None = None
    legacy_start: Month | None = None
    legacy_months: int | None = None
    legacy_grade: Grade | None = None
    legacy_given_fen: int | None = None
    row_number: int | None = None

    def faults(self, day: date) -> list[tuple[str, str]]:
        """What can't be right on ``day``: pairs of field and sentence with the cure."""
        return [*self._year_faults(day), *self._legacy_faults(day), *self._amount_faults()]

    @property
    def says_nothing(self) -> bool:
        """Whether nothing but who it is was entered."""
        stated = (self.drawing, self.legacy_start, self.legacy_months, self.legacy_grade)
        years = self.paid_years or self.contribution_years
        amounts = [getattr(self, name) for name in AMOUNTS]
        return not years and all(value is None for value in (*stated, *amounts))

    def _year_faults(self, day: date) -> Iterator[tuple[str, str]]:
        for name, years in (
            ("paid_years", self.paid_years),
            ("contribution_years", self.contribution_years),
        ):
            odd = [str(year) for year in years if not EARLIEST_YEAR <= year <= day.year]
            if odd:
                named = "、".join(odd[:NAMED_YEARS]) + ("等" if len(odd) > NAMED_YEARS else "")
                yield (
                    name,
                    f"{named}不在{EARLIEST_YEAR}年至{day.year}年之间，请核对后重新填写",
                )
        if self.contribution_years and not self.contribution_proof:
            yield "contribution_proof", "填了缴费年度就要填缴费凭证（票据名称或编号），请补填"
        if self.contribution_proof and not self.contribution_years:
            yield "contribution_years", "填了缴费凭证就要填缴费年度，请补填"

    def _legacy_faults(self, day: date) -> Iterator[tuple[str, str]]:
        if self.legacy_months == 0:
            yield "legacy_months", "原办法缴费月数应不小于1；没有按原办法缴费的，请留空"
        if self.legacy_start and self.legacy_start.year < EARLIEST_YEAR:
            sentence = f"{self.legacy_start.label}早于{EARLIEST_YEAR}年，请核对后重新填写"
            yield "legacy_start", sentence
        if self.legacy_months and self.legacy_months > MONTHS_LIMIT:
            yield "legacy_months", f"原办法缴费月数超过{MONTHS_LIMIT}个月，请核对后重新填写"
        elif self.legacy_start and self.legacy_start > Month.of(day):
            yield "legacy_start", f"{self.legacy_start.label}在今天之后，请核对后重新填写"
        elif self.legacy_start and self.legacy_months:
            last = self.legacy_start.plus(self.legacy_months - 1)
            if last > Month.of(day):
                yield "legacy_months", f"缴到{last.label}，在今天之后，请核对起始月和月数"
        told = (self.legacy_start, self.legacy_months, self.legacy_grade)
        if self.legacy_given_fen and all(value is None for value in told):
            yield (
                "legacy_given_fen",
                "填了原已补助金额就要填原办法缴费起始月、月数、档次，不清楚的填清楚的那几项",
            )

    def _amount_faults(self) -> Iterator[tuple[str, str]]:
        for name in AMOUNTS:
            fen = getattr(self, name)
            if fen is not None and fen > AMOUNT_LIMIT_FEN:
                yield name, "金额超过1亿元，请核对单位是否为元"
        if self.says_nothing:
            yield "identity_number", "除姓名和身份证号外没有填写任何内容，请补填，不登记的请删去"
