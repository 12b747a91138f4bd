"""The demo stands in proportion to the published state at every size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pension.demo.places import PUBLISHED_TOTAL, STREETS, Stage, headcounts


def at_stage(counts: dict[str, int], stage: Stage) -> int:
    return sum(counts[street.code] for street in STREETS if street.stage is stage)


def test_the_whole_district_has_the_published_sums() -> None:
    counts = headcounts(PUBLISHED_TOTAL)

    assert at_stage(counts, Stage.REVIEWED) == 5528
    assert at_stage(counts, Stage.COLLECTED) == 9957


@pytest.mark.parametrize(("people", "reviewed", "collected"), [(1548, 553, 995), (155, 55, 100)])
def test_a_part_of_it_keeps_the_proportion(people: int, reviewed: int, collected: int) -> None:
    counts = headcounts(people)

    assert (at_stage(counts, Stage.REVIEWED), at_stage(counts, Stage.COLLECTED)) == (
        reviewed,
        collected,
    )


@given(st.integers(60, 100_000))
def test_nobody_is_lost_and_streets_under_way_come_on_top(people: int) -> None:
    counts = headcounts(people)

    published = at_stage(counts, Stage.REVIEWED) + at_stage(counts, Stage.COLLECTED)
    assert published == people
    assert at_stage(counts, Stage.UNDER_WAY) == 2450 * people // PUBLISHED_TOTAL
