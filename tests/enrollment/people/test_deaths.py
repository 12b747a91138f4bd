"""D16: a death is noted by one officer, confirmed by another, and may be taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from enrollment.models import DeathNote, Person
from enrollment.queries.payees import payees
from enrollment.queries.worklist import tiles
from enrollment.services.accounts import NewAccount, confirm_change, enter_change
from enrollment.services.deaths import Death, confirm_death, note_death, take_back_death
from pension.models import AuditEntry, Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.enrollment.pages import ELSEWHERE, SignIn, said, text_of
from tests.factories.enrollment import BankAccountFactory, PersonFactory
from tests.factories.kernel import OfficerFactory, holder, place

PDF = b"%PDF-1.7 530121197103120025"

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
DEATH = Death(date(2022, 9, 3), "演示死亡证明1号")


def noted() -> Person:
    """A resident with an account, whose death waits for a second officer."""
    person = BankAccountFactory().person
    note_death(person.pk, DEATH, by=holder(Post.COMMUNITY_ENTRY), at=NOON)
    return person


def dead() -> Person:
    person = noted()
    confirm_death(person.pk, by=holder(Post.COMMUNITY_CONFIRM), at=NOON)
    person.refresh_from_db()
    return person


def heir(person: Person) -> NewAccount:
    return NewAccount(
        "农信社", "演示继承人", "6223000099990001", "继承", "heir", f"{person.name}之子"
    )


def test_a_noted_death_changes_nothing_before_it_is_confirmed() -> None:
    person = noted()

    person.refresh_from_db()
    assert person.died_on is None
    assert payees([person.pk])[person.pk].account is not None


def test_a_confirmed_death_is_known_and_ends_the_own_account() -> None:
    person = dead()

    assert person.died_on == DEATH.died_on
    assert payees([person.pk])[person.pk].account is None
    assert AuditEntry.objects.filter(action="确认死亡登记", subject_id=person.pk).count() == 1


def test_the_account_of_an_heir_that_was_in_use_already_stays() -> None:
    person = BankAccountFactory(holder="演示继承人", relation="heir", holder_note="代领").person
    note_death(person.pk, DEATH, by=holder(Post.COMMUNITY_ENTRY), at=NOON)

    confirm_death(person.pk, by=holder(Post.SECOND_CHECK), at=NOON)

    assert payees([person.pk])[person.pk].account is not None


def test_the_scan_of_the_proof_is_shown_and_each_opening_noted(sign_in: SignIn) -> None:
    person, browser = PersonFactory(), sign_in(holder(Post.COMMUNITY_ENTRY))
    scan = SimpleUploadedFile("死亡证明.pdf", PDF)
    sent = {"died_on": "2022-09-03", "proof": "演示死亡证明1号", "scan": scan}

    browser.post(reverse("enrollment:death_note", args=[person.pk]), sent)
    note = DeathNote.objects.get()
    address = reverse("enrollment:death_scan", args=[person.pk, note.pk])
    page = browser.get(reverse("enrollment:person", args=[person.pk])).content.decode()
    shown = browser.get(address)

    assert address in page
    assert b"".join(shown.streaming_content) == PDF
    assert AuditEntry.objects.filter(action="查看死亡证明扫描件", subject_id=person.pk).count() == 1


def test_a_scan_that_is_none_is_refused() -> None:
    person = PersonFactory()
    odd = replace(DEATH, scan=SimpleUploadedFile("死亡证明.pdf", b"MZ"))

    with pytest.raises(CaseError, match="不是 PDF、JPG 或 PNG"):
        note_death(person.pk, odd, by=holder(Post.COMMUNITY_ENTRY), at=NOON)

    assert not DeathNote.objects.exists()


def test_the_account_of_a_guardian_ends_with_the_person() -> None:
    person = BankAccountFactory(
        holder="演示监护人", relation="guardian", holder_note="本人未成年"
    ).person
    note_death(person.pk, DEATH, by=holder(Post.COMMUNITY_ENTRY), at=NOON)

    confirm_death(person.pk, by=holder(Post.SECOND_CHECK), at=NOON)

    assert payees([person.pk])[person.pk].account is None


def test_no_heir_is_paid_once_a_death_was_taken_back() -> None:
    person = dead()
    BankAccountFactory(person=person, holder="演示继承人", relation="heir", holder_note="代领")

    take_back_death(person.pk, reason="同名误登", by=holder(Post.SECOND_CHECK), at=NOON)

    assert payees([person.pk])[person.pk].account is None


def test_nobody_confirms_the_death_that_they_noted() -> None:
    both = OfficerFactory(
        office=holder(Post.COMMUNITY_ENTRY).office,
        posts=[Post.COMMUNITY_ENTRY, Post.COMMUNITY_CONFIRM],
    )
    person = PersonFactory()
    note_death(person.pk, DEATH, by=both, at=NOON)

    with pytest.raises(CaseError, match="另一名经办人"):
        confirm_death(person.pk, by=both, at=NOON)


def test_the_database_refuses_one_officer_for_both() -> None:
    officer = holder(Post.COMMUNITY_ENTRY)

    with pytest.raises(IntegrityError):
        DeathNote.objects.create(
            person=PersonFactory(),
            died_on=TODAY,
            proof="演示",
            entered_by=officer,
            entered_at=NOON,
            confirmed_by=officer,
            confirmed_at=NOON,
        )


def test_a_death_is_confirmed_once() -> None:
    with pytest.raises(CaseError, match="已经确认"):
        confirm_death(dead().pk, by=holder(Post.SECOND_CHECK), at=NOON)


@pytest.mark.parametrize("post", [Post.PREPARE, Post.DIRECTOR, Post.CASHIER])
def test_other_posts_neither_note_nor_confirm(post: Post) -> None:
    officer, person = holder(post), noted()

    with pytest.raises(CaseError, match="岗位录入"):
        note_death(PersonFactory().pk, DEATH, by=officer, at=NOON)
    with pytest.raises(CaseError, match="岗位确认或撤销"):
        confirm_death(person.pk, by=officer, at=NOON)
    with pytest.raises(CaseError, match="岗位确认或撤销"):
        take_back_death(person.pk, reason="误登", by=officer, at=NOON)


@pytest.mark.parametrize(
    ("death", "sentence"),
    [
        (Death(TODAY + timedelta(days=1), "演示"), "今天之后"),
        (Death(date(1900, 1, 1), "演示"), "早于出生日期"),
        (Death(TODAY, "  "), "请填写死亡证明"),
    ],
)
def test_a_death_that_cannot_be_is_refused(death: Death, sentence: str) -> None:
    person = PersonFactory()

    with pytest.raises(CaseError, match=sentence):
        note_death(person.pk, death, by=holder(Post.COMMUNITY_ENTRY), at=NOON)

    assert not person.deaths.exists()


def test_a_second_note_is_refused_while_one_stands() -> None:
    with pytest.raises(CaseError, match="已有死亡登记"):
        note_death(noted().pk, DEATH, by=holder(Post.STREET_ENTRY), at=NOON)


def test_a_mistake_is_taken_back_with_its_reason_and_can_be_noted_anew() -> None:
    person = dead()
    officer = holder(Post.SECOND_CHECK)

    with pytest.raises(CaseError, match="理由"):
        take_back_death(person.pk, reason=" ", by=officer, at=NOON)
    take_back_death(person.pk, reason="同名误登", by=officer, at=NOON)

    person.refresh_from_db()
    assert person.died_on is None
    note_death(person.pk, DEATH, by=holder(Post.COMMUNITY_ENTRY), at=NOON)
    assert person.deaths.count() == 2


def test_the_dead_get_no_account_of_their_own_but_the_heir_does_by_two_officers() -> None:
    person, clerk = dead(), holder(Post.COMMUNITY_ENTRY)
    own = NewAccount("农信社", person.name, "6223000088880001", "换卡")

    with pytest.raises(CaseError, match="继承人的账户"):
        enter_change(person.pk, own, by=clerk, at=NOON)
    account = enter_change(person.pk, heir(person), by=clerk, at=NOON)
    before = payees([person.pk])[person.pk].account
    confirm_change(account.pk, by=holder(Post.COMMUNITY_CONFIRM), at=NOON)

    after = payees([person.pk])[person.pk].account
    assert before is None
    assert after is not None
    assert (after.holder, after.consent) == ("演示继承人", f"继承人：{person.name}之子")


def test_the_page_of_a_person_leads_through_note_and_confirmation(
    sign_in: Callable[[Officer], Client],
) -> None:
    person = PersonFactory()
    page = reverse("enrollment:person", args=[person.pk])
    note, confirm = (
        reverse(f"enrollment:{name}", args=[person.pk]) for name in ("death_note", "death_confirm")
    )

    first = sign_in(holder(Post.COMMUNITY_ENTRY))
    assert note in text_of(first.get(page))
    first.post(note, {"died_on": "2022-09-03", "proof": "演示死亡证明"})
    assert "待第二人确认" in text_of(first.get(page))
    assert confirm not in text_of(first.get(page))
    second = sign_in(holder(Post.COMMUNITY_CONFIRM))
    assert confirm in text_of(second.get(page))
    second.post(confirm)

    person.refresh_from_db()
    assert person.died_on == date(2022, 9, 3)
    assert "已死亡" in text_of(second.get(page))
    assert f'"{note}"' not in text_of(second.get(page))


def test_the_first_page_tells_the_second_officer_and_leads_to_the_person(
    sign_in: Callable[[Officer], Client],
) -> None:
    person, other = noted(), PersonFactory()
    officer = holder(Post.COMMUNITY_CONFIRM)
    browser = sign_in(officer)

    counts = {tile.label: tile.count for tile in tiles(officer, TODAY)}
    shown = text_of(browser.get(reverse("enrollment:people"), {"death": "waiting"}))

    assert counts["待确认死亡登记"] == 1
    assert reverse("enrollment:person", args=[person.pk]) in shown
    assert reverse("enrollment:person", args=[other.pk]) not in shown


def test_a_form_without_its_day_says_which_field(sign_in: Callable[[Officer], Client]) -> None:
    url = reverse("enrollment:death_note", args=[PersonFactory().pk])

    response = sign_in(holder(Post.COMMUNITY_ENTRY)).post(url, {"proof": "演示"})

    assert "请填写“死亡日期”" in said(response)
    assert not DeathNote.objects.exists()


def test_taking_back_on_the_page_needs_its_reason(sign_in: Callable[[Officer], Client]) -> None:
    person = noted()
    url = reverse("enrollment:death_take_back", args=[person.pk])
    browser = sign_in(holder(Post.SECOND_CHECK))

    assert "请填写“撤销理由”" in said(browser.post(url))
    browser.post(url, {"reason": "误登"})

    assert person.deaths.get().ended_at is not None


def test_people_of_another_street_are_not_found(sign_in: Callable[[Officer], Client]) -> None:
    person = PersonFactory(region=place(ELSEWHERE))

    response = sign_in(holder(Post.COMMUNITY_ENTRY)).post(
        reverse("enrollment:death_note", args=[person.pk]),
        {"died_on": "2022-09-03", "proof": "演示"},
    )

    assert response.status_code == 404
    assert not DeathNote.objects.exists()
