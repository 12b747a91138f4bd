"""What was too much, on which ground and by how much; and plans whose parts add up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidies.rules.overpaid import Known, Paid, overpaid, total_fen
from subsidies.rules.parameters import Citation, Parameters, Stated
from subsidies.rules.recovery_plans import Part, open_parts, overdue_fen, parts
from subsidies.rules.vocabulary import Ground, Kind, RecoveryWay

SOURCE = Citation("演示文件")
RULES = Parameters(
    source=SOURCE,
    yearly_subsidy=Stated(100_000, SOURCE),
    years_limit=Stated(15, SOURCE),
    death_year_counts=Stated(value=False, source=SOURCE),
)
SILENT = Parameters(source=SOURCE)
DAY = date(2022, 10, 24)
YEARS = st.integers(2015, 2022)


def yearly(year: int, key: int = 1) -> Paid:
    """A year that was paid."""
    return Paid(key, Kind.YEARLY, year, 100_000, DAY)


@pytest.mark.parametrize(
    ("known", "ground"),
    [
        (Known(), None),
        (Known(died_on=date(2020, 12, 31)), Ground.AFTER_DEATH),
        (Known(died_on=date(2021, 1, 1)), Ground.AFTER_DEATH),
        (Known(died_on=date(2022, 1, 1)), None),
        (Known(years_taken_back={2021}), Ground.PROOF_TAKEN_BACK),
        (Known(years_taken_back={2020}), None),
        (Known(has_live_case=False), Ground.NOT_CONFIRMED),
        (Known(years_claimed=[2021]), Ground.PAID_BEFORE),
        (Known(years_claimed=[2020]), None),
        (Known(years_before=range(2000, 2015), opened_on=DAY), Ground.OVER_LIMIT),
        (Known(years_before=range(2000, 2014), opened_on=DAY), None),
        (Known(years_before=range(2000, 2015)), None),
    ],
)
def test_a_year_is_too_much_on_declared_grounds_alone(known: Known, ground: Ground | None) -> None:
    found = overpaid([yearly(2021)], known, RULES)

    assert [one.ground for one in found] == ([ground] if ground else [])
    assert total_fen(found) == (100_000 if ground else 0)


def test_whether_the_year_of_death_counts_is_not_guessed() -> None:
    known = Known(died_on=date(2021, 6, 1))

    assert not overpaid([yearly(2021)], known, SILENT)
    assert overpaid([yearly(2022)], known, SILENT)


@pytest.mark.parametrize(
    ("kind", "known", "less_fen"),
    [
        (Kind.TOP_UP, Known(opened_on=DAY, enjoyed_fen=500_000), 200_000),
        (Kind.TOP_UP, Known(opened_on=DAY, enjoyed_fen=300_000), 0),
        (Kind.TOP_UP, Known(opened_on=DAY, enjoyed_fen=2_000_000), 1_200_000),
        (Kind.TOP_UP, Known(opened_on=date(2022, 10, 23), enjoyed_fen=500_000), 0),
        (Kind.TOP_UP, Known(opened_on=DAY), 0),
        (Kind.BALANCE, Known(opened_on=DAY, balance_fen=1_199_999), 1),
        (Kind.BALANCE, Known(opened_on=DAY, balance_fen=1_200_000), 0),
        (Kind.LUMP, Known(opened_on=DAY, enjoyed_fen=500_000), 0),
    ],
)
def test_a_corrected_opening_balance_may_leave_less(
    kind: Kind, known: Known, less_fen: int
) -> None:
    paid = Paid(1, kind, 0, 1_200_000, DAY)

    assert total_fen(overpaid([paid], known, RULES)) == less_fen


def test_the_latest_years_are_those_beyond_the_limit() -> None:
    paid = [yearly(year, year) for year in (2021, 2019, 2020)]
    known = Known(years_before=range(2000, 2014), opened_on=DAY)

    found = overpaid(paid, known, RULES)

    assert sorted(one.paid.year for one in found) == [2020, 2021]


def test_the_working_names_paid_due_and_the_difference() -> None:
    (found,) = overpaid([yearly(2021)], Known(has_live_case=False), RULES)

    assert [(line.label, line.amount_fen) for line in found.working] == [
        ("已发放", 100_000),
        ("应补", 0),
        ("多付", 100_000),
    ]


@given(
    paid=st.lists(YEARS, unique=True, max_size=8),
    taken_back=st.sets(YEARS, max_size=4),
    claimed=st.sets(YEARS, max_size=4),
    died=st.sampled_from([None, *(date(year, 6, 30) for year in range(2014, 2024))]),
)
def test_never_more_is_too_much_than_was_paid(
    paid: list[int], taken_back: set[int], claimed: set[int], died: date | None
) -> None:
    payments = [yearly(year, year) for year in paid]
    known = Known(died_on=died, years_taken_back=taken_back, years_claimed=claimed)

    found = overpaid(payments, known, RULES)

    assert len({one.paid.entitlement_id for one in found}) == len(found)
    assert all(0 < one.amount_fen <= one.paid.amount_fen for one in found)
    assert all(one.due_fen + one.amount_fen == one.paid.amount_fen for one in found)


@given(total=st.integers(60, 10**9), count=st.integers(2, 60), first=st.dates())
def test_parts_add_up_one_a_month_on_its_last_day(total: int, count: int, first: date) -> None:
    if first.year > 9990:
        first = first.replace(year=9990, day=1)

    plan = parts(RecoveryWay.INSTALMENTS, total, first, count)

    assert (len(plan), sum(part.amount_fen for part in plan)) == (count, total)
    assert all(part.amount_fen > 0 for part in plan)
    assert [part.due_on for part in plan] == sorted({part.due_on for part in plan})


@given(
    amounts=st.lists(st.integers(1, 10**6), min_size=1, max_size=12),
    before=st.integers(0, 10**6),
    share=st.integers(0, 100),
    late=st.integers(0, 13),
)
def test_what_is_open_and_overdue_is_never_negative_and_never_more_than_is_left(
    amounts: list[int], before: int, share: int, late: int
) -> None:
    plan = [Part(date(2022, month, 1), fen) for month, fen in enumerate(amounts, 1)]
    whole = before + sum(amounts)
    received = before + sum(amounts) * share // 100
    today = date(2023, 1, 2) if late > 12 else date(2022, max(late, 1), 2)

    still = open_parts(plan, whole, received)
    overdue = overdue_fen(plan, whole, received, today)

    assert all(0 <= left <= part.amount_fen for left, part in zip(still, plan, strict=True))
    assert sum(still) == whole - received
    assert 0 <= overdue <= whole - received
    assert overdue == sum(
        left for left, part in zip(still, plan, strict=True) if part.due_on < today
    )


@pytest.mark.parametrize(
    ("way", "first", "count", "sentence"),
    [
        (RecoveryWay.AT_ONCE, None, None, "退回期限"),
        (RecoveryWay.INSTALMENTS, DAY, 61, "2至60期"),
        (RecoveryWay.INSTALMENTS, DAY, None, "2至60期"),
        (RecoveryWay.INSTALMENTS, DAY, 11, "不够分成11期"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    way: RecoveryWay, first: date | None, count: int | None, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        parts(way, 10, first, count)


def test_a_set_off_has_no_parts() -> None:
    assert parts(RecoveryWay.SET_OFF, 10, None, None) == ()
    assert overdue_fen((), 10, 0, DAY) == 0
