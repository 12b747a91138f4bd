"""Every kind of subject that the code writes into the audit trail has a word for the page."""

import ast
from collections.abc import Iterator
from pathlib import Path

from pension.vocabulary.subjects import SUBJECTS, subject_label

ROOT = Path(__file__).resolve().parents[2]
APPS = ("pension", "enrollment", "subsidies", "performance")


def written_subjects() -> Iterator[str]:
    """The kinds of subjects named where a deed is written."""
    for app in APPS:
        for file in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Deed"):
                    yield from _literal(node.args[1:2])


def _literal(arguments: list[ast.expr]) -> Iterator[str]:
    for argument in arguments:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def test_every_subject_that_is_written_has_a_word() -> None:
    found = set(written_subjects())

    assert "case" in found
    assert found - set(SUBJECTS) == set()


def test_a_subject_is_named_and_an_unknown_one_stands_as_it_is() -> None:
    assert subject_label("batch") == "批次"
    assert subject_label("elsewhere") == "elsewhere"
