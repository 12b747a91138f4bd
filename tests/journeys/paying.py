"""The batch from the draft to its closing sheet, and what the bank refused in a later batch."""

from pathlib import Path

from openpyxl import load_workbook

from enrollment.models import BankAccount
from subsidies.models import BatchRow, Entitlement, TransferBatch
from subsidies.workflow.states import BatchState, EntitlementState, RowState
from tests.journeys.clerk import Clerk, Office
from tests.journeys.papers import text_of
from tests.journeys.people import NEWCOMERS_CLERK, NEWCOMERS_CONFIRMER, STREET, case

ROWS, TOTAL = 3, "3,000.00"
REFUSED = "账户已销户"
NEW_ACCOUNT = "6223690000000009999"
DESKS = (
    ("jbj_bianzhi", "批次待锁定", "锁定"),
    ("jbj_jihe", "批次待稽核", "稽核通过"),
    ("jbj_juzhang", "批次待审批", "审批通过"),
    ("jbj_chuna", "批次待放行", "放行"),
)


def pay(office: Office, employees: list[int]) -> None:
    """Draft, verify, lock, inspect, approve, release, send, reconcile, close, and pay again."""
    batch = _draft(office)
    _verify(office, batch)
    for name, tile, step in DESKS:
        _take(office, batch, name, tile, step)
    roster = _send(office, batch)
    answer = _answered(roster)
    _reconcile(office, batch, answer)
    refused = BatchRow.objects.get(batch=batch, state=RowState.FAILED)
    assert refused.entitlement.person in [case(key).person for key in employees]
    _change_account(office, refused)
    _pay_again(office, refused)


def _draft(office: Office) -> TransferBatch:
    with Clerk(office, "jbj_bianzhi") as clerk:
        clerk.press("编制批次")
        clerk.write(范围=STREET, 渠道="打入个人银行账户")
        clerk.press("先看可编入多少")
        clerk.sees(f"将编入 {ROWS} 行，{TOTAL} 元", "叁仟元整")
        clerk.press(f"编制批次（{ROWS} 行）")
        clerk.sees("已编制批次")
        clerk.press("看结果")
        clerk.finds_nothing_grave()
        clerk.press("提交社区核实")
        clerk.sees("待社区核实")
    return TransferBatch.objects.latest("pk")


def _verify(office: Office, batch: TransferBatch) -> None:
    with Clerk(office, NEWCOMERS_CONFIRMER) as clerk:
        clerk.press("批次待社区核实")
        clerk.press(batch.number)
        clerk.press("核实本社区人员")
        clerk.press(f"本社区 {ROWS} 行信息无误，核实通过")
        clerk.sees("已办理「社区核实」")


def _take(office: Office, batch: TransferBatch, name: str, tile: str, step: str) -> None:
    with Clerk(office, name) as clerk:
        clerk.press(tile)
        clerk.press(batch.number)
        clerk.press(step, exact=True)
        clerk.sees(f"已办理「{step}」")


def _send(office: Office, batch: TransferBatch) -> Path:
    """The cashier has the roster written; its numbers are text, and it has no total."""
    with Clerk(office, "jbj_chuna") as clerk:
        clerk.open(f"/subsidies/batches/{batch.pk}/")
        clerk.press("生成发放名册")
        clerk.sees("待回盘")
        roster = clerk.takes("发放名册.xlsx")
    rows = list(load_workbook(roster).worksheets[0].iter_rows(min_row=2))
    assert len(rows) == ROWS
    for _, holder, identity, account, amount, _ in rows:
        assert [cell.data_type for cell in (holder, identity, account)] == ["s", "s", "s"]
        assert len(str(identity.value)) == 18
        assert amount.value == 1000
    return roster


def _answered(roster: Path) -> Path:
    """The bank writes its answer into the roster: the first row is refused, the others paid."""
    book = load_workbook(roster)
    sheet = book.worksheets[0]
    end = sheet.max_column
    for column, heading in enumerate(("处理结果", "失败原因"), start=end + 1):
        sheet.cell(1, column, heading)
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, end + 1, "成功")
    sheet.cell(2, end + 1, "失败")
    sheet.cell(2, end + 2, REFUSED)
    answer = roster.with_name("回盘.xlsx")
    book.save(answer)
    return answer


def _reconcile(office: Office, batch: TransferBatch, answer: Path) -> None:
    with Clerk(office, "jbj_hedui") as clerk:
        clerk.press("批次待回盘")
        clerk.press(batch.number)
        clerk.write(银行回单号="HD-0001")
        clerk.press("上传银行回盘")
        clerk.write(文件=str(answer))
        clerk.press("上传并校验")
        clerk.press(f"确认入库 {ROWS} 行")
        clerk.press("看入库的内容")
        clerk.press("核对一致", exact=True)
        clerk.sees("已办理「核对一致」")
        clerk.press("关闭批次", exact=True)
        clerk.sees("批次已关闭", "差额 0.00", REFUSED)
        clerk.finds_nothing_grave()
        clerk.press("结清表")
        sheet = text_of(clerk.takes("结清表"))
    assert "2,000.00" in sheet
    assert TOTAL in sheet
    batch.refresh_from_db()
    assert batch.state == BatchState.CLOSED
    settled = Entitlement.objects.filter(rows__batch=batch, state=EntitlementState.SETTLED)
    assert settled.count() == ROWS - 1


def _change_account(office: Office, refused: BatchRow) -> None:
    person = refused.entitlement.person
    with Clerk(office, NEWCOMERS_CLERK) as clerk:
        clerk.open(f"/enrollment/people/{person.pk}/")
        clerk.press("变更账户…")
        clerk.write(开户银行="呈贡区农村信用合作联社", 户名=person.name, 账号=NEW_ACCOUNT)
        clerk.write(变更原因="原账户已销户，本人提供新存折")
        clerk.press("录入，待第二人确认")
        clerk.sees("待第二人确认")
    with Clerk(office, NEWCOMERS_CONFIRMER) as clerk:
        clerk.press("待确认账户")
        clerk.press(person.name)
        clerk.press("确认启用新账户")
        clerk.sees("6223 **** **** 9999")
    assert BankAccount.objects.filter(person=person, number=NEW_ACCOUNT).exists()


def _pay_again(office: Office, refused: BatchRow) -> None:
    with Clerk(office, "jbj_bianzhi") as clerk:
        clerk.turn_to("拨付批次")
        clerk.press("待补发名单")
        clerk.sees(refused.entitlement.person.name, REFUSED)
        clerk.press("编制批次")
        clerk.write(范围=STREET, 渠道="打入个人银行账户")
        clerk.press("先看可编入多少")
        clerk.press("编制批次（1 行）")
        clerk.sees("已编制批次")
        clerk.press("看结果")
        clerk.sees("6223 **** **** 9999")
    again = TransferBatch.objects.latest("pk").rows.get()
    assert again.entitlement == refused.entitlement
    assert again.account_number == NEW_ACCOUNT
