"""Checks that lack one of their parts: each must let something in that the whole one refuses."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from tests.constraints.register import checks

ALWAYS, NEVER = ("pk__isnull", False), ("pk__isnull", True)


def weakened() -> Iterator[tuple[str, str, models.CheckConstraint]]:
    """Every check without each of its parts in turn: its name, the part, what is left."""
    for name, model in checks().items():
        (check,) = (one for one in model._meta.constraints if one.name == name)
        for path in _parts(check.condition):
            rest = deepcopy(check.condition)
            part = _cut(rest, path)
            yield name, str(part), models.CheckConstraint(condition=rest, name=name)


def accepts(check: models.CheckConstraint, row: models.Model, columns: Mapping[str, Any]) -> bool:
    """Whether a check lets the row have these values, which may name other columns of it."""
    for column, value in columns.items():
        setattr(row, column, getattr(row, value.name) if isinstance(value, F) else value)
    try:
        check.validate(type(row), row)
    except ValidationError:
        return False
    return True


def _parts(condition: Q, path: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Where each comparison stands in the tree of a condition."""
    for position, child in enumerate(condition.children):
        here = (*path, position)
        if isinstance(child, Q):
            yield from _parts(child, here)
        else:
            yield here


def _cut(condition: Q, path: tuple[int, ...]) -> object:
    """Let a comparison always hold, or never where it is negated; returns what it was."""
    *way, position = path
    node = condition
    for step in way:
        node = node.children[step]
    part = node.children[position]
    node.children[position] = NEVER if node.negated else ALWAYS
    return part
