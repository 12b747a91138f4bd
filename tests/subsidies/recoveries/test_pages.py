"""The pages of recoveries: found, proposed, taken forward by their buttons, listed, printed."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from pension.models import AuditEntry, Job, JobFile, Officer
from pension.vocabulary.masking import mask_identity
from pension.vocabulary.posts import Post
from subsidies.models import Instalment, Recovery
from subsidies.rules.vocabulary import RecoveryWay
from subsidies.tables.recoveries.panels import overpaid_panel
from subsidies.workflow.states import RecoveryState
from tests.factories.batches import due
from tests.factories.kernel import holder
from tests.factories.recoveries import (
    TODAY,
    Desks,
    due_to,
    overpaid,
    paid,
    proposed,
    receive,
    recovery_in,
)
from tests.factories.uploads import run_jobs

pytestmark = pytest.mark.django_db
Browser = Callable[[Officer], Client]


def page(client: Client, recovery: Recovery) -> str:
    """The page of a recovery."""
    answer = client.get(reverse("subsidies:recovery", args=[recovery.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def take(client: Client, recovery: Recovery, step: str, **said: object) -> str:
    """Send the form of a step; gives the page that follows."""
    url = reverse("subsidies:recovery_step", args=[recovery.pk, step])
    back = reverse("subsidies:recovery", args=[recovery.pk])
    return client.post(url, {**said, "next": back}, follow=True).content.decode()


def test_what_was_overpaid_is_listed_with_its_working_and_leads_to_a_proposal(
    as_officer: Browser,
) -> None:
    payment = overpaid()
    client = as_officer(holder(Post.PREPARE))

    listed = client.get(reverse("subsidies:overpaid")).content.decode()
    url = reverse("subsidies:recovery_new", args=[payment.calculation.case_id])
    form = client.get(url).content.decode()

    assert url in listed
    assert "2021年度的缴费登记已作废，没有重新登记" in listed
    assert payment.person.identity_number not in listed + form
    assert "2021年度缴费补助多付 1,000.00 元（缴费年度已作废）" in form


def test_the_case_names_what_was_overpaid_and_then_the_recovery(as_officer: Browser) -> None:
    payment = overpaid()
    client = as_officer(holder(Post.PREPARE))
    url = reverse("subsidies:case_panel", args=[payment.calculation.case_id])

    before = client.get(url).content.decode()
    made = proposed(payment)
    after = client.get(url).content.decode()

    assert "多付 1,000.00 元" in before
    assert "提出追回" in before
    assert "多付 1,000.00 元" not in after
    assert f"{made.number}</a>：应追回 1,000.00 元" in after


def test_a_recovery_goes_from_proposal_to_settlement_by_its_pages(as_officer: Browser) -> None:
    payment = overpaid()
    desks = Desks()
    preparer, cashier = as_officer(desks.preparer), as_officer(desks.cashier)
    url = reverse("subsidies:recovery_new", args=[payment.calculation.case_id])
    said = {"reason": "缴费凭证作废", "document": "演示依据", "addressee": "演示甲"}

    preparer.post(url, {"found": [payment.pk], **said})
    made = Recovery.objects.get()
    take(preparer, made, "plan", way="instalments", first=timezone.localdate(), count=3)
    take(preparer, made, "hear", heard_on=TODAY, opinion="无意见")
    take(preparer, made, "submit")
    take(as_officer(desks.checker), made, "check")
    paper = {"number": "演示决〔2022〕1号", "decided_on": TODAY}
    take(as_officer(desks.director), made, "decide", **paper)
    take(preparer, made, "serve", served_on=TODAY)
    money = {"received_on": TODAY, "channel": "transfer"}
    take(cashier, made, "receive", amount="333.33", voucher="PZ-1", **money)
    take(cashier, made, "receive", amount="666.67", voucher="PZ-2", **money)
    shown = take(as_officer(desks.reconciler), made, "settle")

    made.refresh_from_db()
    assert made.state == RecoveryState.SETTLED
    assert "应追回的 1,000.00 元已全部追回" in shown
    assert [one.amount_fen for one in Instalment.objects.all()] == [33_333, 33_334, 33_333]


def test_a_form_that_is_not_filled_in_rightly_is_refused_by_its_field(as_officer: Browser) -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.COLLECTING, desks)

    shown = take(as_officer(desks.cashier), made, "receive", amount="一千")

    assert "“一千”不是金额" in shown
    assert "凭证号" in shown
    assert not made.receipts.exists()


def test_a_step_that_is_unknown_is_no_page(as_officer: Browser) -> None:
    made = proposed()
    client = as_officer(holder(Post.PREPARE))

    url = reverse("subsidies:recovery_step", args=[made.pk, "pay"])

    assert client.post(url).status_code == 404


def test_the_page_says_who_is_next_and_what_still_blocks(as_officer: Browser) -> None:
    desks = Desks()
    made = proposed(desks=desks)

    own = page(as_officer(desks.preparer), made)
    other = page(as_officer(desks.director), made)

    assert "还没有拟定追回方式" in own
    assert "还没有告知本人并记录陈述申辩" in own
    assert "等待「核算编制」岗位办理" in other
    assert made.person.identity_number not in own + other


def test_a_sum_is_set_off_by_the_page(as_officer: Browser) -> None:
    desks = Desks()
    payment = overpaid()
    made = recovery_in(RecoveryState.COLLECTING, desks, payment=payment, way=RecoveryWay.SET_OFF)
    later = due_to(payment)
    client = as_officer(desks.preparer)

    offered = page(client, made)
    take(client, made, "set_off", entitlement=later.pk)

    made.refresh_from_db()
    assert "2022年度缴费补助 1,000.00 元" in offered
    assert "只能整笔抵扣" in offered
    assert made.received_fen == 100_000


def test_the_list_adds_up_and_says_what_is_overdue(as_officer: Browser) -> None:
    late = recovery_in(RecoveryState.COLLECTING)
    late.instalments.filter(position=1).update(due_on=TODAY.replace(year=2021))
    proposed(overpaid(50_000, year=2020))
    client = as_officer(holder(Post.CASHIER))

    whole = client.get(reverse("subsidies:recoveries")).content.decode()
    only_late = client.get(reverse("subsidies:recoveries") + "?late=yes").content.decode()

    assert "1,500.00" in whole
    assert "逾期未退" in only_late
    assert f">{late.number}<" in only_late
    assert "1,500.00" not in only_late


def test_the_list_is_given_out_as_it_is_shown_with_masked_numbers(as_officer: Browser) -> None:
    made = proposed()
    client = as_officer(holder(Post.PREPARE))

    client.post(reverse("subsidies:recoveries_export") + "?state=draft", {"token": "a"})
    run_jobs()

    job = Job.objects.get()
    assert job.message == "已导出 1 行"
    assert AuditEntry.objects.filter(action="导出追回", subject_id=str(job.pk)).exists()
    with JobFile.objects.get().file.open() as file:
        shown = [cell.value for row in load_workbook(file).active.iter_rows() for cell in row]
    assert made.number in shown
    assert mask_identity(made.person.identity_number) in shown
    assert made.person.identity_number not in shown


def test_the_letter_tells_what_why_how_much_how_and_which_remedy(as_officer: Browser) -> None:
    made = recovery_in(RecoveryState.DECIDED)
    client = as_officer(holder(Post.PREPARE))

    client.post(reverse("subsidies:recovery_letter", args=[made.pk]))
    run_jobs()

    with JobFile.objects.get().file.open() as file:
        pages = PdfReader(file).pages
        text = "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")
    for said in (
        "演示决〔2022〕1号",
        "追回多付养老补助通知书",
        "应追回1,000.00元（大写：壹仟元整）",
        "2021年度的缴费登记已作废",
        "分3期退回",
        "333.34",
        "行政复议",
        "行政诉讼",
        "（印章）",
    ):
        assert said in text
    assert made.person.identity_number not in text


def test_there_is_no_letter_before_the_decision(as_officer: Browser) -> None:
    made = recovery_in(RecoveryState.CHECKED)
    client = as_officer(holder(Post.PREPARE))

    back = reverse("subsidies:recovery", args=[made.pk])
    url = reverse("subsidies:recovery_letter", args=[made.pk])
    shown = client.post(url, {"next": back}, follow=True).content.decode()

    assert "作出决定以后才有通知书" in shown
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("state", "post", "label"),
    [
        (RecoveryState.DRAFT, Post.PREPARE, "追回拟追回"),
        (RecoveryState.SUBMITTED, Post.SECOND_CHECK, "追回待复核"),
        (RecoveryState.CHECKED, Post.DIRECTOR, "追回待决定"),
        (RecoveryState.DECIDED, Post.PREPARE, "追回待送达"),
    ],
)
def test_what_waits_at_a_desk_stands_on_the_first_page_of_its_officer(
    state: RecoveryState, post: Post, label: str, as_officer: Browser
) -> None:
    recovery_in(state)

    mine = as_officer(holder(post)).get("/").content.decode()
    others = as_officer(holder(Post.INSPECT)).get("/").content.decode()

    assert label in mine
    assert label not in others


def test_nothing_is_offered_for_voiding_before_money_came_back(as_officer: Browser) -> None:
    desks = Desks()
    recovery = recovery_in(RecoveryState.COLLECTING, desks)
    client = as_officer(desks.cashier)

    before = page(client, recovery)
    receive(recovery, desks, 100, "HD-1")

    assert "作废退款登记…" not in before
    assert "作废退款登记…" in page(client, recovery)


@pytest.mark.parametrize(
    ("way", "who"),
    [
        (RecoveryWay.INSTALMENTS, "收到退款后由「出纳放行」"),
        (RecoveryWay.SET_OFF, "由「核算编制」岗位办理抵扣"),
    ],
)
def test_the_page_says_who_acts_before_it_can_be_settled(
    as_officer: Browser, way: RecoveryWay, who: str
) -> None:
    recovery = recovery_in(RecoveryState.COLLECTING, way=way)

    assert who in page(as_officer(holder(Post.RECONCILE)), recovery)


def test_a_part_is_not_due_before_the_decision_was_served(as_officer: Browser) -> None:
    desks = Desks()
    client = as_officer(desks.preparer)
    decided = page(client, recovery_in(RecoveryState.DECIDED, desks))

    assert "未送达" in decided
    assert "逾期未退" not in decided


def test_a_recovery_is_proposed_of_what_was_paid_only() -> None:
    clerk = holder(Post.PREPARE)

    unpaid = overpaid_panel(due().person_id, clerk, TODAY)
    paid_once = overpaid_panel(paid().person_id, clerk, TODAY)

    assert not unpaid.may_propose
    assert paid_once.may_propose
