"""The crew: who stops when, and what happens when somebody falls."""

import sys
from pathlib import Path

import pytest

from pension.supervisor import signs
from pension.supervisor.crew import Crew
from pension.supervisor.programs import Program
from tests.processes import wait_until

DIARY = """
import pathlib, signal, sys, time
diary, name = pathlib.Path(sys.argv[1]), sys.argv[2]

def note(word):
    with diary.open("a") as file:
        file.write(f"{name} {word}\\n")

def leave(*_):
    note("left")
    sys.exit(0)

signal.signal(signal.SIGTERM, leave)
note("came")
time.sleep(60)
"""
DEAF = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).write_text("came")
time.sleep(60)
"""


def writer(diary: Path, name: str) -> Program:
    return Program(name, (sys.executable, "-c", DIARY, str(diary), name))


def lines(diary: Path) -> list[str]:
    return diary.read_text().splitlines() if diary.exists() else []


def test_who_started_last_stops_first(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    crew = Crew()
    for number, name in enumerate(("redis", "web", "worker"), start=1):
        crew.start(writer(diary, name))
        wait_until(lambda number=number: len(lines(diary)) == number, crew)

    crew.stop()

    assert lines(diary)[3:] == ["worker left", "web left", "redis left"]


def test_a_program_that_ends_by_itself_is_named(tmp_path: Path) -> None:
    crew = Crew()
    crew.start(writer(tmp_path / "diary", "web"))
    crew.start(Program("worker", (sys.executable, "-c", "")))

    wait_until(lambda: crew.fallen() is not None)

    fallen = crew.fallen()
    crew.stop()
    assert fallen is not None
    assert fallen.label == "worker"


def test_a_program_that_does_not_listen_is_ended_by_force(tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    crew = Crew()
    crew.start(Program("deaf", (sys.executable, "-c", DEAF, str(sign)), patience=1))
    wait_until(sign.exists, crew)

    crew.stop()

    assert crew.fallen() is None


def test_a_second_supervisor_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "lock"

    with (
        signs.only_one(lock),
        pytest.raises(signs.NotRunningError, match="已在运行"),
        signs.only_one(lock),
    ):
        pytest.fail("two supervisors at once")


def test_a_socket_path_beyond_the_limit_is_refused_with_its_cure() -> None:
    with pytest.raises(signs.NotRunningError, match="PENSION_VAR_DIR"):
        signs.require_short(Path("/") / ("x" * 120))
