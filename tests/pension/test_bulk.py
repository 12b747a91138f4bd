"""Rows inserted in bulk are the rows that the ORM would have made."""

import json
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from pension.models import AuditChain, AuditEntry, Officer
from pension.services import bulk
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db

TEXT = "制表\t换行\n反斜杠\\N 引号'\" 𠀀"
COLUMNS = ("id", "number", "subject_id", "detail", "hash")


@pytest.fixture
def chain() -> AuditChain:
    """A chain to hang entries on."""
    return AuditChain.objects.create(
        office_key=7, day=NOON.date(), first_hash="0" * 64, head_hash="0" * 64
    )


@pytest.fixture
def write(chain: AuditChain) -> Callable[..., int]:
    """Insert entries of an audit chain: a table with texts, numbers, JSON and a moment."""
    officer: Officer = holder(Post.PREPARE)

    def inserting(*rows: tuple[object, ...]) -> int:
        return bulk.insert(
            AuditEntry,
            COLUMNS,
            rows,
            chain_id=chain.pk,
            at=NOON,
            officer_id=officer.pk,
            action="演示",
            subject_type="case",
            previous_hash="",
        )

    return inserting


def test_every_value_is_read_again_as_it_was_given(write: Callable[..., int]) -> None:
    (key,) = bulk.reserve_keys(AuditEntry, 1)
    detail = {"note": TEXT, "fen": 100_000, "none": None}

    count = write((key, 1, TEXT, json.dumps(detail, ensure_ascii=False), "a" * 64))

    entry = AuditEntry.objects.get(pk=key)
    assert count == 1
    assert (entry.number, entry.subject_id, entry.detail) == (1, TEXT, detail)
    assert (entry.at, entry.action) == (NOON, "演示")


def test_columns_that_nobody_names_get_their_defaults() -> None:
    bulk.insert(AuditChain, ("office_key",), [(8,)], day=NOON.date(), first_hash="", head_hash="")

    chain = AuditChain.objects.get(office_key=8)
    assert (chain.length, chain.sealed_at, chain.office) == (0, None, None)


def test_more_rows_than_are_held_at_a_time_are_all_written(
    write: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    keys = bulk.reserve_keys(AuditEntry, 5)

    count = write(*((key, n, "1", "{}", f"{n}") for n, key in enumerate(keys)))

    assert count == AuditEntry.objects.count() == 5


def test_objects_get_keys_and_are_read_again_as_they_were_made(chain: AuditChain) -> None:
    detail = {"note": TEXT}
    entries = [
        AuditEntry(chain=chain, number=n, at=NOON, subject_id="1", hash=str(n), detail=detail)
        for n in (1, 2)
    ]

    bulk.create(entries)

    assert list(AuditEntry.objects.order_by("number")) == entries
    stored = AuditEntry.objects.get(pk=entries[1].pk)
    assert (stored.number, stored.at, stored.detail, stored.officer) == (2, NOON, detail, None)


def test_values_are_written_into_the_rows_that_are_meant() -> None:
    columns = ("office_key", "first_hash")
    same = {"day": NOON.date(), "head_hash": "h"}
    bulk.insert(AuditChain, columns, [(8, "a"), (9, "b"), (10, "c")], **same)
    keys = dict(AuditChain.objects.values_list("office_key", "pk"))

    bulk.update(AuditChain, ("first_hash", "length"), [(TEXT, 2, keys[8]), ("", 3, keys[10])])

    stored = AuditChain.objects.order_by("office_key").values_list("first_hash", "length")
    assert list(stored) == [(TEXT, 2), ("b", 0), ("", 3)]


def test_reserved_keys_are_given_to_nobody_else(write: Callable[..., int]) -> None:
    first = bulk.reserve_keys(AuditEntry, 3)
    second = bulk.reserve_keys(AuditEntry, 2)
    write(*((key, key, "1", "{}", f"{key}") for key in (*first, *second)))

    later = AuditEntry.objects.create(
        chain=AuditChain.objects.get(), number=99, at=NOON, subject_id="1", hash="z"
    )

    assert sorted({*first, *second}) == [*first, *second]
    assert later.pk > second[-1]


def test_the_database_has_its_say_on_rows_inserted_in_bulk(write: Callable[..., int]) -> None:
    keys = bulk.reserve_keys(AuditEntry, 2)

    with pytest.raises(IntegrityError), transaction.atomic():
        write((keys[0], 1, "1", "{}", "same"), (keys[1], 2, "1", "{}", "same"))

    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_keys_are_reserved_inside_a_transaction() -> None:
    assert not connection.in_atomic_block

    with pytest.raises(transaction.TransactionManagementError):
        bulk.reserve_keys(AuditEntry, 1)
