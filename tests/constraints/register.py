"""Which rows try a constraint, by its name, and how a refusal of the database names it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models

Rows = Callable[[], models.Model]
APPS = ("pension", "enrollment", "subsidies", "performance")

# Two rows of such a maker differ; given the same values in a constraint's columns they clash.
TWINS: dict[str, Rows] = {}
# A row of the maker is whole; each set of columns makes it break the constraint.
FAULTS: dict[str, tuple[Rows, tuple[Mapping[str, Any], ...]]] = {}


def twins(rows: Rows, *names: str) -> None:
    """Register a maker of rows for unique constraints, and for unique fields as «Model.field»."""
    for name in names:
        assert name not in TWINS, f"{name} is tried twice"
        TWINS[name] = rows


def faults(name: str, rows: Rows, *columns: Mapping[str, Any]) -> None:
    """Register a maker of rows for a check, with what must not be written into them."""
    assert name not in FAULTS, f"{name} is tried twice"
    FAULTS[name] = (rows, columns)


def unique_columns() -> dict[str, tuple[type[models.Model], tuple[str, ...]]]:
    """The columns of every unique constraint and field of the product, by name."""
    found: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {}
    for model in _models():
        for field in model._meta.local_fields:
            if field.unique and not field.primary_key:
                found[f"{model.__name__}.{field.name}"] = (model, (field.attname,))
        for one in model._meta.constraints:
            if isinstance(one, models.UniqueConstraint):
                columns = tuple(model._meta.get_field(name).attname for name in one.fields)
                found[one.name] = (model, columns)
    return found


def checks() -> dict[str, type[models.Model]]:
    """The model of every check of the product, by name."""
    return {
        one.name: model
        for model in _models()
        for one in model._meta.constraints
        if isinstance(one, models.CheckConstraint)
    }


def says(error: IntegrityError, name: str, model: type[models.Model], *columns: str) -> bool:
    """Whether the refusal speaks of this constraint and of no other one."""
    said = str(error)
    if name in said:
        return True
    if connection.vendor == "postgresql":
        return "." in name and f"({', '.join(columns)})=" in said
    table = model._meta.db_table
    return bool(columns) and said.endswith(": " + ", ".join(f"{table}.{one}" for one in columns))


def _models() -> Iterator[type[models.Model]]:
    for label in APPS:
        yield from apps.get_app_config(label).get_models()
