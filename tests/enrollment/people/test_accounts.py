"""A change of account: entered by one officer, let through by another, used from then on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from enrollment.models import BankAccount, Person
from enrollment.services import accounts
from enrollment.services.accounts import NewAccount
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.enrollment import BankAccountFactory, PersonFactory, case_in
from tests.factories.kernel import OfficerFactory, holder, place

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
WANTED = NewAccount("呈贡农信社", "演示居民", "6223000099998888", "原卡遗失", "agent", "委托女儿")
LATER = NOON + timedelta(days=1)


@pytest.fixture
def person() -> Person:
    """A person with an account in use."""
    return BankAccountFactory().person


def enter(person: Person, **said: str) -> BankAccount:
    wanted = NewAccount(
        **{
            "bank": "呈贡农信社",
            "holder": person.name,
            "number": "6223000099998888",
            "reason": "原卡遗失",
            **said,
        }
    )
    return accounts.enter_change(person.pk, wanted, by=holder(Post.STREET_ENTRY), at=NOON)


def test_a_change_waits_and_payments_go_to_the_old_account_meanwhile(person: Person) -> None:
    waiting = enter(person)

    in_use = BankAccount.objects.get(
        person=person, ended_at__isnull=True, confirmed_at__isnull=False
    )
    assert waiting.confirmed_at is None
    assert in_use.number != waiting.number


def test_another_officer_lets_it_through_and_the_old_one_ends(person: Person) -> None:
    waiting = enter(person)
    officer = holder(Post.SECOND_CHECK)

    accounts.confirm_change(waiting.pk, by=officer, at=LATER)

    in_use = BankAccount.objects.get(person=person, ended_at__isnull=True)
    assert (in_use.pk, in_use.confirmed_by, in_use.confirmed_at) == (waiting.pk, officer, LATER)
    assert AuditEntry.objects.filter(action="确认账户变更", subject_id=person.pk).exists()


def test_nobody_lets_through_what_they_entered(person: Person) -> None:
    clerk = OfficerFactory(posts=[Post.STREET_ENTRY, Post.SECOND_CHECK])
    waiting = accounts.enter_change(person.pk, WANTED, by=clerk, at=NOON)

    with pytest.raises(CaseError, match="录入人不能确认"):
        accounts.confirm_change(waiting.pk, by=clerk, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankAccount.objects.filter(pk=waiting.pk).update(confirmed_by=clerk, confirmed_at=LATER)


def test_a_refused_change_leaves_the_old_account_in_use(person: Person) -> None:
    waiting = enter(person)

    accounts.reject_change(waiting.pk, by=holder(Post.SECOND_CHECK), at=LATER, reason="户名不符")

    in_use = BankAccount.objects.get(person=person, ended_at__isnull=True)
    assert in_use.pk != waiting.pk


def test_a_decision_is_taken_once(person: Person) -> None:
    waiting = enter(person)
    officer = holder(Post.SECOND_CHECK)
    accounts.confirm_change(waiting.pk, by=officer, at=NOON)

    with pytest.raises(CaseError, match="已经确认或撤销"):
        accounts.confirm_change(waiting.pk, by=officer, at=LATER)

    waiting.refresh_from_db()
    assert waiting.confirmed_at == NOON


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reason": " "}, "变更原因"),
        ({"holder": "演示孙女"}, "请选择户名与本人的关系，并填写户名说明"),
        ({"holder": "演示孙女", "relation": "guardian"}, "并填写户名说明"),
        ({"relation": "guardian", "holder_note": "本人未成年"}, "户名是本人的，不选"),
        ({"holder_note": "代收"}, "户名是本人的，不选"),
        ({"number": "62x"}, "8 至 32 位数字"),
    ],
)
def test_an_account_that_is_not_whole_is_refused(
    said: dict[str, str], sentence: str, person: Person
) -> None:
    with pytest.raises(CaseError, match=sentence):
        enter(person, **said)

    assert BankAccount.objects.filter(person=person).count() == 1


def test_a_second_change_waits_for_the_first(person: Person) -> None:
    enter(person)

    with pytest.raises(CaseError, match="在等待确认"):
        enter(person, number="6223000077776666")


def test_the_account_in_use_is_no_change(person: Person) -> None:
    in_use = person.accounts.get()

    with pytest.raises(CaseError, match="没有变更"):
        enter(person, number=in_use.number, bank=in_use.bank)


def test_the_relation_to_a_holder_can_be_told_of_the_account_in_use() -> None:
    person = BankAccountFactory(holder="演示孙女").person
    number = person.accounts.get().number

    told = enter(
        person, holder="演示孙女", number=number, relation="guardian", holder_note="本人未成年"
    )
    accounts.confirm_change(told.pk, by=holder(Post.SECOND_CHECK), at=LATER)

    in_use = BankAccount.objects.get(person=person, ended_at__isnull=True)
    assert in_use.told_relation == "监护人：本人未成年"


def test_an_account_of_another_is_let_through_with_its_relation_alone(person: Person) -> None:
    waiting = BankAccountFactory(
        person=person, holder="演示孙女", confirmed_by=None, confirmed_at=None
    )

    with pytest.raises(CaseError, match="请选择户名与本人的关系"):
        accounts.confirm_change(waiting.pk, by=holder(Post.SECOND_CHECK), at=LATER)

    waiting.refresh_from_db()
    assert waiting.confirmed_at is None


def test_the_page_says_why_nothing_is_paid_where_no_relation_was_told(sign_in: SignIn) -> None:
    person = BankAccountFactory(holder="演示孙女").person
    case_in(CaseState.CONFIRMED, person=person)

    page = sign_in(holder(Post.SECOND_CHECK)).get(reverse("enrollment:person", args=[person.pk]))

    assert "没有登记与本人的关系，不能付款" in page.content.decode()


@pytest.mark.parametrize("relation", ["guardian", "agent"])
def test_after_a_death_an_heir_alone_is_paid(relation: str) -> None:
    dead = PersonFactory(died_on=NOON.date())
    said = {"holder": "演示孙女", "holder_note": "公证书第1号"}

    with pytest.raises(CaseError, match="请登记继承人的账户"):
        enter(dead, relation=relation, **said)

    assert enter(dead, relation="heir", **said).told_relation == "继承人：公证书第1号"


def test_an_heir_is_let_through_after_the_death_alone(person: Person) -> None:
    waiting = enter(person, holder="演示孙女", relation="heir", holder_note="公证书第1号")
    officer = holder(Post.SECOND_CHECK)

    with pytest.raises(CaseError, match="继承人的账户还不能启用"):
        accounts.confirm_change(waiting.pk, by=officer, at=LATER)
    Person.objects.filter(pk=person.pk).update(died_on=NOON.date())
    accounts.confirm_change(waiting.pk, by=officer, at=LATER)

    assert BankAccount.objects.get(person=person, ended_at__isnull=True).pk == waiting.pk


@pytest.mark.parametrize("post", [Post.AGRICULTURE, Post.CASHIER, Post.COMMUNITY_CONFIRM])
def test_a_change_is_entered_by_those_who_enter(post: Post, person: Person) -> None:
    with pytest.raises(CaseError, match="录入"):
        accounts.enter_change(person.pk, WANTED, by=holder(post), at=NOON)


def test_the_database_refuses_a_second_account_in_use(person: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        BankAccountFactory(person=person)


def test_the_database_refuses_an_account_number_of_letters(person: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        BankAccount.objects.filter(person=person).update(number="ABCDEFGH")


def test_a_change_goes_through_the_pages(person: Person, sign_in: SignIn) -> None:
    address = reverse("enrollment:person", args=[person.pk])
    sign_in(holder(Post.COMMUNITY_ENTRY)).post(
        reverse("enrollment:account_change", args=[person.pk]),
        {
            "bank": "呈贡农信社",
            "holder": person.name,
            "number": "6223000099998888",
            "reason": "换卡",
        },
    )
    waiting = BankAccount.objects.get(person=person, confirmed_at__isnull=True)
    browser = sign_in(holder(Post.COMMUNITY_CONFIRM))
    offered = browser.get(address).content.decode()

    browser.post(reverse("enrollment:account_confirm", args=[person.pk, waiting.pk]))

    assert "确认启用新账户" in offered
    assert BankAccount.objects.get(person=person, ended_at__isnull=True).pk == waiting.pk


def test_a_person_shows_masked_numbers_only(person: Person, sign_in: SignIn) -> None:
    case_in(CaseState.CONFIRMED, person=person)

    page = sign_in(holder(Post.SECOND_CHECK)).get(reverse("enrollment:person", args=[person.pk]))

    text = page.content.decode()
    assert person.masked_identity in text
    assert person.identity_number not in text
    assert person.accounts.get().number not in text


@pytest.mark.parametrize("name", ["person", "account_change"])
def test_people_of_other_offices_are_not_there(name: str, sign_in: SignIn) -> None:
    stranger = PersonFactory(region=place("53011400600101"))
    browser = sign_in(holder(Post.COMMUNITY_ENTRY))
    url = reverse(f"enrollment:{name}", args=[stranger.pk])

    answer = browser.get(url) if name == "person" else browser.post(url)

    assert answer.status_code == 404


def test_the_list_of_people_is_narrowed_to_accounts_that_wait(
    person: Person, sign_in: SignIn
) -> None:
    other = PersonFactory()
    enter(person)

    page = sign_in(holder(Post.SECOND_CHECK)).get(
        reverse("enrollment:people"), {"account": "waiting"}
    )

    names = [row.cells[0].text for row in page.context["table"].rows]
    assert names == [person.name]
    assert other.name not in names
