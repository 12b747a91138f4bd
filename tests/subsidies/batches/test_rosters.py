"""Payment files: text cells, no total row, written once, read again before they are given out."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pension.models import AuditEntry, Job, JobFile, JobState
from pension.services import jobs
from pension.vocabulary.errors import CaseError
from subsidies.models import BatchEvent, TransferBatch
from subsidies.queries.batches.sums import Total
from subsidies.rules.bank_formats import CREDIT_BANK, FileFormat
from subsidies.rules.vocabulary import Channel
from subsidies.services import bank_formats, batches
from subsidies.workflow.states import BatchState, RowState
from tests.clock import NOON
from tests.factories.batches import Crew, batch_in, due, send
from tests.factories.uploads import run_jobs

pytestmark = pytest.mark.django_db


def sheet_of(name: str) -> Worksheet:
    """The first worksheet of a file that a job gave out."""
    return load_workbook(BytesIO(JobFile.objects.get(name=name).file.read())).worksheets[0]


def test_the_roster_has_text_cells_two_decimals_and_no_total_row() -> None:
    due(100_050)
    due(200_000)

    batch = batch_in(BatchState.EXPORTED)

    sheet = sheet_of(batch.export_name)
    assert [cell.value for cell in sheet[1]] == [heading for _, heading in CREDIT_BANK.columns]
    assert sheet.max_row == 3
    rows = batch.rows.order_by("position")
    for line, row in zip(sheet.iter_rows(min_row=2), rows, strict=True):
        position, payee, identity, account, amount, number = line
        assert (position.value, payee.value) == (row.position, row.account_holder)
        assert (identity.value, identity.data_type) == (row.identity_number, "s")
        assert (account.value, account.data_type) == (row.account_number, "s")
        assert (identity.number_format, account.number_format) == ("@", "@")
        assert Decimal(str(amount.value)) * 100 == row.amount_fen
        assert amount.number_format.endswith("0.00")
        assert number.value == batch.number


def test_a_bank_gets_the_columns_and_the_order_that_it_wants() -> None:
    due(100_050)
    crew = Crew()
    batch = batch_in(BatchState.RELEASED, crew)
    columns = (("account", "收款账号"), ("amount", "交易金额"), ("position", "流水"))
    wanted = FileFormat(CREDIT_BANK.name, columns, CREDIT_BANK.return_columns, ("成功",), ("退回",))
    bank_formats.keep(wanted, by=None, at=NOON)

    send(batch, crew)

    batch.refresh_from_db()
    sheet = sheet_of(batch.export_name)
    assert [cell.value for cell in sheet[1]] == ["收款账号", "交易金额", "流水"]
    assert sheet["A2"].value == batch.rows.get().account_number


def test_a_format_that_cannot_carry_a_payment_is_refused_naming_what_lacks() -> None:
    broken = FileFormat("某银行", (("name", "姓名"), ("cheque", "支票")), (), (), ())

    with pytest.raises(CaseError) as refusal:
        bank_formats.keep(broken, by=None, at=NOON)

    assert refusal.value.sentences == (
        "名册列「支票」的键“cheque”无法识别",
        "名册缺少「序号」列",
        "名册缺少「金额」列",
        "回盘缺少「序号」列",
        "回盘缺少「金额」列",
        "回盘缺少「处理结果」列",
        "回盘须有「账号」或「身份证号」列",
        "没有写明表示成功的结果",
    )


def test_a_row_put_aside_is_left_out_of_the_roster_and_named_in_the_approval_sheet() -> None:
    due(100_000)
    due(50_000)
    crew = Crew()
    batch = batch_in(BatchState.RELEASED, crew)
    row = batch.rows.get(position=1)
    batches.hold_rows(batch.pk, [row.pk], note="待查", by=crew.cashier, at=NOON)

    send(batch, crew)

    batch.refresh_from_db()
    assert batch.state == BatchState.EXPORTED
    assert sheet_of(batch.export_name).max_row == 2
    texts = [
        str(cell.value)
        for line in sheet_of(f"{batch.number} 审批表.xlsx").iter_rows()
        for cell in line
        if cell.value is not None
    ]
    assert "应发金额（大写）：伍佰元整" in texts
    assert any(text.startswith(f"放行：{crew.cashier.name}") for text in texts)


def test_asked_for_twice_there_is_one_file_and_one_step() -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.RELEASED, crew)

    first = batches.request_roster(batch.pk, by=crew.cashier, at=NOON)
    again = batches.request_roster(batch.pk, by=crew.cashier, at=NOON)
    run_jobs()
    jobs.run(first.pk, lambda: NOON)
    after = batches.request_roster(batch.pk, by=crew.cashier, at=NOON)

    assert first.pk == again.pk == after.pk
    assert BatchEvent.objects.filter(record=batch, step="export").count() == 1
    assert JobFile.objects.filter(name__endswith="发放名册.xlsx").count() == 1


def test_a_job_taken_up_again_after_a_crash_gives_the_file_and_takes_no_second_step() -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.EXPORTED, crew)
    job = Job.objects.get(kind="write_roster")
    JobFile.objects.filter(job=job).delete()
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)

    jobs.run(job.pk, lambda: NOON)

    batch.refresh_from_db()
    assert sheet_of(batch.export_name).max_row == 2
    assert BatchEvent.objects.filter(record=batch, step="export").count() == 1


def test_the_cashier_alone_has_the_roster_written_after_release() -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.APPROVED, crew)

    with pytest.raises(CaseError, match="不能办理「送银行」"):
        batches.request_roster(batch.pk, by=crew.cashier, at=NOON)
    batches.go(batch.pk, "release", by=crew.cashier, at=NOON)
    with pytest.raises(CaseError, match="由「出纳放行」岗位办理"):
        batches.request_roster(batch.pk, by=crew.director, at=NOON)

    assert not Job.objects.filter(kind="write_roster").exists()


def test_a_roster_of_tampered_rows_is_not_given_out() -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.RELEASED, crew)
    batches.request_roster(batch.pk, by=crew.cashier, at=NOON)
    batch.rows.update(amount_fen=5)

    run_jobs()

    job = Job.objects.get(kind="write_roster")
    assert job.state == JobState.FAILED
    assert "与锁定时的校验值不符" in job.message
    assert not JobFile.objects.filter(job=job).exists()
    batch.refresh_from_db()
    assert batch.state == BatchState.RELEASED


def test_a_row_put_aside_while_the_roster_is_written_stops_it() -> None:
    due()
    due()
    crew = Crew()
    batch = batch_in(BatchState.RELEASED, crew)
    written = Total(2, 200_000)
    row = batch.rows.get(position=1)
    batches.hold_rows(batch.pk, [row.pk], note="待查", by=crew.cashier, at=NOON)

    with pytest.raises(CaseError, match="写出期间有行被暂缓"):
        batches.note_sent(batch.pk, "名册.xlsx", "0" * 64, written, by=crew.cashier, at=NOON)


def test_a_roster_that_failed_can_be_asked_for_again() -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.RELEASED, crew)
    batches.request_roster(batch.pk, by=crew.cashier, at=NOON)
    batch.rows.update(amount_fen=5)
    run_jobs()
    batch.rows.update(amount_fen=100_000)

    send(batch, crew)

    batch.refresh_from_db()
    assert batch.state == BatchState.EXPORTED


def test_the_hash_of_the_roster_is_in_the_trail() -> None:
    due()

    batch = batch_in(BatchState.EXPORTED)

    detail = AuditEntry.objects.get(action="导出发放名册").detail
    assert detail["sha256"] == JobFile.objects.get(name=batch.export_name).sha256
    assert (detail["rows"], detail["fen"]) == (1, 100_000)


def test_an_import_file_for_individual_accounts_has_no_bank_columns() -> None:
    due(channel=Channel.RESIDENT_ACCOUNT, has_account=False)

    batch = batch_in(BatchState.EXPORTED, channel=Channel.RESIDENT_ACCOUNT)

    headings = [cell.value for cell in sheet_of(batch.export_name)[1]]
    assert headings == ["序号", "姓名", "身份证号", "补助类别", "年度", "金额", "批次号"]
    assert sheet_of(batch.export_name)["E2"].value == "2021"


def test_a_batch_sent_back_while_the_roster_waits_gets_none() -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.RELEASED, crew)
    batches.request_roster(batch.pk, by=crew.cashier, at=NOON)
    TransferBatch.objects.filter(pk=batch.pk).update(round=2)

    run_jobs()

    job = Job.objects.get(kind="write_roster")
    assert (job.state, "作废" in job.message) == (JobState.FAILED, True)
    assert batch.rows.get().state == RowState.PENDING
