"""The import contracts hold in the tree, and every line of them catches a planted import."""

import subprocess
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("enrollment", "subsidies", "performance")
# One row for each layer, the upper before the lower.
APP_LAYERS = (
    ("urls",),
    ("views", "admin", "tasks", "jobs", "management"),
    ("forms", "filters", "tables"),
    ("services", "exports", "letters", "reports", "imports"),
    ("queries",),
    ("models",),
    ("rules", "workflow"),
)
KERNEL_LAYERS = (
    (
        *("urls", "wsgi", "celery", "apps", "settings"),
        *("home", "demo", "management", "supervisor", "operations"),
    ),
    ("addresses",),
    ("views", "tasks", "middleware", "context_processors", "templatetags"),
    ("forms", "filters", "tables"),
    ("services", "documents", "workbooks", "pictures"),
    ("queries",),
    ("models", "passwords"),
    ("vocabulary",),
)
PURE = ("pension.vocabulary", *(f"{app}.{room}" for app in APPS for room in ("rules", "workflow")))
IMPURE = (
    *("django", "celery", "redis", "psycopg", "openpyxl", "weasyprint", "logging", "os", "io"),
    *("pathlib", "shutil", "socket", "sqlite3", "subprocess", "sys", "tempfile", "time"),
    *("random", "secrets", "urllib", "uuid"),
    *("pension.models", "pension.queries", "pension.services"),
    *("pension.workbooks", "pension.documents"),
)
Import = tuple[str, str]


def across_apps() -> list[Import]:
    """No app imports one above it, the kernel imports none, nobody reaches into lower tables."""
    return [
        *(("enrollment.services", f"{upper}.services") for upper in ("subsidies", "performance")),
        ("subsidies.services", "performance.services"),
        *(("pension.services", f"{app}.queries") for app in APPS),
        ("subsidies.services", "enrollment.models"),
        ("performance.services", "enrollment.models"),
        ("performance.queries", "subsidies.models"),
    ]


def upwards(package: str, layers: Iterable[tuple[str, ...]]) -> list[Import]:
    """Every module of a layer is imported by one of the next lower layer."""
    return [
        (f"{package}.{lower[0]}", f"{package}.{name}")
        for upper, lower in pairwise(layers)
        for name in upper
    ]


def impure() -> list[Import]:
    """One pure room imports everything that is forbidden, and all of them one thing."""
    return [("enrollment.rules", target) for target in IMPURE] + [
        (source, "django") for source in PURE
    ]


# Imports across apps one by one: a chain of several is reported by contracts that miss each link.
GROUPS: dict[str, list[Import]] = {
    **{f"{source} -> {target}": [(source, target)] for source, target in across_apps()},
    "kernel": upwards("pension", KERNEL_LAYERS),
    **{app: upwards(app, APP_LAYERS) for app in APPS},
    "purity": impure(),
}


@pytest.mark.parametrize("faults", GROUPS.values(), ids=GROUPS)
def test_every_planted_import_is_reported(faults: list[Import], tmp_path: Path) -> None:
    build_house(tmp_path)
    for source, target in faults:
        plant(tmp_path, source, target)

    report = lint(tmp_path)

    assert report.returncode == 1, report.stdout
    missed = [fault for fault in faults if "{} -> {}".format(*fault) not in report.stdout]
    assert missed == []


def test_a_room_that_no_layer_names_is_reported(tmp_path: Path) -> None:
    build_house(tmp_path)
    for package in (*APPS, "pension"):
        (tmp_path / package / "utils.py").touch()

    report = lint(tmp_path)

    assert report.returncode == 1
    for package in (*APPS, "pension"):
        assert f"{package}.utils" in report.stdout


def test_an_empty_house_is_sound(tmp_path: Path) -> None:
    build_house(tmp_path)

    report = lint(tmp_path)

    assert report.returncode == 0, report.stdout


def test_the_tree_keeps_its_contracts() -> None:
    report = lint(ROOT)

    assert report.returncode == 0, report.stdout


def build_house(root: Path) -> None:
    """Make the four packages with every room that the contracts name, all empty."""
    (root / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    rooms = dict.fromkeys(APPS, APP_LAYERS) | {"pension": KERNEL_LAYERS}
    for package, layers in rooms.items():
        for name in ("__init__", *(room for layer in layers for room in layer)):
            path = root / package / f"{name}.py"
            path.parent.mkdir(exist_ok=True)
            path.touch()


def plant(root: Path, source: str, target: str) -> None:
    """Add one import to a module."""
    with (root / source.replace(".", "/")).with_suffix(".py").open("a") as file:
        file.write(f"import {target}\n")


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """Run the checker on a tree, in a process of its own so that it finds the tree's packages."""
    command = (
        "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    )
    return subprocess.run(
        [sys.executable, "-c", command, "--no-logo", "--no-cache"],
        cwd=root,
        env={"PYTHONPATH": str(root), "COLUMNS": "1000"},
        capture_output=True,
        text=True,
        check=False,
    )
