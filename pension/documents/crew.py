"""Processes that set the parts of a paper at the same time; none outlives the paper.

They are started as programs, because a worker of the queue may not fork children, and because
a fresh process shares neither database connections nor memory with it.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import Pipe
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from pension.documents.looks import Paper, PaperError
from pension.documents.parts import Part

PROJECT: Final = Path(__file__).parents[2]
MOST: Final = 4  # more would want more memory than a small server has
BREATH: Final = 20  # seconds without a word to whoever waits: well below the lease of a job
Progress = Callable[[int, int], None]


class Setter:
    """One process, which sets one part at a time."""

    def __init__(self, paper: Paper, fonts: Path) -> None:
        command = [sys.executable, "-m", "pension.documents.setter", str(fonts), paper.value]
        taking, self._going = Pipe(duplex=False)
        self._coming, giving = Pipe(duplex=False)
        with taking, giving:
            self.process = subprocess.Popen(
                command, cwd=PROJECT, stdin=taking.fileno(), stdout=giving.fileno()
            )

    def set(self, part: Part) -> bytes:
        """Give the PDF of a part; empty when its pages are not as planned."""
        try:
            self._going.send_bytes(part.to_bytes())
            return self._coming.recv_bytes()
        except (EOFError, OSError) as error:
            raise PaperError("排版程序中途停止，文书没有生成") from error

    def stop(self) -> None:
        """End the process at once; it keeps nothing."""
        self.process.kill()
        self.process.wait()
        self.let_go()

    def let_go(self) -> None:
        """Close both ends, as the death of this process would."""
        self._going.close()
        self._coming.close()


class Crew:
    """The setters of one paper."""

    def __init__(self, setters: Sequence[Setter]) -> None:
        self.setters = setters
        self._free: SimpleQueue[Setter] = SimpleQueue()
        for setter in setters:
            self._free.put(setter)
        self._hands = ThreadPoolExecutor(len(setters))

    def set(self, parts: Sequence[Part], progress: Progress) -> Iterator[bytes]:
        """Give the PDF of every part in order, as soon as it and all before it are set.

        ``progress`` is told how many are ready, of how many; every few seconds, also while none
        gets ready.
        """
        coming = [self._hands.submit(self._set, part) for part in parts]
        for done, one in enumerate(coming):
            progress(done, len(parts))
            while not wait([one], BREATH).done:
                progress(done, len(parts))
            yield one.result()
        progress(len(parts), len(parts))

    def stop(self) -> None:
        """End all processes, whatever they are at."""
        for setter in self.setters:
            setter.stop()
        self._hands.shutdown(cancel_futures=True)

    def _set(self, part: Part) -> bytes:
        setter = self._free.get()
        try:
            return setter.set(part)
        finally:
            self._free.put(setter)


@contextmanager
def crew(paper: Paper, fonts: Path, parts: int) -> Iterator[Crew]:
    """Start as many setters as the machine has processors for, and end them afterwards."""
    size = min(len(os.sched_getaffinity(0)), parts, MOST)
    hired = Crew([Setter(paper, fonts) for _ in range(max(1, size))])
    try:
        yield hired
    finally:
        hired.stop()
