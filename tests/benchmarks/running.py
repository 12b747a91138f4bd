"""Run one benchmark at one size on the database that the environment names."""

import logging
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module

import django
from celery import current_app
from django.conf import settings
from django.core.management import call_command

from tests.benchmarks.measuring import Benchmark, Figures, in_child, measure

ROW = "{:<28}{:<26}{:>13}{:>11.3f}{:>11.3f}{:>8.2f}{:>11}{:>6} MB"


class _NoMigrations(dict[str, None]):
    """Tables are made as the models are, at one stroke."""

    def __contains__(self, app: object) -> bool:
        return True

    def __missing__(self, app: str) -> None:
        return None


def main(name: str, divisor: int) -> None:
    """Make the tables and fill them, measure, print a line of the table for each benchmark."""
    settings.MIGRATION_MODULES = _NoMigrations()
    django.setup()
    current_app.conf.broker_url = "memory://"  # answers at once, as Redis does
    warnings.simplefilter("ignore", UserWarning)  # no collected static files
    logging.disable(logging.WARNING)
    module = import_module(f"tests.benchmarks.{name}")
    benchmarks: Sequence[Benchmark] = module.BENCHMARKS
    in_child(_make_tables, 0)
    in_child(module.prepare, benchmarks[0].size // divisor)
    for benchmark in benchmarks:
        _show(benchmark, measure(benchmark, benchmark.size // divisor))


def _show(benchmark: Benchmark, found: Figures) -> None:
    line = ROW.format(
        benchmark.title,
        benchmark.against,
        f"{found.size:,} {benchmark.unit}",
        found.baseline,
        found.subject,
        found.ratio,
        benchmark.aim,
        found.peak,
    )
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _make_tables(size: int) -> None:
    call_command("migrate", run_syncdb=True, verbosity=0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
