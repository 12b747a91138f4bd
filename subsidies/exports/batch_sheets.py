"""The approval sheet and the closing sheet of a batch as workbooks."""

from typing import IO

from pension.vocabulary import money
from subsidies.exports.sheets import PaperSheet, moment
from subsidies.queries.batches.papers import ApprovalSheet, ClosingSheet
from subsidies.workflow.states import RowState

APPROVAL_TITLE = "被征地人员养老补助发放审批表"
CLOSING_TITLE = "被征地人员养老补助发放结清表"


def write_approval(sheet: ApprovalSheet, target: IO[bytes]) -> None:
    """Write what is approved: by community, in all, in capital numerals, and who acted."""
    paper = PaperSheet(APPROVAL_TITLE, (26, 12, 20, 12, 20, 12, 20))
    paper.particulars(sheet.head)
    paper.headings(("社区", "核定行数", "核定金额", "暂缓行数", "暂缓金额", "应发行数", "应发金额"))
    for one in sheet.communities:
        paper.line((one.name, one.sums.standing, one.sums.of(RowState.HELD), one.sums.sent))
    paper.line(("合计", sheet.approved, sheet.held, sheet.payable), is_result=True)
    paper.across(f"应发金额（大写）：{sheet.capital}")
    paper.across(f"名册校验值：{sheet.head.rows_hash or '尚未锁定'}")
    paper.signatures(sheet.signatures)
    paper.write_to(target)


def write_closing(sheet: ClosingSheet, target: IO[bytes]) -> None:
    """Write the proof of the equation, by community and in all."""
    paper = PaperSheet(CLOSING_TITLE, (22, *(10, 16) * 5))
    paper.particulars(sheet.head)
    names = [f"{term.label}{what}" for term in sheet.terms for what in ("行数", "金额")]
    paper.headings(("社区", *names))
    states = (RowState.PAID, RowState.FAILED, RowState.RETURNED, RowState.HELD)
    for one in sheet.communities:
        paper.line((one.name, one.sums.standing, *(one.sums.of(state) for state in states)))
    paper.line(("合计", *(term.total for term in sheet.terms)), is_result=True)
    for sentence in closing_sentences(sheet):
        paper.across(sentence)
    paper.signatures(sheet.signatures)
    paper.write_to(target)


def closing_sentences(sheet: ClosingSheet) -> list[str]:
    """The equation in figures, the roster that went out, the receipts that came back."""
    first, *rest = sheet.terms
    sums = " + ".join(money.yuan(term.total.fen) for term in rest)
    sentences = [
        "核定 = 已发 + 转待补发 + 退回 + 暂缓",
        f"{money.yuan(first.total.fen)} = {sums}，差额 {money.yuan(sheet.difference_fen)} 元",
        f"已发金额（大写）：{money.capital(rest[0].total.fen)}",
        f"名册校验值：{sheet.head.rows_hash}",
        f"名册文件：{sheet.roster_name}　SHA-256：{sheet.roster_sha256}",
    ]
    sentences += [
        f"回单 {one.receipt_number}：成功 {one.paid_count} 行，失败 {one.failed_count} 行，"
        f"退回 {one.returned_count} 行（{one.by.name} {moment(one.at)}）"
        for one in sheet.receipts
    ]
    if sheet.returned_later:
        sentences.append(f"回盘登记以后又退回 {sheet.returned_later} 行，已从已发转入退回")
    if sheet.late_successes:
        sentences.append(f"报失败以后银行又支付 {sheet.late_successes} 行，已从转待补发转入已发")
    return sentences
