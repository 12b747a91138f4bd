"""A table as compressed JSON lines: the names of the columns, then a list for each row."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, Model

CHUNK: Final = 2000
QUICK: Final = 4  # a level of compression that costs less time than writing saves
LEFT_OUT: Final = frozenset({Session})  # after a restore everybody signs in anew
MADE_BY_MIGRATING: Final = (Permission, ContentType)


def models() -> list[type[Model]]:
    """The models of all tables that a backup holds."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model not in LEFT_OUT
    ]


def dump(model: type[Model], file: Path) -> int:
    """Write all rows of a table; returns how many."""
    names = [field.attname for field in _fields(model)]
    rows = model._base_manager.order_by("pk").values_list(*names).iterator(CHUNK)
    count = 0
    with gzip.open(file, "wt", QUICK, encoding="utf-8") as lines:
        lines.write(json.dumps(names) + "\n")
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")
            count += 1
    return count


def load(model: type[Model], file: Path) -> int:
    """Write the rows of a file into the empty table; returns how many."""
    count = 0
    with gzip.open(file, "rt", encoding="utf-8") as lines, connection.cursor() as cursor:
        by_name = {field.attname: field for field in _fields(model)}
        fields = [by_name[name] for name in json.loads(next(lines))]
        statement = _insertion(model, fields)
        for rows in _chunks(_adapted(fields, lines)):
            cursor.executemany(statement, rows)
            count += len(rows)
    return count


def filled() -> list[str]:
    """The names of the tables that hold rows which no migration made."""
    return [
        model._meta.db_table
        for model in models()
        if model not in MADE_BY_MIGRATING and model._base_manager.exists()
    ]


def clear_what_migrations_made() -> None:
    """Empty the tables that every new database has rows in: the backup brings its own."""
    with connection.cursor() as cursor:
        for model in MADE_BY_MIGRATING:
            cursor.execute(_words("DELETE FROM", _quoted(model._meta.db_table)))


def set_sequences() -> None:
    """Let new rows be numbered after those that were loaded."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models()):
            cursor.execute(statement)


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def _adapted(fields: list[Field[Any, Any]], lines: Iterable[str]) -> Iterator[list[Any]]:
    for line in lines:
        yield [
            field.get_db_prep_save(field.to_python(value), connection)
            for field, value in zip(fields, json.loads(line))
        ]


def _chunks(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _insertion(model: type[Model], fields: list[Field[Any, Any]]) -> str:
    columns = ", ".join(_quoted(field.column or field.attname) for field in fields)
    marks = ", ".join("%s" for _ in fields)
    return _words(
        "INSERT INTO", _quoted(model._meta.db_table), f"({columns})", "VALUES", f"({marks})"
    )


def _words(*words: str) -> str:
    return " ".join(words)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _plain(value: object) -> str:
    """What JSON doesn't know, in the spelling that the field reads again, to the microsecond."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode("ascii")
    raise TypeError(f"no spelling for {type(value).__name__}")
