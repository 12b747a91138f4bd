"""Every step of every chain as the rules of the trade have it, written out a second time.

Tests that read the step tables can't notice a step at the wrong desk. Each CSV here says once more,
with the document, who takes a step, from where, to where and under which conditions; a step that
stands in only one of the two fails.
"""

import csv
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from enrollment import workflow as of_enrollment
from enrollment.workflow.cases import ALL_CASE_STEPS
from pension.vocabulary.labels import Labelled
from pension.vocabulary.transitions import Step
from subsidies import workflow as of_subsidies
from subsidies.workflow.batches import ALL_BATCH_STEPS
from subsidies.workflow.disputes import DISPUTE_STEPS
from subsidies.workflow.recoveries import RECOVERY_STEPS

FOLDER = Path(__file__).parent
CHAINS: Mapping[str, Mapping[str, Step]] = {
    "cases": ALL_CASE_STEPS,
    "batches": ALL_BATCH_STEPS,
    "recoveries": RECOVERY_STEPS,
    "disputes": DISPUTE_STEPS,
}


def written(chain: str) -> dict[str, dict[str, str]]:
    """The rows of a chain's file by the name of the step, without the documents."""
    with (FOLDER / f"{chain}.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert all(row.pop("依据") for row in rows), "a step without its document"
    return {row["步骤"]: row for row in rows}


def said(name: str, step: Step) -> dict[str, str]:
    """A step in the words of the file; what depends on the record goes by the function's name."""
    return {
        "步骤": name,
        "名称": step.label,
        "从": _labels(step.frm),
        "到": step.to.label if isinstance(step.to, Labelled) else _called(step.to),
        "岗位": step.post.label,
        "席位": step.desk.label,
        "条件": "、".join(_called(guard) for guard in step.guards),
        "须写理由": "是" if step.needs_reason else "",
        "代录岗位": step.paper_post.label if step.paper_post else "",
        "可同席": _labels(step.shared_desk),
    }


def _labels(found: frozenset[Labelled]) -> str:
    """The labels in the order of declaration."""
    kinds = {type(one) for one in found}
    return "、".join(one.label for kind in kinds for one in kind if one in found)


def _called(function: object) -> str:
    return getattr(function, "__name__", "").strip("_")


def declared() -> Iterator[Step]:
    """Every step that stands in a table of a workflow module."""
    for package in (of_enrollment, of_subsidies):
        for found in iter_modules(package.__path__, f"{package.__name__}."):
            for value in vars(import_module(found.name)).values():
                if isinstance(value, Mapping):
                    yield from (step for step in value.values() if isinstance(step, Step))


def test_no_table_of_steps_is_left_out() -> None:
    known = [step for table in CHAINS.values() for step in table.values()]

    assert [step.label for step in declared() if step not in known] == []


@pytest.mark.parametrize("chain", CHAINS)
def test_each_step_is_in_both_and_the_same(chain: str) -> None:
    assert {name: said(name, step) for name, step in CHAINS[chain].items()} == written(chain)
