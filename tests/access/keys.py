"""Keys that tell their table: every table counts from a number of its own."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

EACH = 100_000
NUMBER = re.compile(r"(?<!\d)\d{6,8}(?!\d)")
TABLES = [model for model in apps.get_models() if isinstance(model._meta.pk, models.AutoField)]


def spread() -> None:
    """Let the next row of each table get a key that no other table gives."""
    with connection.cursor() as cursor:
        for number, model in enumerate(TABLES, start=1):
            _start(cursor, model, number * EACH)


def _start(cursor: CursorWrapper, model: type[models.Model], first: int) -> None:
    table, column = model._meta.db_table, model._meta.pk.column
    if connection.vendor == "postgresql":
        sequence = "SELECT setval(pg_get_serial_sequence(%s, %s), %s)"
        cursor.execute(sequence, [table, column, first])
    else:
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first])


def last_keys() -> dict[type[models.Model], int]:
    """The last key that each table has given."""
    last = {model: model._base_manager.order_by("pk").last() for model in TABLES}
    return {model: row.pk if row else 0 for model, row in last.items()}


def keys_in(text: str) -> Iterator[tuple[type[models.Model], int]]:
    """The keys that stand in a text, each with its table."""
    for number in map(int, NUMBER.findall(text)):
        if 1 <= number // EACH <= len(TABLES):
            yield TABLES[number // EACH - 1], number


def rows_in(text: str) -> Iterator[models.Model]:
    """The rows whose keys stand in a text."""
    for model, key in keys_in(text):
        yield from model._base_manager.filter(pk=key)
