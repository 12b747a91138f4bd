"""Codes are used once, counted when wrong, replaced by recovery codes; all of it on the trail."""

from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from pension.models import AuditEntry, Officer, RecoveryCode, SecondFactor
from pension.queries import protection
from pension.services import officers, second_factor
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.kernel import holder
from tests.pension.security.accounts import App, factor_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def cashier() -> Officer:
    return holder(Post.CASHIER)


@pytest.fixture
def app(cashier: Officer) -> App:
    phone = App()
    second_factor.enrol(cashier, phone.key, phone.code(NOON), at=NOON)
    return phone


def fail(officer: Officer, times: int) -> None:
    for _ in range(times):
        with pytest.raises(CaseError):
            second_factor.verify(officer, "no code", at=LATER)


def test_a_code_opens_once(cashier: Officer, app: App) -> None:
    second_factor.verify(cashier, app.code(LATER), at=LATER)

    with pytest.raises(CaseError, match="已用过"):
        second_factor.verify(cashier, app.code(LATER), at=LATER)


def test_the_code_of_setting_up_does_not_open(cashier: Officer, app: App) -> None:
    with pytest.raises(CaseError, match="已用过"):
        second_factor.verify(cashier, app.code(NOON), at=NOON)


def test_a_code_may_be_typed_with_a_gap_and_full_width(cashier: Officer, app: App) -> None:
    wide = app.code(LATER).translate({ord("0") + n: ord("０") + n for n in range(10)})

    second_factor.verify(cashier, f"{wide[:3]} {wide[3:]}", at=LATER)

    assert factor_of(cashier).failures == 0


def test_five_wrong_codes_stop_the_right_one_for_a_quarter_of_an_hour(
    cashier: Officer, app: App
) -> None:
    fail(cashier, 5)
    almost = LATER + timedelta(minutes=15, seconds=-1)

    with pytest.raises(CaseError, match="15 分钟"):
        second_factor.verify(cashier, app.code(almost), at=almost)

    after = LATER + timedelta(minutes=15)
    second_factor.verify(cashier, app.code(after), at=after)
    assert AuditEntry.objects.filter(action="动态口令连续输错").count() == 1


def test_the_first_wrong_code_after_a_pause_begins_a_new_count(cashier: Officer, app: App) -> None:
    fail(cashier, 5)
    after = LATER + timedelta(minutes=15)

    with pytest.raises(CaseError, match="不对"):
        second_factor.verify(cashier, "000000", at=after)

    assert factor_of(cashier).failures == 1


def test_a_right_code_forgets_the_wrong_ones(cashier: Officer, app: App) -> None:
    fail(cashier, 4)

    second_factor.verify(cashier, app.code(LATER), at=LATER)

    assert factor_of(cashier).failures == 0


def test_a_recovery_code_opens_once_and_leaves_a_trace(cashier: Officer) -> None:
    phone = App()
    codes = second_factor.enrol(cashier, phone.key, phone.code(NOON), at=NOON)

    second_factor.verify(cashier, codes[0].lower(), at=LATER)

    assert protection.recovery_codes_left(cashier) == 7
    assert AuditEntry.objects.filter(action="使用恢复码").count() == 1
    with pytest.raises(CaseError):
        second_factor.verify(cashier, codes[0], at=LATER)


def test_recovery_codes_are_kept_as_digests_of_120_bits(cashier: Officer) -> None:
    phone = App()
    codes = second_factor.enrol(cashier, phone.key, phone.code(NOON), at=NOON)
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))

    assert len(set(codes)) == len(kept) == 8
    assert all(len(code.replace("-", "")) == 24 for code in codes)
    assert kept.isdisjoint({code.replace("-", "") for code in codes})


def test_new_recovery_codes_replace_the_old_ones(cashier: Officer) -> None:
    phone = App()
    old = second_factor.enrol(cashier, phone.key, phone.code(NOON), at=NOON)

    new = second_factor.renew_codes(cashier, phone.code(LATER), at=LATER)

    with pytest.raises(CaseError):
        second_factor.verify(cashier, old[0], at=LATER)
    second_factor.verify(cashier, new[0], at=LATER)


def test_a_wrong_code_renews_nothing_and_counts(cashier: Officer) -> None:
    phone = App()
    old = second_factor.enrol(cashier, phone.key, phone.code(NOON), at=NOON)

    with pytest.raises(CaseError, match="不对"):
        second_factor.renew_codes(cashier, "000000", at=LATER)

    assert factor_of(cashier).failures == 1
    assert not AuditEntry.objects.filter(action="更换恢复码").exists()
    second_factor.verify(cashier, old[0], at=LATER)


def test_every_code_right_or_wrong_is_on_the_trail(cashier: Officer, app: App) -> None:
    fail(cashier, 2)
    second_factor.verify(cashier, app.code(LATER), at=LATER)

    noted = AuditEntry.objects.filter(subject_id=str(cashier.pk), at=LATER).order_by("pk")

    assert [entry.action for entry in noted] == ["动态口令输错", "动态口令输错", "动态口令通过"]
    assert {entry.officer for entry in noted} == {cashier}


def test_another_officers_codes_do_not_open(cashier: Officer, app: App) -> None:
    stranger = holder(Post.CASHIER)
    phone = App()
    codes = second_factor.enrol(stranger, phone.key, phone.code(NOON), at=NOON)

    for text in (codes[0], phone.code(LATER)):
        with pytest.raises(CaseError):
            second_factor.verify(cashier, text, at=LATER)


def test_a_second_app_is_refused_till_the_first_is_reset(cashier: Officer, app: App) -> None:
    other = App()
    with pytest.raises(CaseError, match="已绑定"):
        second_factor.enrol(cashier, other.key, other.code(NOON), at=NOON)

    officers.reset_second_factor(cashier.pk, by=holder(Post.SYSTEM), at=LATER)

    assert second_factor.enrol(cashier, other.key, other.code(LATER), at=LATER)


def test_nobody_resets_an_app_of_ones_own(cashier: Officer) -> None:
    keeper = holder(Post.SYSTEM)

    with pytest.raises(CaseError, match="自己的账号"):
        officers.reset_second_factor(keeper.pk, by=keeper, at=NOON)
    with pytest.raises(CaseError, match="没有绑定"):
        officers.reset_second_factor(cashier.pk, by=keeper, at=NOON)


def test_a_technician_resets_the_app_of_the_last_of_the_system_post() -> None:
    keeper, phone = holder(Post.SYSTEM), App()
    second_factor.enrol(keeper, phone.key, phone.code(NOON), at=NOON)

    call_command("reset_second_factor", keeper.username)

    assert not SecondFactor.objects.exists()
    assert AuditEntry.objects.get(action="重置动态口令").officer is None
    with pytest.raises(CommandError, match="没有绑定"):
        call_command("reset_second_factor", keeper.username)
    with pytest.raises(CommandError, match="没有登录名"):
        call_command("reset_second_factor", "nobody")


def test_the_key_never_enters_the_trail(cashier: Officer, app: App) -> None:
    fail(cashier, 5)
    officers.reset_second_factor(cashier.pk, by=holder(Post.SYSTEM), at=timezone.now())

    said = [str(entry.detail) for entry in AuditEntry.objects.all()]

    assert said
    assert not any(word in detail for word in (app.key, "NOCODE") for detail in said)


def test_the_address_for_the_app_names_giver_account_and_key(cashier: Officer) -> None:
    parts = urlsplit(second_factor.address("ABC", cashier))

    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert unquote(parts.path) == f"/{second_factor.ISSUER}:{cashier.username}"
    assert parse_qs(parts.query) == {"secret": ["ABC"], "issuer": [second_factor.ISSUER]}
