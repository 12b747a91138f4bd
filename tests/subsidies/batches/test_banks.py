"""A bank's file format on its page: one line a column, refused by the line."""

import pytest
from django.urls import reverse

from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import BankFormat
from subsidies.rules.bank_formats import CREDIT_BANK
from subsidies.services import bank_formats
from tests.clock import NOON
from tests.factories.batches import bank
from tests.factories.kernel import holder
from tests.subsidies.batches.browsing import Browser

pytestmark = pytest.mark.django_db
USUAL = {
    "name": "演示银行",
    "columns": "序号\n账号 = 收款账号\n金额 = 交易金额",
    "return_columns": "序号 = 流水\n账号\n金额\n处理结果 = 状态",
    "success_words": "交易成功、成功",
    "returned_words": "退汇",
}


def test_a_bank_is_set_up_line_by_line(as_officer: Browser) -> None:
    as_officer(holder(Post.PREPARE)).post(reverse("subsidies:banks"), USUAL)

    row = BankFormat.objects.get(name="演示银行")
    assert row.columns == [["position", "序号"], ["account", "收款账号"], ["amount", "交易金额"]]
    assert row.return_columns[3] == ["result", "状态"]
    assert (row.success_words, row.returned_words) == (["交易成功", "成功"], ["退汇"])


def test_a_line_that_nobody_can_fill_is_named(as_officer: Browser) -> None:
    client = as_officer(holder(Post.PREPARE))
    said = USUAL | {"columns": "序号\n支票号\n金额"}

    html = client.post(reverse("subsidies:banks"), said).content.decode()

    assert "第2行的内容“支票号”无法识别" in html
    assert not BankFormat.objects.exists()


def test_a_format_that_lacks_the_result_is_refused_in_words(as_officer: Browser) -> None:
    client = as_officer(holder(Post.PREPARE))
    said = USUAL | {"return_columns": "序号\n账号\n金额"}

    html = client.post(reverse("subsidies:banks"), said, follow=True).content.decode()

    assert "回盘缺少「处理结果」列" in html
    assert not BankFormat.objects.exists()


def test_a_known_bank_keeps_its_name(as_officer: Browser) -> None:
    row = bank()
    client = as_officer(holder(Post.PREPARE))

    html = client.get(reverse("subsidies:bank", args=[row.pk])).content.decode()
    client.post(reverse("subsidies:bank", args=[row.pk]), USUAL)

    assert "户名 = 户名" in html
    changed = BankFormat.objects.get(is_current=True)
    assert (changed.name, changed.columns[1]) == (CREDIT_BANK.name, ["account", "收款账号"])


def test_only_who_prepares_sets_banks_up(as_officer: Browser) -> None:
    cashier = holder(Post.CASHIER)

    assert as_officer(cashier).get(reverse("subsidies:banks")).status_code == 403
    with pytest.raises(CaseError, match="由「核算编制」岗位维护"):
        bank_formats.keep(CREDIT_BANK, by=cashier, at=NOON)
