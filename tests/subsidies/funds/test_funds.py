"""Published figures: entered with a source, standing once, voided with a reason."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from pension.models import Officer, Upload
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.imports import FUNDS
from subsidies.models import FundEntry
from subsidies.services import funds
from subsidies.services.funds import FundFigure
from subsidies.workflow.states import FundKind
from tests.clock import NOON
from tests.factories.kernel import holder
from tests.factories.uploads import committed, filled, handed_in

pytestmark = pytest.mark.django_db

FIGURE = FundFigure(
    year=2022,
    kind=FundKind.BUDGET,
    account="一般公共预算",
    amount_fen=6_000_000_000,
    source="2022年度部门预算公开表",
    as_of=date(2022, 1, 31),
)


def row(**changes: object) -> dict[str, object]:
    """A whole and right row of the workbook."""
    return {
        "年度": 2022,
        "类别": "年初预算",
        "资金来源": "一般公共预算",
        "金额（元）": "60000000",
        "支付方式": "财政直接支付",
        "出处": "2022年度部门预算公开表",
        "截止日期": "2022-01-31",
    } | changes


@pytest.fixture
def clerk() -> Officer:
    """The officer for performance."""
    return holder(Post.PERFORMANCE)


def hand_in(clerk: Officer, *rows: dict[str, object]) -> Upload:
    """Upload a workbook of figures and have it checked."""
    return handed_in("funds", filled(FUNDS.sheet, rows), clerk, "资金.xlsx")


def test_rows_become_figures_of_the_district(clerk: Officer) -> None:
    committed(hand_in(clerk, row(), row(类别="实际支出", 截止日期="2022-10-31")), clerk)

    budget, spending = FundEntry.objects.order_by("kind")
    assert budget.amount_fen == spending.amount_fen == 6_000_000_000
    assert (budget.kind, spending.kind) == (FundKind.BUDGET, FundKind.SPENDING)
    assert budget.district.code == "530114"
    assert budget.upload is not None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"金额（元）": "-1"}, "是负数"),
        ({"金额（元）": "6千万"}, "6千万"),
        ({"类别": "预算"}, "不在可选内容中"),
        ({"出处": ""}, "必填"),
        ({"金额（元）": "9" * 14}, "金额超过1万亿元"),
        ({"截止日期": "2022-11-01"}, "在今天之后"),
        ({"截止日期": "0022-01-31"}, "早于2000年"),
        ({"年度": 1990}, "不在2000年至2023年之间"),
    ],
)
def test_a_fault_keeps_a_row_out(changes: dict[str, object], sentence: str, clerk: Officer) -> None:
    upload = hand_in(clerk, row(**changes))

    assert upload.bad_count == 1
    assert sentence in upload.rows.get().faults[0]["sentence"]


def test_a_figure_that_stands_is_refused_with_its_source(clerk: Officer) -> None:
    funds.record_many([FIGURE], by=clerk, at=NOON)

    with pytest.raises(CaseError, match="已录入60,000,000.00元（2022年度部门预算公开表）"):
        funds.record_many([FIGURE], by=clerk, at=NOON)
    assert hand_in(clerk, row()).bad_count == 1


def test_the_database_refuses_a_second_figure(clerk: Officer) -> None:
    (entry,) = funds.record_many([FIGURE], by=clerk, at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        FundEntry.objects.create(
            district=entry.district,
            year=entry.year,
            kind=entry.kind,
            account=entry.account,
            amount_fen=1,
            source="另一份文件",
            as_of=entry.as_of,
            entered_by=clerk,
            entered_at=NOON,
        )


def test_a_voided_figure_makes_room_and_stays_to_be_seen(clerk: Officer) -> None:
    (entry,) = funds.record_many([FIGURE], by=clerk, at=NOON)

    with pytest.raises(CaseError, match="理由"):
        funds.void(entry.pk, reason="", by=clerk, at=NOON)
    funds.void(entry.pk, reason="抄错一位", by=clerk, at=NOON)
    with pytest.raises(CaseError, match="已经作废"):
        funds.void(entry.pk, reason="抄错一位", by=clerk, at=NOON)
    funds.record_many([FIGURE], by=clerk, at=NOON)

    assert FundEntry.objects.count() == 2


def test_only_its_posts_enter_figures() -> None:
    with pytest.raises(CaseError, match="绩效管理、核算编制"):
        funds.record_many([FIGURE], by=holder(Post.CASHIER), at=NOON)


def test_the_page_lists_a_years_figures_with_their_source(clerk: Officer, client: Client) -> None:
    funds.record_many([FIGURE], by=clerk, at=NOON)
    client.force_login(clerk)

    page = client.get(reverse("subsidies:funds"), {"year": 2022}).content.decode()

    assert "60,000,000.00" in page
    assert "2022年度部门预算公开表" in page


def test_a_figure_is_typed_in_and_voided_on_the_pages(clerk: Officer, client: Client) -> None:
    client.force_login(clerk)
    typed = {
        "year": 2021,
        "kind": "spending",
        "account": "财政专户",
        "amount": "58,780,000",
        "as_of": "2021-12-31",
        "source": "2021年度自评报告",
    }

    client.post(reverse("subsidies:fund_new"), typed)
    again = client.post(reverse("subsidies:fund_new"), typed).content.decode()
    entry = FundEntry.objects.get()
    client.post(reverse("subsidies:fund_void"), {"entry": entry.pk, "reason": "抄错"})

    assert entry.amount_fen == 5_878_000_000
    assert "更正请先作废原数" in again
    entry.refresh_from_db()
    assert entry.void_reason == "抄错"


def test_an_amount_that_is_none_is_said_so_on_the_form(clerk: Officer, client: Client) -> None:
    client.force_login(clerk)

    page = client.post(reverse("subsidies:fund_new"), {"amount": "六千万"}).content.decode()

    assert "六千万" in page
    assert not FundEntry.objects.exists()


def test_other_posts_do_not_see_the_page(client: Client) -> None:
    client.force_login(holder(Post.CASHIER))

    assert client.get(reverse("subsidies:funds")).status_code == 403
