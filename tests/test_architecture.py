"""The house rules hold in the whole tree, and each of them reports a planted fault."""

from pathlib import Path

import pytest

from tests.architecture import shape
from tests.architecture.plants import PLANTS, Plant
from tests.architecture.sources import Check

ROOT = Path(__file__).resolve().parent.parent
CHECKS = {plant.check.__name__: plant.check for plant in PLANTS}
CHECKS |= {"unmarked_packages": shape.unmarked_packages}
NAMES = [f"{plant.check.__name__}-{number}" for number, plant in enumerate(PLANTS)]


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_the_tree_keeps_the_rule(check: Check) -> None:
    faults = check(ROOT)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("plant", PLANTS, ids=NAMES)
def test_a_planted_fault_is_reported(plant: Plant, tmp_path: Path) -> None:
    put(tmp_path / plant.file, plant.fault)

    faults = plant.check(tmp_path)

    assert faults
    assert all(sentence.startswith(plant.file) for sentence in faults)


@pytest.mark.parametrize("plant", PLANTS, ids=NAMES)
def test_the_sound_counterpart_is_not(plant: Plant, tmp_path: Path) -> None:
    put(tmp_path / plant.file, plant.sound)

    assert plant.check(tmp_path) == []


def test_a_folder_of_modules_without_its_mark_is_reported(tmp_path: Path) -> None:
    put(tmp_path / "subsidies" / "views" / "batches.py", "")
    put(tmp_path / "enrollment" / "views" / "__init__.py", "")

    assert shape.unmarked_packages(tmp_path) == ["subsidies/views: no __init__.py"]


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
