"""The supervisor with the real crew: comes up, stops in order, ends when one of the crew falls."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pension.supervisor import signs
from pension.supervisor.crew import ROOT
from tests.processes import wait_until


@pytest.fixture
def port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short path for the sockets and files of the crew."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def environment(port: int, folder: Path) -> dict[str, str]:
    """The environment of a machine of its own."""
    own = {"PORT": str(port), "PENSION_VAR_DIR": str(folder)}
    own |= {
        "WEB_PROCESSES": "1",
        "WORK_PROCESSES": "1",
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "",
        "REDIS_URL": "",
    }
    return {name: word for name, word in (os.environ | own).items() if word}


def collect_pages(folder: Path) -> None:
    """Lay down what the collected files of the pages are told by."""
    (folder / "static").mkdir()
    (folder / "static" / "staticfiles.json").write_text('{"paths": {}, "version": "1.1"}')


def make_tables(environment: dict[str, str]) -> None:
    """Bring the database up to this version."""
    command = [sys.executable, "manage.py", "migrate", "-v", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def start(environment: dict[str, str]) -> subprocess.Popen[str]:
    """Start the supervisor by hand."""
    return subprocess.Popen(
        [sys.executable, "-m", "pension.supervisor"],
        cwd=ROOT,
        env=environment,
        text=True,
        stderr=subprocess.PIPE,
    )


@pytest.fixture
def supervisor(
    port: int, folder: Path, environment: dict[str, str]
) -> Iterator[subprocess.Popen[str]]:
    """A supervisor that is up, on an empty database."""
    collect_pages(folder)
    make_tables(environment)
    process = start(environment)
    wait_until(lambda: signs.is_listening(port) or process.poll() is not None)
    yield process
    process.terminate()
    process.communicate(timeout=60)


def children(process: subprocess.Popen[str]) -> dict[str, int]:
    """Return the crew: the module or program that each child runs, and its process id."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    crew = {}
    for child in listed:
        words = Path(f"/proc/{child}/cmdline").read_text().split("\0")
        crew["gunicorn" if "gunicorn" in words else Path(words[0]).name] = int(child)
    return crew


def test_a_request_to_stop_ends_everything_in_order(
    supervisor: subprocess.Popen[str], port: int, folder: Path
) -> None:
    assert signs.is_listening(folder / "redis.sock")

    supervisor.terminate()
    supervisor.communicate(timeout=60)

    assert supervisor.returncode == 0
    assert not signs.is_listening(port)
    assert not signs.is_listening(folder / "redis.sock")


def test_the_supervisor_ends_when_the_web_server_falls(
    supervisor: subprocess.Popen[str], folder: Path
) -> None:
    os.kill(children(supervisor)["gunicorn"], signal.SIGKILL)

    _, said = supervisor.communicate(timeout=60)

    assert supervisor.returncode == 1
    assert "「网页服务」意外退出" in said
    assert not signs.is_listening(folder / "redis.sock")


def test_it_says_that_the_files_of_the_pages_are_wanting(
    environment: dict[str, str], folder: Path
) -> None:
    process = start(environment)
    _, said = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "manage.py collectstatic" in said
    assert not signs.is_listening(folder / "redis.sock")


def test_it_says_that_tables_are_wanting(environment: dict[str, str], folder: Path) -> None:
    collect_pages(folder)

    process = start(environment)
    _, said = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "manage.py migrate" in said
    assert not signs.is_listening(folder / "redis.sock")
