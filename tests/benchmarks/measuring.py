"""One measurement: a child process for each run, its seconds and its peak memory."""

import gc
import multiprocessing
import resource
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from statistics import median
from time import perf_counter

KILOBYTES_PER_MEGABYTE = 1024
Run = Callable[[int], float]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Some work and the least that it could cost.

    ``subject`` and ``baseline`` do their work for a size and return its seconds. They run
    alternately, ``rounds`` times each, on what the module's ``prepare`` has filled in.
    """

    title: str
    against: str
    unit: str
    size: int
    aim: str
    baseline: Run
    subject: Run
    rounds: int = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """The medians of a size: seconds of both sides, and the subject's peak memory in megabytes."""

    size: int
    baseline: float
    subject: float
    peak: int

    @property
    def ratio(self) -> float:
        """How many times the least the work costs."""
        return self.subject / self.baseline


def measure(benchmark: Benchmark, size: int) -> Figures:
    """Run both sides alternately, each in a process of its own."""
    baselines, subjects, peaks = [], [], []
    for _ in range(benchmark.rounds):
        baselines.append(in_child(benchmark.baseline, size)[0])
        seconds, peak = in_child(benchmark.subject, size)
        subjects.append(seconds)
        peaks.append(peak)
    return Figures(size, median(baselines), median(subjects), max(peaks))


def in_child(work: Callable[[int], float | None], size: int) -> tuple[float, int]:
    """Run work in a fresh process; return what it returned, and its peak memory."""
    receiving, sending = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_report, args=(work, size, sending))
    child.start()
    sending.close()
    try:
        return receiving.recv()
    except EOFError as error:
        raise RuntimeError(f"{work.__module__}.{work.__name__} failed") from error
    finally:
        child.join()


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes."""
    gc.collect()
    started = perf_counter()
    work()
    return perf_counter() - started


def _report(work: Callable[[int], float | None], size: int, sending: Connection) -> None:
    seconds = work(size) or 0.0
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    sending.send((seconds, peak // KILOBYTES_PER_MEGABYTE))
