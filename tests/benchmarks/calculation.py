"""The first calculation of a district against only reading and writing the same rows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from enrollment.models import Case, Contribution, SchemeEnrollment
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, Officer
from pension.services import bulk
from pension.vocabulary.posts import Post
from subsidies.jobs.calculation_runs import CHUNK
from subsidies.models import Calculation, CalculationLine, Entitlement, OpeningRecord, RuleSet
from subsidies.services.calculations import calculate_many
from tests.benchmarks import population
from tests.benchmarks.measuring import Benchmark, timed
from tests.clock import NOON
from tests.factories.dues import rules_in_force
from tests.factories.kernel import holder

JUDGED_ON = date(2022, 10, 31)
PREPARER = "preparer"
CASE_COLUMNS = (
    "pk",
    "number",
    "person_id",
    "region__code",
    "category",
    "state",
    "taken_on",
    "in_school_when_taken",
    "person__birth_date",
    "person__died_on",
)
WRITTEN: tuple[type[Model], ...] = (Calculation, CalculationLine, Entitlement, AuditEntry)


def prepare(size: int) -> None:
    """Confirmed people with ten years of contribution each, and rules in force."""
    population.people(size)
    clerk = population.cases(size, [CaseState.CONFIRMED])
    population.contributions(size, clerk)
    rules_in_force()
    preparer = holder(Post.PREPARE)
    Officer.objects.filter(pk=preparer.pk).update(username=PREPARER)
    AuditEntry.objects.all().delete()


def subject(size: int) -> float:
    """Work everybody out, some hundreds in a transaction, as the job does; leave nothing behind."""
    seconds = _calculate(size)
    _empty()
    return seconds


def _calculate(size: int) -> float:
    rules, officer = RuleSet.objects.get(), Officer.objects.get(username=PREPARER)

    def work(keys: range) -> None:
        calculate_many(keys, rules, judged_on=JUDGED_ON, by=officer, at=NOON)

    return timed(lambda: [work(keys) for keys in _chunks(size)])


def baseline(size: int) -> float:
    """Read the rows that the facts lie in; write once more, by the same writer and as values that
    the database takes, the rows that a calculation has made before.
    """
    _calculate(size)
    for model in WRITTEN:
        _run("CREATE TABLE", _kept(model), "AS SELECT * FROM", model._meta.db_table)
    _empty()
    seconds = sum(_again(keys, size) for keys in _chunks(size))
    assert not any(map(_missing, WRITTEN)), "the rows must be the same"
    _empty()
    for model in WRITTEN:
        _run("DROP TABLE", _kept(model))
    return seconds


def _again(keys: range, size: int) -> float:
    """The seconds that reading and writing takes for some hundreds of people."""
    rows = {model: _rows(model, keys, size) for model in WRITTEN}

    def work() -> None:
        with transaction.atomic():
            _read(keys)
            for model, written in rows.items():
                bulk.insert(model, _columns(model), written)

    return timed(work)


def _read(keys: range) -> None:
    """What the facts of some people are made of, as it comes from the database."""
    people = set(keys)
    asked: tuple[QuerySet[Any, Any], ...] = (
        Case.objects.filter(pk__among=people).values_list(*CASE_COLUMNS),
        SchemeEnrollment.objects.filter(person__among=people).values_list(
            "person_id", "scheme", "drawing"
        ),
        Contribution.objects.filter(person__among=people).values_list(
            "person_id", "year", "scheme", "entered_at"
        ),
        Entitlement.objects.filter(person__among=people).values_list("kind", "amount_fen"),
        OpeningRecord.objects.filter(person__among=people).values_list("balance_fen"),
        Calculation.objects.filter(person__among=people).values_list("facts_hash"),
    )
    for rows in asked:
        list(rows)


def _rows(model: type[Model], keys: range, size: int) -> list[bulk.Row]:
    """The rows that were written for some people, as the database itself gives them."""
    ((first, count),) = _run("SELECT MIN(id), COUNT(*) FROM", _kept(model))
    share = count // size
    start, end = (first + (key - 1) * share for key in (keys.start, keys.stop))
    columns = ",".join(field.column for field in model._meta.local_concrete_fields)
    bounds = f"WHERE id >= {start} AND id < {end} ORDER BY id"
    return _run("SELECT", columns, "FROM", _kept(model), bounds)


def _missing(model: type[Model]) -> int:
    """How many rows of a calculation were not written again just so."""
    kept, table = _kept(model), model._meta.db_table
    ((count,),) = _run(
        "SELECT COUNT(*) FROM (SELECT * FROM", kept, "EXCEPT SELECT * FROM", table, ") AS lacking"
    )
    return count


def _kept(model: type[Model]) -> str:
    return f"kept_{model._meta.db_table}"


def _run(*words: str) -> list[bulk.Row]:
    with connection.cursor() as cursor:
        cursor.execute(" ".join(words))
        return list(cursor.fetchall()) if cursor.description else []


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.local_concrete_fields]


def _chunks(size: int) -> Iterator[range]:
    for start in range(1, size + 1, CHUNK):
        yield range(start, min(start + CHUNK, size + 1))


def _empty() -> None:
    """Take away what was written."""
    for model in reversed(WRITTEN):
        _run("DELETE FROM", model._meta.db_table)


BENCHMARKS = (
    Benchmark(
        "calculation", "same rows in and out", "people", 100_000, "<= 1.5", baseline, subject
    ),
)
