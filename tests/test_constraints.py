"""Every constraint of the database is tried by its name; one that nobody tries fails the run."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from pension.models import AuditEntry
from pension.services import audit
from tests.clock import NOON
from tests.constraints import (
    disputes,
    enrollment,
    kernel,
    performance,
    recoveries,
    rounds,
    signed_papers,
    subsidies,
    takings,
)
from tests.constraints.register import FAULTS, TWINS, checks, says, unique_columns
from tests.constraints.weakening import accepts, weakened
from tests.factories.kernel import OfficerFactory

pytestmark = pytest.mark.django_db

REGISTERED_BY = (
    kernel,
    enrollment,
    rounds,
    subsidies,
    signed_papers,
    recoveries,
    disputes,
    performance,
    takings,
)
# Rows that can't be changed at all, not even to break them: they are tried by a test of their own.
APPEND_ONLY = {"AuditEntry.hash": "number", "audit_number_once": "hash"}
CASES = [(name, columns) for name, (_, broken) in FAULTS.items() for columns in broken]
WEAKENED = list(weakened())


def test_every_constraint_is_tried() -> None:
    assert set(TWINS) | set(APPEND_ONLY) == set(unique_columns())
    assert set(FAULTS) == set(checks())


@pytest.mark.parametrize("name", TWINS)
def test_what_is_once_stays_once(name: str) -> None:
    model, columns = unique_columns()[name]
    first, second = (_fresh(TWINS[name]()) for _ in range(2))
    same = {column: getattr(first, column) for column in columns}

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        model._base_manager.filter(pk=second.pk).update(**same)

    assert says(refusal.value, name, model, *columns), refusal.value


@pytest.mark.parametrize(("name", "columns"), CASES, ids=[f"{n}-{c}" for n, c in CASES])
def test_a_row_without_its_facts_is_refused(name: str, columns: Mapping[str, Any]) -> None:
    rows, _ = FAULTS[name]
    row = rows()

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**columns)

    assert says(refusal.value, name, checks()[name]), refusal.value


@pytest.mark.parametrize(
    ("name", "part", "rest"), WEAKENED, ids=[f"{name}-{part}" for name, part, _ in WEAKENED]
)
def test_without_any_part_a_check_lets_something_in(
    name: str, part: str, rest: models.CheckConstraint
) -> None:
    rows, broken = FAULTS[name]

    assert any(accepts(rest, _fresh(rows()), columns) for columns in broken), part


@pytest.mark.parametrize(("name", "free"), APPEND_ONLY.items())
def test_an_entry_of_the_trail_stands_once(name: str, free: str) -> None:
    audit.record(audit.Deed("演示", "case", 1), by=OfficerFactory(), at=NOON)
    entry = AuditEntry.objects.get()
    entry.pk = None
    setattr(entry, free, {"number": 99, "hash": "f" * 64}[free])

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        AuditEntry.objects.bulk_create([entry])

    assert says(refusal.value, name, *_columns(name)), refusal.value


def _columns(name: str) -> tuple[Any, ...]:
    model, columns = unique_columns()[name]
    return model, *columns


def _fresh(row: models.Model) -> models.Model:
    """The row as it stands in the database, where a maker changed it past the object."""
    return type(row)._base_manager.get(pk=row.pk)
