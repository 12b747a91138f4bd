"""Accounts that applications name: corrected with them, let through by a second officer."""

import pytest

from enrollment.models import BankAccount, Person
from enrollment.rules.categories import HolderRelation
from enrollment.services import applications
from enrollment.services.accounts import confirm_change
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.applications import application
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db


def test_accounts_wait_for_a_second_officer() -> None:
    clerk, confirmer = holder(Post.COMMUNITY_ENTRY), holder(Post.COMMUNITY_CONFIRM)
    case = applications.accept(application(), by=clerk, at=NOON, source="手工录入")

    assert applications.confirm_accounts([case.pk], by=clerk, at=NOON) == 0
    assert applications.confirm_accounts([case.pk], by=confirmer, at=NOON) == 1

    account = BankAccount.objects.get()
    assert (account.confirmed_by, account.holder) == (confirmer, "演示杨秀兰")


def test_the_account_of_another_needs_a_consent_of_its_own() -> None:
    clerk, confirmer = holder(Post.COMMUNITY_ENTRY), holder(Post.COMMUNITY_CONFIRM)
    guarded = application(
        holder="演示李四", relation=HolderRelation.GUARDIAN, holder_note="本人未成年"
    )
    case = applications.accept(guarded, by=clerk, at=NOON, source="手工录入")

    assert applications.confirm_accounts([case.pk], by=confirmer, at=NOON) == 0

    account = BankAccount.objects.get()
    confirm_change(account.pk, by=confirmer, at=NOON)
    account.refresh_from_db()
    assert account.confirmed_by == confirmer


def test_a_renamed_persons_account_waits_under_the_new_name() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    case = applications.accept(application(), by=clerk, at=NOON, source="手工录入")

    applications.correct(case.pk, {"name": "演示杨秀岚"}, by=clerk, at=NOON, reason="录入错字")

    account = BankAccount.objects.get(ended_at__isnull=True)
    assert (account.holder, account.number) == ("演示杨秀岚", application().account_number)


def test_the_holder_of_an_account_is_corrected_with_the_number_as_it_was() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    case = applications.accept(application(), by=clerk, at=NOON, source="手工录入")
    guardian = {
        "holder": "演示李四",
        "relation": HolderRelation.GUARDIAN,
        "holder_note": "本人未成年",
    }

    applications.correct(case.pk, guardian, by=clerk, at=NOON, reason="户名录错")

    account = BankAccount.objects.get(ended_at__isnull=True)
    assert (account.holder, account.told_relation) == ("演示李四", "监护人：本人未成年")


def test_a_correction_of_something_else_leaves_the_account_alone() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    case = applications.accept(application(), by=clerk, at=NOON, source="手工录入")

    applications.correct(case.pk, {"household_size": 3}, by=clerk, at=NOON, reason="漏录")

    assert BankAccount.objects.count() == 1


@pytest.mark.parametrize("columns", [{"name": "演示李四"}, {"died_on": NOON.date()}])
def test_the_community_lets_through_no_account_but_the_living_persons_own(
    columns: dict[str, object],
) -> None:
    clerk, confirmer = holder(Post.COMMUNITY_ENTRY), holder(Post.COMMUNITY_CONFIRM)
    case = applications.accept(application(), by=clerk, at=NOON, source="手工录入")
    Person.objects.filter(pk=case.person_id).update(**columns)

    assert applications.confirm_accounts([case.pk], by=confirmer, at=NOON) == 0
