"""Running numbers: each once, without gaps, whoever asks at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from pension.services import numbering

TAKERS = 4


@pytest.mark.django_db
def test_a_series_counts_on() -> None:
    with transaction.atomic():
        assert list(numbering.reserve("CG-2022", 3)) == [1, 2, 3]
        assert list(numbering.reserve("CG-2022", 1)) == [4]
        assert list(numbering.reserve("CG-2023", 1)) == [1]


@pytest.mark.django_db(transaction=True)
def test_numbers_are_taken_inside_a_transaction_only() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        numbering.reserve("CG-2022", 1)


@pytest.mark.django_db(transaction=True)
def test_a_number_taken_in_vain_is_given_out_again() -> None:
    with transaction.atomic():
        numbering.reserve("CG-2022", 5)
        transaction.set_rollback(True)

    with transaction.atomic():
        assert list(numbering.reserve("CG-2022", 1)) == [1]


@pytest.mark.django_db(transaction=True)
def test_takers_at_the_same_moment_get_different_numbers() -> None:
    with ThreadPoolExecutor(TAKERS) as pool:
        taken = [number for numbers in pool.map(take_ten, range(TAKERS)) for number in numbers]

    assert sorted(taken) == list(range(1, TAKERS * 10 + 1))


def take_ten(_: int) -> list[int]:
    """Take ten numbers one by one, each in a transaction of its own."""
    taken = []
    for _ in range(10):
        with transaction.atomic():
            taken += numbering.reserve("CG-2022", 1)
    connection.close()
    return taken
