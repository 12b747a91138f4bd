"""Writes of many thousands of rows: COPY or a join on PostgreSQL, a prepared statement on SQLite.

The ORM takes some twenty times as long, because it makes an object and adapts every value of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model

Row = tuple[Any, ...]
PLAIN = frozenset({str, int, bool, type(None)})
AT_ONCE = 5_000  # rows that are held in memory at a time


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Row], **same: object) -> int:
    """Insert rows whose values stand in the order of ``columns``; returns how many.

    A row holds text, whole numbers, truth values and None, for a JSON column its text. ``same``
    are the columns that are alike in all rows, of any type. Every other column gets its default.
    Call it inside the transaction that the rows belong to. Nothing is returned of the rows: whoever
    needs their keys beforehand asks ``reserve_keys`` for them.
    """
    alike = _defaults(model, columns) | same
    fields = [_field(model, name) for name in (*columns, *alike)]
    tail = tuple(
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields[len(columns) :], alike.values(), strict=True)
    )
    write = _copy if connection.vendor == "postgresql" else _execute
    waiting = iter(rows)
    count = 0
    while part := [row + tail for row in islice(waiting, AT_ONCE)]:
        write(model, fields, part)
        count += len(part)
    return count


def create(rows: Sequence[Model]) -> None:
    """Insert new rows made as objects of one model, and give them their keys.

    Slower than ``insert`` by the making of the objects, and for those who go on working with them.
    """
    if not rows:
        return
    model = type(rows[0])
    fields = model._meta.local_concrete_fields
    for row, key in zip(rows, reserve_keys(model, len(rows)), strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias
    columns = [_plain(field, [getattr(row, field.attname) for row in rows]) for field in fields]
    insert(model, [field.attname for field in fields], zip(*columns, strict=True))


def _plain(field: Field[Any, Any], values: Iterable[object]) -> list[object]:
    """A column of what rows of ``insert`` hold for the values of objects.

    Days, moments and areas recur: each is adapted once.
    """
    known: dict[object, object] = {}

    def adapted(value: object) -> object:
        if isinstance(value, str):
            return str(value)
        if not isinstance(value, (date, Decimal)):
            return field.get_db_prep_save(value, connection)
        if value not in known:
            known[value] = field.get_db_prep_save(value, connection)
        return known[value]

    return [value if type(value) in PLAIN else adapted(value) for value in values]


def update(model: type[Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write values into rows that are there: each holds them in the order of ``columns``, its key
    last. What a row may hold is as with ``insert``.
    """
    fields = [_field(model, name) for name in columns]
    write = _update_together if connection.vendor == "postgresql" else _update_each
    waiting = iter(rows)
    while part := list(islice(waiting, AT_ONCE)):
        write(model, fields, part)


def reserve_keys(model: type[Model], count: int) -> Sequence[int]:
    """Keys for rows that will be inserted, in ascending order; nobody else is given them."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("keys are reserved inside a transaction")
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [key for (key,) in cursor.fetchall()]
        return _reserve_on_sqlite(cursor, table, count)


def _reserve_on_sqlite(cursor: CursorWrapper, table: str, count: int) -> range:
    """Move the counter of a table on; the transaction keeps every other writer out."""
    cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
    if not cursor.rowcount:
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    (last,) = cursor.fetchone()
    return range(last - count + 1, last + 1)


def _defaults(model: type[Model], given: Sequence[str]) -> dict[str, object]:
    """The columns that nobody names, with what an object made by the ORM would hold."""
    return {
        field.attname: field.get_default()
        for field in model._meta.local_concrete_fields
        if not field.primary_key and field.attname not in given
    }


def _field(model: type[Model], attname: str) -> Field[Any, Any]:
    """The field whose value an object keeps under this name: ``person_id``, not ``person``."""
    return next(f for f in model._meta.local_concrete_fields if f.attname == attname)


def _copy(model: type[Model], fields: Sequence[Field[Any, Any]], rows: Sequence[Row]) -> None:
    statement = " ".join(("COPY", _target(model, fields), "FROM STDIN"))
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _execute(model: type[Model], fields: Sequence[Field[Any, Any]], rows: Sequence[Row]) -> None:
    marks = ", ".join("%s" for _ in fields)
    statement = " ".join(("INSERT INTO", _target(model, fields), "VALUES", f"({marks})"))
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _update_together(
    model: type[Model], fields: Sequence[Field[Any, Any]], rows: Sequence[Row]
) -> None:
    """Join some thousands of rows with their new values, which go over as a list per column."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    given = (*fields, _field(model, "id"))
    names = [quote(field.column or field.attname) for field in given]
    lists = ", ".join(f"%s::{field.cast_db_type(connection)}[]" for field in given)
    changes = ", ".join(f"{name} = new.{name}" for name in names[:-1])
    source = f"FROM unnest({lists}) AS new ({', '.join(names)})"
    match = f"{table}.{names[-1]} = new.{names[-1]}"
    with connection.cursor() as cursor:
        cursor.execute(
            " ".join(("UPDATE", table, "SET", changes, source, "WHERE", match)),
            [list(values) for values in zip(*rows, strict=True)],
        )


def _update_each(
    model: type[Model], fields: Sequence[Field[Any, Any]], rows: Sequence[Row]
) -> None:
    quote = connection.ops.quote_name
    values = ", ".join(f"{quote(field.column or field.attname)} = %s" for field in fields)
    table = quote(model._meta.db_table)
    statement = " ".join(("UPDATE", table, "SET", values, "WHERE", quote("id"), "= %s"))
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _target(model: type[Model], fields: Sequence[Field[Any, Any]]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column or field.attname) for field in fields)
    return f"{quote(model._meta.db_table)} ({columns})"
