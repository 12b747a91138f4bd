"""Counts of work: exact as far as anybody reads them, cheap beyond."""

import pytest

from pension.models import Region
from pension.queries import worklist
from pension.queries.worklist import count_words, counted
from tests.factories.kernel import district


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0"), (10_000, "10,000"), (10_001, "10,000+"), (15_485, "15,485")]
)
def test_a_count_that_stopped_early_says_so(count: int, words: str) -> None:
    assert count_words(count) == words


@pytest.mark.django_db
def test_counting_stops_one_beyond_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    district()
    monkeypatch.setattr(worklist, "MOST_COUNTED", 3)

    assert counted(Region.objects.all()) == 4


@pytest.mark.django_db
def test_few_rows_are_counted_exactly() -> None:
    district()

    assert counted(Region.objects.all()) == Region.objects.count()
