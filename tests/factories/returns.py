"""The bank's answers, as a bank sends them."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook

from pension.models import Officer, Upload
from pension.vocabulary import money
from subsidies.models import BatchRow, TransferBatch
from tests.factories.batches import Crew
from tests.factories.uploads import committed, handed_in

HEADINGS = ("序号", "户名", "身份证号", "账号", "金额", "处理结果", "失败原因")
RECEIPT = "20221110-0417"
Line = Mapping[str, object]


def line(row: BatchRow, result: str = "成功", reason: str = "", **changed: object) -> Line:
    """One line of an answer; keywords change what the bank says."""
    usual = {
        "序号": row.position,
        "户名": row.account_holder,
        "身份证号": row.identity_number,
        "账号": row.account_number,
        "金额": money.yuan_plain(row.amount_fen),
        "处理结果": result,
        "失败原因": reason,
    }
    return usual | changed


def workbook(lines: Sequence[Line], *, title: str = "Sheet1") -> bytes:
    """A bank's workbook, whatever its sheet is called."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(list(HEADINGS))
    for one in lines:
        sheet.append([one[heading] for heading in HEADINGS])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def answered(
    batch: TransferBatch, lines: Sequence[Line], by: Officer, receipt: str = RECEIPT
) -> Upload:
    """Hand an answer in and have it checked."""
    said = {"batch": str(batch.pk), "receipt": receipt}
    return handed_in("bank_return", workbook(lines), by, name="回盘.xlsx", **said)


def answer(
    batch: TransferBatch, crew: Crew, refused: Mapping[int, str] | None = None
) -> TransferBatch:
    """Take in an answer that pays every row but those refused, by position with the reason."""
    reasons = refused or {}
    lines = [
        line(row, "失败", reasons[row.position]) if row.position in reasons else line(row)
        for row in batch.rows.filter(state="pending").order_by("position")
    ]
    committed(answered(batch, lines, crew.reconciler), crew.reconciler)
    batch.refresh_from_db()
    return batch
