"""The bank's answer to a roster: which rows were paid, which failed and why, which came back.

A row is found by its number in the roster, or by account (identity number) and amount where the
bank left the number out; whatever else the bank names must agree with what was sent.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from pension.models import Officer, Upload
from pension.services.uploads import Examined, ImportKind, Scene, register
from pension.vocabulary import money
from pension.vocabulary.errors import CaseError
from pension.vocabulary.keys import parse_key
from pension.vocabulary.masking import mask_account, mask_identity
from pension.vocabulary.posts import Post
from pension.workbooks import Column, Row, Sheet
from pension.workbooks.specs import Kind
from subsidies.models import BankReturn, BatchRow, TransferBatch
from subsidies.queries.bank_formats import batch_format
from subsidies.rules.answers import NO_REASON, remedy_of
from subsidies.rules.bank_formats import AnswerColumn, FileFormat
from subsidies.services.batches import Answer, Receipt, conditions, take_return
from subsidies.services.batches.machine import insist
from subsidies.workflow.states import BatchState, RowState

RECEIPT_LIMIT = 40
KINDS = {
    AnswerColumn.POSITION: Kind.INTEGER,
    AnswerColumn.IDENTITY: Kind.IDENTIFIER,
    AnswerColumn.ACCOUNT: Kind.IDENTIFIER,
    AnswerColumn.AMOUNT: Kind.MONEY,
}
MUST = (AnswerColumn.AMOUNT, AnswerColumn.RESULT)


def sheet_of(context: Mapping[str, Any]) -> Sheet:
    """The sheet that the bank of the context's batch answers with.

    Many banks write their answer into the roster itself, so that its other columns may stay.
    """
    batch = TransferBatch.objects.select_related("bank_format").get(pk=context["batch"])
    stated = batch_format(batch)
    columns = [
        Column(
            header=heading,
            key=key,
            kind=KINDS.get(AnswerColumn(key), Kind.TEXT),
            required=key in MUST,
        )
        for key, heading in stated.return_columns
    ]
    answered = {column.header for column in columns}
    sent = tuple(heading for _, heading in stated.columns if heading not in answered)
    return Sheet("回盘", tuple(columns), title_varies=True, unread=sent)


class ReturnCheck:
    """Checks answers against the rows that were sent."""

    def __init__(self, scene: Scene) -> None:
        """Read the batch and how its bank answers."""
        batch = TransferBatch.objects.select_related("bank_format")
        self._batch = batch.get(pk=scene.context["batch"])
        self._format = batch_format(self._batch)

    def __call__(self, rows: Sequence[Examined]) -> None:
        """Refuse, each at its cell: rows never sent, sent otherwise, answered twice."""
        found = match(self._batch, [row.values for row in rows])
        for row, sent in zip(rows, found, strict=True):
            if not sent:
                row.refuse("position", "批次中没有送出过这一笔，请核对是否选错了批次或回盘文件")
            elif len(sent) > 1:
                row.refuse("position", f"名册中有{len(sent)}笔账号和金额相同，请补填序号")
            else:
                self._compare(row, sent[0])

    def _compare(self, row: Examined, sent: BatchRow) -> None:
        # Two lines about one row then agree in it, whether the bank numbered them or not.
        row.values["position"] = sent.position
        for key, sentence in _disagreements(row.values, sent):
            row.refuse(key, sentence)
        if sent.state == RowState.HELD:
            row.refuse("result", f"名册第{sent.position}行已暂缓，没有送银行，请与银行核对")
        elif sent.state != RowState.PENDING:
            row.refuse("result", _answered_before(sent))
        if "result" in row.values and self._format.outcome(row.values["result"]) is None:
            known = "、".join((*self._format.success_words, *self._format.returned_words))
            row.refuse("result", f"“{row.values['result']}”无法识别，应为{known}或失败之一")


def match(batch: TransferBatch, answers: Sequence[Mapping[str, Any]]) -> Iterator[list[BatchRow]]:
    """The rows that each answer can be about: one where it is sound, none or several otherwise."""
    standing = BatchRow.objects.filter(batch=batch).exclude(state=RowState.DROPPED)
    positions = [answer["position"] for answer in answers if answer.get("position")]
    by_position = {row.position: [row] for row in standing.filter(position__in=positions)}
    loose = [answer for answer in answers if not answer.get("position")]
    by_account = _by_account(standing, loose) if loose else {}
    for answer in answers:
        if answer.get("position"):
            yield by_position.get(answer["position"], [])
        else:
            yield by_account.get(_key(answer), [])


def commit(rows: Sequence[Row], scene: Scene) -> dict[int, str]:
    """Take the answers in; each row says what became of it."""
    batch = TransferBatch.objects.select_related("bank_format").get(pk=scene.context["batch"])
    stated = batch_format(batch)
    sent = match(batch, [row.values for row in rows])
    answers = [_answer(row, one, stated) for row, (one,) in zip(rows, sent, strict=True)]
    receipt = Receipt(scene.context["receipt"], scene.upload)
    take_return(batch.pk, answers, receipt, by=scene.officer, at=scene.at)
    return {row.number: answer.state.label for row, answer in zip(rows, answers, strict=True)}


def prepare(officer: Officer, said: Mapping[str, str]) -> dict[str, Any]:
    """The batch and the receipt that an answer belongs to; refuses what can't be answered."""
    batch = _batch(officer, said.get("batch", ""))
    receipt = said.get("receipt", "").strip()
    if not receipt or len(receipt) > RECEIPT_LIMIT:
        raise CaseError(f"请先在批次页填写银行回单号，不超过{RECEIPT_LIMIT}个字")
    if BankReturn.objects.filter(batch=batch, receipt_number=receipt).exists():
        raise CaseError(f"回单 {receipt} 已经登记过，不必重复登记")
    if batch.state != BatchState.RETURNED:
        insist(conditions(batch, "take_return", by=officer))
    return {
        "batch": batch.pk,
        "receipt": receipt,
        "subject": f"批次 {batch.number}，回单 {receipt}",
    }


def result_url(upload: Upload) -> str:
    """The page of the batch."""
    return reverse("subsidies:batch", args=[upload.context["batch"]])


def _batch(officer: Officer, key: str) -> TransferBatch:
    found = TransferBatch.objects.visible_to(officer).select_related("bank_format")
    batch = found.filter(pk=parse_key(key) or 0).first()
    if batch is None:
        raise CaseError("请从批次页上传该批次的银行回盘")
    return batch


def _by_account(
    standing: QuerySet[BatchRow], answers: Sequence[Mapping[str, Any]]
) -> dict[tuple[str, int], list[BatchRow]]:
    """Rows by account or identity number and amount, of those that the answers can be about."""
    numbers = {number for number, _ in map(_key, answers)} - {""}
    rows = standing.filter(Q(account_number__in=numbers) | Q(identity_number__in=numbers))
    found: dict[tuple[str, int], list[BatchRow]] = defaultdict(list)
    for row in rows.order_by("position"):
        for number in {row.account_number, row.identity_number} & numbers:
            found[number, row.amount_fen].append(row)
    return found


def _key(answer: Mapping[str, Any]) -> tuple[str, int]:
    return answer.get("account") or answer.get("identity") or "", answer.get("amount") or 0


def _disagreements(values: Mapping[str, Any], sent: BatchRow) -> Iterator[tuple[str, str]]:
    """What the bank names otherwise than it was sent: pairs of column and sentence."""
    where = f"名册第{sent.position}行"
    if values.get("account") and values["account"] != sent.account_number:
        yield "account", f"与{where}的账号 {mask_account(sent.account_number)} 不符，请与银行核对"
    if values.get("identity") and values["identity"].upper() != sent.identity_number:
        masked = mask_identity(sent.identity_number)
        yield "identity", f"与{where}的身份证号 {masked} 不符，请与银行核对"
    if values.get("amount") not in (None, sent.amount_fen):
        yield "amount", f"与{where}的金额 {money.yuan(sent.amount_fen)} 元不符，请与银行核对"


def _answered_before(sent: BatchRow) -> str:
    """That a row has its answer, and what to do when the bank paid it after all."""
    told = f"名册第{sent.position}行已有结果「{sent.state_label}」"
    late = "，银行后来支付的请在批次页登记迟到成功" if sent.state == RowState.FAILED else ""
    return told + late


def _answer(row: Row, sent: BatchRow, stated: FileFormat) -> Answer:
    values: Mapping[str, Any] = row.values
    state = stated.outcome(values["result"]) or RowState.FAILED
    if state is RowState.PAID:
        return Answer(sent.pk, state, values["result"])
    reason = values.get("reason") or values.get("remark") or NO_REASON
    return Answer(sent.pk, state, reason, remedy_of(reason).cure)


Mask = Callable[[str], str]
MASKS: Mapping[str, Mask] = {"identity": mask_identity, "account": mask_account}

BANK_RETURN = register(
    ImportKind(
        code="bank_return",
        title="银行回盘",
        sheet=sheet_of,
        posts=(Post.RECONCILE,),
        checker=ReturnCheck,
        commit=commit,
        unique_by=("position",),
        shown=("position", "name", "amount", "result", "reason", "remark"),
        masks=MASKS,
        committed_label="登记结果",
        guidance=(
            "文件由银行给出，列名须与该银行的回盘格式一致；账号、身份证号用文本格式。",
            "每一行的账号、身份证号、金额都与送出的名册核对，不符的不登记。",
        ),
        afterwards="登记后到批次页核对；失败和退回的行转待补发。",
        has_template=False,
        prepare=prepare,
        result_url=result_url,
        again_url=result_url,
    )
)
