"""The first calculation of a district against reading the same facts and writing the same rows."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, Officer
from pension.vocabulary.posts import Post
from subsidies.models import Calculation, CalculationLine, Entitlement, RuleSet
from subsidies.queries import rule_sets
from subsidies.queries.facts import facts_for
from subsidies.services.calculations import calculate_many
from tests.benchmarks import population
from tests.benchmarks.measuring import Benchmark, timed
from tests.clock import NOON
from tests.factories.dues import rules_in_force
from tests.factories.kernel import holder

JUDGED_ON = date(2022, 10, 31)
PREPARER = "preparer"
CHUNK = 500
WRITTEN = (Entitlement, CalculationLine, Calculation, AuditEntry)


def prepare(size: int) -> None:
    """Confirmed people with ten years of contribution each, and rules in force."""
    population.people(size)
    clerk = population.cases(size, [CaseState.CONFIRMED])
    population.contributions(size, clerk)
    rules_in_force()
    preparer = holder(Post.PREPARE)
    Officer.objects.filter(pk=preparer.pk).update(username=PREPARER)


def subject(size: int) -> float:
    """Work everybody out, some hundreds in a transaction, as the job does."""
    rules, officer = RuleSet.objects.get(), Officer.objects.get(username=PREPARER)

    def work(keys: range) -> None:
        calculate_many(keys, rules, judged_on=JUDGED_ON, by=officer, at=NOON)

    return timed(lambda: _in_chunks(work, size))


def baseline(size: int) -> float:
    """Gather the same facts; write the rows that a calculation has made before, once more."""
    subject(size)
    made = {model: list(model._default_manager.order_by("pk")) for model in WRITTEN}
    for model in WRITTEN:
        model._default_manager.filter(pk__in=model._default_manager.values("pk")).delete()
    rules, officer = RuleSet.objects.get(), Officer.objects.get(username=PREPARER)
    parameters = rule_sets.parameters_of(rules, JUDGED_ON)

    def work(keys: range) -> None:
        with transaction.atomic():
            facts_for(keys, JUDGED_ON, parameters, officer=officer)
            for model in reversed(WRITTEN):
                share = len(made[model]) // size
                rows = made[model][(keys[0] - 1) * share : keys[-1] * share]
                model._default_manager.bulk_create(rows)

    seconds = timed(lambda: _in_chunks(work, size))
    for model in WRITTEN:
        model._default_manager.all().delete()
    return seconds


def _in_chunks(work: Callable[[range], None], size: int) -> None:
    for start in range(1, size + 1, CHUNK):
        work(range(start, min(start + CHUNK, size + 1)))


BENCHMARKS = (
    Benchmark(
        "calculation",
        "same rows in and out",
        "people",
        100_000,
        "<= 1.5",
        baseline,
        subject,
        rounds=1,
    ),
)
