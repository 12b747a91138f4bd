"""The audit trail: chained, sealed into the next day, and a change is found."""

from datetime import timedelta

import pytest

from pension.models import AuditChain, AuditEntry, Officer
from pension.services import audit
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.kernel import OfficerFactory, holder

pytestmark = pytest.mark.django_db


def write(by: Officer, count: int, days: int = 0) -> None:
    deeds = [audit.Deed("打开", "case", number) for number in range(count)]
    audit.record_many(deeds, by=by, at=NOON + timedelta(days=days))


def test_entries_of_an_office_and_day_hang_on_each_other() -> None:
    officer = OfficerFactory()

    write(officer, 3)

    entries = list(AuditEntry.objects.order_by("number"))
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert [entry.previous_hash for entry in entries[1:]] == [e.hash for e in entries[:-1]]
    assert list(audit.verify()) == []


def test_the_next_day_begins_with_the_sealed_head_of_the_last() -> None:
    officer = OfficerFactory()

    write(officer, 2)
    write(officer, 2, days=3)

    first, second = AuditChain.objects.order_by("day")
    assert second.first_hash == first.head_hash
    assert first.sealed_at == NOON + timedelta(days=3)
    assert list(audit.verify()) == []


def test_a_clock_put_back_breaks_no_seal() -> None:
    officer = OfficerFactory()
    write(officer, 1, days=1)

    write(officer, 1)

    assert AuditChain.objects.get().length == 2
    assert list(audit.verify()) == []


def test_offices_do_not_share_a_chain() -> None:
    write(OfficerFactory(), 1)
    write(holder(Post.COMMUNITY_ENTRY), 1)

    assert AuditChain.objects.count() == 2


@pytest.mark.parametrize("column", ["action", "subject_id", "officer_id"])
def test_a_changed_entry_is_found(column: str, tampering: None) -> None:
    write(OfficerFactory(), 3)
    other = OfficerFactory().pk if column == "officer_id" else "改过"
    AuditEntry.objects.filter(number=2).update(**{column: other})

    assert any("第 2 条" in sentence for sentence in audit.verify())


def test_a_removed_entry_is_found_in_the_middle_and_at_the_end(tampering: None) -> None:
    officer = OfficerFactory()
    write(officer, 3)
    AuditEntry.objects.filter(number=3).delete()

    assert any("末尾" in sentence for sentence in audit.verify())

    AuditEntry.objects.filter(number=1).delete()

    assert any("第 1 条缺失" in sentence for sentence in audit.verify())
