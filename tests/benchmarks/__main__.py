"""`python -m tests.benchmarks [name …]`: run all benchmarks or the named ones, print a table.

A size and a tenth of it, each on a database of its own: SQLite in a scratch folder, or, started by
`python -m tests.postgres python -m tests.benchmarks`, PostgreSQL.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

NAMES = ("calculation", "roster", "upload", "case_lists", "papers")
ROW = "{:<28}{:<26}{:>13}{:>11}{:>11}{:>8}{:>11}{:>9}"


def main() -> int:
    """Run what was asked for; each size in a process with its own empty database."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="name", help="、".join(NAMES))
    parser.add_argument("--share", type=int, default=1, help="run at 1/N of the sizes")
    chosen = parser.parse_args()
    heading = ROW.format(
        "benchmark", "against", "size", "least s", "took s", "ratio", "aim", "peak"
    )
    sys.stdout.write(heading + "\n")
    sys.stdout.flush()
    worst = 0
    for name in chosen.names or NAMES:
        for divisor in (chosen.share * 10, chosen.share):
            worst = max(worst, _run(name, divisor))
    return worst


def _run(name: str, divisor: int) -> int:
    with tempfile.TemporaryDirectory(prefix="pension-bench-") as scratch:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": _fresh_database(f"{name}_{divisor}", Path(scratch)),
            "PENSION_VAR_DIR": scratch,
        }
        command = [sys.executable, "-m", "tests.benchmarks.running", name, str(divisor)]
        return subprocess.run(command, env=environment, check=False).returncode


def _fresh_database(name: str, scratch: Path) -> str:
    """Give the address of an empty database."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return f"sqlite:///{scratch / 'bench.sqlite3'}"
    address = urlsplit(server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return address._replace(path=f"/{name}").geturl()


if __name__ == "__main__":
    sys.exit(main())
