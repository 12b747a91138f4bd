"""Starting programs together and stopping them in order."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from pension.supervisor.programs import Program

ROOT = Path(__file__).resolve().parent.parent.parent


class Crew:
    """Programs that run together: they stop in the reverse of the order in which they started."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        """Start with nobody; the environment, if given, replaces our own for every program."""
        self._environment = environment
        self._members: list[tuple[Program, subprocess.Popen[bytes]]] = []

    def start(self, program: Program) -> None:
        """Start a program in a session of its own, so that Ctrl-C reaches it through us alone."""
        process = subprocess.Popen(
            program.command,
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._members.append((program, process))

    def fallen(self) -> Program | None:
        """Return a program that has ended by itself, None while all are running."""
        for program, process in self._members:
            if process.poll() is not None:
                return program
        return None

    def stop(self) -> None:
        """Stop everybody, the last started first; who doesn't end in time is ended by force."""
        while self._members:
            _stop(*self._members.pop())


def _stop(program: Program, process: subprocess.Popen[bytes]) -> None:
    """Ask one program to stop, wait for it as long as it may take, then end its whole group."""
    if process.poll() is None:
        process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=program.patience)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
