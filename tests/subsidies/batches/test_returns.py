"""The bank's answer: every row is compared with what was sent, and gets its result once."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from pension.models import RowState as UploadRowState
from pension.models import Upload, UploadState
from pension.services.uploads import checking
from pension.vocabulary import money
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.imports.bank_return import sheet_of
from subsidies.models import BankReturn, TransferBatch
from subsidies.queries.batches.sums import Total
from subsidies.rules.vocabulary import Channel
from subsidies.services import batches
from subsidies.workflow.states import BatchState, RowState
from tests.clock import NOON
from tests.factories.batches import Crew, batch_in, due
from tests.factories.kernel import holder
from tests.factories.returns import RECEIPT, Line, answer, answered, line
from tests.factories.uploads import committed, filled, handed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew() -> Crew:
    """An officer at each desk."""
    return Crew()


@pytest.fixture
def batch(crew: Crew) -> TransferBatch:
    """Three rows at the bank."""
    for amount_fen in (100_000, 200_000, 300_050):
        due(amount_fen)
    return batch_in(BatchState.EXPORTED, crew)


def faults(upload: Upload) -> list[str]:
    """What is said about the bad rows: «F2 处理结果：…»."""
    return [
        f"{fault['cell']} {fault['field']}：{fault['sentence']}"
        for row in upload.rows.filter(state=UploadRowState.BAD)
        for fault in row.faults
    ]


def test_each_row_gets_the_banks_result_with_what_to_do(batch: TransferBatch, crew: Crew) -> None:
    first, second, third = batch.rows.order_by("position")
    lines = [line(first), line(second, "失败", "户名不符"), line(third, "退回", "账户已销户")]

    upload = committed(answered(batch, lines, crew.reconciler), crew.reconciler)

    assert upload.state == UploadState.COMMITTED
    found = list(batch.rows.order_by("position").values_list("state", "outcome_code"))
    assert found == [
        (RowState.PAID, "成功"),
        (RowState.FAILED, "户名不符"),
        (RowState.RETURNED, "账户已销户"),
    ]
    second.refresh_from_db()
    assert "核对户名" in second.outcome_note
    batch.refresh_from_db()
    assert (batch.state, batch.receipt_number) == (BatchState.RETURNED, RECEIPT)
    taken = BankReturn.objects.get(batch=batch)
    assert (taken.paid_count, taken.failed_count, taken.returned_count) == (1, 1, 1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda row: line(row, 序号=99), "A2 序号：批次中没有送出过这一笔"),
        (
            lambda row: line(row, 金额="1000.01"),
            "E2 金额：与名册第1行的金额 1,000.00 元不符",
        ),
        (lambda row: line(row, 账号="62239999999999999"), "D2 账号：与名册第1行的账号 6223"),
        (
            lambda row: line(row, 身份证号="11010519491231002X"),
            "C2 身份证号：与名册第1行的身份证号 530121",
        ),
        (lambda row: line(row, 账号=6223000000000000), "D2 账号：单元格是数字格式"),
        (lambda row: line(row, "处理中"), "F2 处理结果：“处理中”无法识别，应为"),
        (lambda row: line(row, ""), "F2 处理结果：必填"),
    ],
    ids=["number", "amount", "account", "identity", "numeric", "result", "empty"],
)
def test_what_disagrees_with_the_roster_is_refused_by_its_cell(
    change: Callable[..., Line], sentence: str, batch: TransferBatch, crew: Crew
) -> None:
    row = batch.rows.get(position=1)

    upload = answered(batch, [change(row)], crew.reconciler)

    assert upload.good_count == 0
    assert any(fault.startswith(sentence) for fault in faults(upload)), faults(upload)
    assert all(row.identity_number not in fault for fault in faults(upload))


def test_the_same_row_named_twice_refuses_both_lines(batch: TransferBatch, crew: Crew) -> None:
    row = batch.rows.get(position=1)

    upload = answered(batch, [line(row), line(row, "失败", "户名不符")], crew.reconciler)

    assert (upload.good_count, upload.bad_count) == (0, 2)
    assert any("重复" in fault for fault in faults(upload))


def test_a_line_without_a_number_is_found_by_account_and_amount(
    batch: TransferBatch, crew: Crew
) -> None:
    row = batch.rows.get(position=2)

    committed(answered(batch, [line(row, 序号=None)], crew.reconciler), crew.reconciler)

    row.refresh_from_db()
    assert row.state == RowState.PAID


def test_one_row_named_with_and_without_its_number_refuses_both_lines(
    batch: TransferBatch, crew: Crew
) -> None:
    row = batch.rows.get(position=2)

    lines = [line(row), line(row, "失败", "户名不符", 序号=None)]
    upload = answered(batch, lines, crew.reconciler)

    assert (upload.good_count, upload.bad_count) == (0, 2)
    assert any("序号与第2行重复" in fault for fault in faults(upload))


def test_one_row_named_twice_in_a_long_answer_refuses_both_lines(
    batch: TransferBatch, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "CHUNK", 1)
    first, second = batch.rows.filter(position__in=(1, 2)).order_by("position")

    lines = [line(second, 序号=None), line(first), line(second, "失败", "户名不符", 序号=None)]
    upload = answered(batch, lines, crew.reconciler)

    assert (upload.good_count, upload.bad_count) == (1, 2)
    assert sum("重复" in fault for fault in faults(upload)) == 2


def test_a_line_that_names_nobody_is_about_nobody(crew: Crew) -> None:
    due(channel=Channel.RESIDENT_ACCOUNT, has_account=False)
    batch = batch_in(BatchState.EXPORTED, crew, Channel.RESIDENT_ACCOUNT)

    sheet = sheet_of({"batch": batch.pk})
    unnamed = {"金额": money.yuan_plain(batch.rows.get().amount_fen), "处理结果": "成功"}

    said = {"batch": str(batch.pk), "receipt": RECEIPT}
    upload = handed_in("bank_return", filled(sheet, [unnamed]), crew.reconciler, **said)

    assert any("没有送出过这一笔" in fault for fault in faults(upload)), upload.problems


def test_two_rows_that_look_alike_want_their_number(crew: Crew) -> None:
    first = due(year=2020)
    due(year=2021, case=first.calculation.case)
    batch = batch_in(BatchState.EXPORTED, crew)
    row = batch.rows.get(position=1)

    upload = answered(batch, [line(row, 序号=None)], crew.reconciler)

    assert any("有2笔账号和金额相同，请补填序号" in fault for fault in faults(upload))


def test_a_row_put_aside_was_never_sent(crew: Crew) -> None:
    due()
    due()
    batch = batch_in(BatchState.LOCKED, crew)
    row = batch.rows.get(position=1)
    batches.hold_rows(batch.pk, [row.pk], note="待查", by=crew.inspector, at=NOON)
    for step, by in (
        ("inspect", crew.inspector),
        ("approve", crew.director),
        ("release", crew.cashier),
    ):
        batches.go(batch.pk, step, by=by, at=NOON)
    TransferBatch.objects.filter(pk=batch.pk).update(
        state=BatchState.EXPORTED, export_name="名册.xlsx"
    )

    upload = answered(batch, [line(row)], crew.reconciler)

    assert any("已暂缓，没有送银行" in fault for fault in faults(upload))


def test_the_same_receipt_has_no_second_effect(batch: TransferBatch, crew: Crew) -> None:
    answer(batch, crew)

    with pytest.raises(CaseError, match=f"回单 {RECEIPT} 已经登记过"):
        answered(batch, [line(batch.rows.get(position=1))], crew.reconciler)
    known = BankReturn.objects.get()
    known.pk, known.upload_id = None, known.upload_id + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        known.save(force_insert=True)


def test_a_row_keeps_the_answer_that_it_has(batch: TransferBatch, crew: Crew) -> None:
    answer(batch, crew)
    row = batch.rows.get(position=1)

    upload = answered(batch, [line(row, "失败", "户名不符")], crew.reconciler, receipt="另一份")

    assert any("已有结果「已发」" in fault for fault in faults(upload))


def test_a_second_file_answers_what_the_first_one_left_out(
    batch: TransferBatch, crew: Crew
) -> None:
    first, second, third = batch.rows.order_by("position")
    committed(answered(batch, [line(first)], crew.reconciler), crew.reconciler)

    with pytest.raises(CaseError, match="还有 2 行银行未返回结果"):
        batches.go(batch.pk, "reconcile", by=crew.reconciler, at=NOON)
    rest = answered(batch, [line(second), line(third)], crew.reconciler, receipt="第二份")
    committed(rest, crew.reconciler)
    batches.go(batch.pk, "reconcile", by=crew.reconciler, at=NOON)

    batch.refresh_from_db()
    assert batch.state == BatchState.RECONCILED
    assert batch.receipt_number == RECEIPT


def test_rows_that_the_bank_does_not_name_are_paid_by_count_and_sum(
    batch: TransferBatch, crew: Crew
) -> None:
    first = batch.rows.get(position=1)
    committed(
        answered(batch, [line(first, "失败", "账户已销户")], crew.reconciler), crew.reconciler
    )

    with pytest.raises(CaseError, match=r"未返回结果的有 2 行、5,000.50 元，两者不符"):
        batches.confirm_rest(batch.pk, Total(2, 500_000), by=crew.reconciler, at=NOON)
    batches.confirm_rest(batch.pk, Total(2, 500_050), by=crew.reconciler, at=NOON)

    assert batch.rows.filter(state=RowState.PAID).count() == 2
    with pytest.raises(CaseError, match="不必再登记"):
        batches.confirm_rest(batch.pk, Total(0, 0), by=crew.reconciler, at=NOON)


def test_the_cashier_does_not_take_the_answer_in(batch: TransferBatch, crew: Crew) -> None:
    row = batch.rows.get(position=1)

    with pytest.raises(CaseError, match="由「回盘核对」岗位导入"):
        answered(batch, [line(row)], crew.cashier)


def test_an_answer_belongs_to_a_batch_at_the_bank_and_a_receipt(
    batch: TransferBatch, crew: Crew
) -> None:
    row = batch.rows.get(position=1)

    with pytest.raises(CaseError, match="填写银行回单号"):
        answered(batch, [line(row)], crew.reconciler, receipt=" ")
    with pytest.raises(CaseError, match="请从批次页上传"):
        answered(TransferBatch(pk=0), [line(row)], crew.reconciler)
    due(channel=Channel.RESIDENT_ACCOUNT)
    early = batch_in(BatchState.DRAFT, channel=Channel.RESIDENT_ACCOUNT)
    with pytest.raises(CaseError, match="不能办理「登记回盘」"):
        answered(early, [line(row)], crew.reconciler)


def test_an_answer_to_a_batch_that_was_tampered_with_is_not_taken_in(
    batch: TransferBatch, crew: Crew
) -> None:
    upload = answered(batch, [line(batch.rows.get(position=1))], crew.reconciler)
    batch.rows.filter(position=3).update(amount_fen=1)

    upload = committed(upload, crew.reconciler)

    assert upload.good_count == 0
    assert any("与锁定时的校验值不符" in fault for fault in faults(upload))
    assert not BankReturn.objects.exists()


def test_another_reconciler_of_the_bureau_may_go_on(batch: TransferBatch, crew: Crew) -> None:
    answer(batch, crew)
    colleague = holder(Post.RECONCILE)

    batches.go(batch.pk, "reconcile", by=colleague, at=NOON)

    batch.refresh_from_db()
    assert batch.state == BatchState.RECONCILED


def test_an_account_system_answers_without_accounts(crew: Crew) -> None:
    due(channel=Channel.RESIDENT_ACCOUNT, has_account=False)
    batch = batch_in(BatchState.EXPORTED, crew, Channel.RESIDENT_ACCOUNT)

    assert batch.export_name.endswith("记账导入.xlsx")
