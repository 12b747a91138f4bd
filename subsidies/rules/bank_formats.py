"""The columns that a payment file has, and those of the answer: per bank, or per channel.

A format is pairs of key and heading, in the order that the receiver wants.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pension.vocabulary.labels import Labelled
from subsidies.rules.vocabulary import Channel
from subsidies.workflow.states import RowState

# A bank says in many ways that it didn't pay; whatever says none of this is not taken as a result,
# because a payment that is under way and paid again would be paid twice.
FAILURE_WORDS = ("失败", "不成功", "未成功", "拒绝", "错误", "异常")


class FileColumn(Labelled):
    """What a column of a payment file can hold; the label is its usual heading."""

    POSITION = "position", "序号"
    NAME = "name", "姓名"
    IDENTITY = "identity", "身份证号"
    HOLDER = "holder", "户名"
    ACCOUNT = "account", "账号"
    BANK = "bank", "开户银行"
    AMOUNT = "amount", "金额"
    COMMUNITY = "community", "社区"
    KIND = "kind", "补助类别"
    YEAR = "year", "年度"
    BATCH = "batch", "批次号"


class AnswerColumn(Labelled):
    """What a column of an answer can hold; the label is its usual heading."""

    POSITION = "position", "序号"
    NAME = "name", "户名"
    IDENTITY = "identity", "身份证号"
    ACCOUNT = "account", "账号"
    AMOUNT = "amount", "金额"
    RESULT = "result", "处理结果"
    REASON = "reason", "失败原因"
    REMARK = "remark", "备注"


Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A file that goes out and its answer; result words are compared whole."""

    name: str
    columns: Pairs
    return_columns: Pairs
    success_words: tuple[str, ...]
    returned_words: tuple[str, ...]

    def outcome(self, result: str) -> RowState | None:
        """What a result word means; None when it means nothing that is known."""
        if result in self.success_words:
            return RowState.PAID
        if result in self.returned_words:
            return RowState.RETURNED
        return RowState.FAILED if any(word in result for word in FAILURE_WORDS) else None

    def faults(self) -> list[str]:
        """Sentences saying what a format lacks; empty when it can be used."""
        found = _odd(self.columns, FileColumn, "名册") + _odd(
            self.return_columns, AnswerColumn, "回盘"
        )
        asked, answered = dict(self.columns), dict(self.return_columns)
        found += [
            f"名册缺少「{column.label}」列"
            for column in (FileColumn.POSITION, FileColumn.AMOUNT)
            if column not in asked
        ]
        found += [
            f"回盘缺少「{column.label}」列"
            for column in (AnswerColumn.POSITION, AnswerColumn.AMOUNT, AnswerColumn.RESULT)
            if column not in answered
        ]
        if not {AnswerColumn.ACCOUNT, AnswerColumn.IDENTITY} & set(answered):
            found.append("回盘须有「账号」或「身份证号」列")
        if not self.success_words:
            found.append("没有写明表示成功的结果")
        return found


def _odd(pairs: Pairs, known: type[Labelled], file: str) -> list[str]:
    """Columns that nobody can fill, and headings that stand there twice."""
    keys = {str(member) for member in known}
    headings = [heading for _, heading in pairs]
    found = [
        f"{file}列「{heading}」的键“{key}”无法识别" for key, heading in pairs if key not in keys
    ]
    twice = {heading for heading in headings if headings.count(heading) > 1}
    return found + [f"{file}列名「{heading}」重复" for heading in sorted(twice)]


def _usual(*columns: Labelled) -> Pairs:
    return tuple((str(column), column.label) for column in columns)


SUCCESS_WORDS = ("成功", "已入账", "代发成功")
RETURNED_WORDS = ("退回", "退汇", "已退回")

CREDIT_BANK = FileFormat(
    "农村信用社",
    _usual(
        FileColumn.POSITION,
        FileColumn.HOLDER,
        FileColumn.IDENTITY,
        FileColumn.ACCOUNT,
        FileColumn.AMOUNT,
        FileColumn.BATCH,
    ),
    _usual(
        AnswerColumn.POSITION,
        AnswerColumn.NAME,
        AnswerColumn.IDENTITY,
        AnswerColumn.ACCOUNT,
        AnswerColumn.AMOUNT,
        AnswerColumn.RESULT,
        AnswerColumn.REASON,
    ),
    SUCCESS_WORDS,
    RETURNED_WORDS,
)
"""The usual roster of the rural credit bank; an office changes columns as its bank wants them."""

_TO_ACCOUNTS = FileFormat(
    "个人账户记账",
    _usual(
        FileColumn.POSITION,
        FileColumn.NAME,
        FileColumn.IDENTITY,
        FileColumn.KIND,
        FileColumn.YEAR,
        FileColumn.AMOUNT,
        FileColumn.BATCH,
    ),
    _usual(
        AnswerColumn.POSITION,
        AnswerColumn.IDENTITY,
        AnswerColumn.AMOUNT,
        AnswerColumn.RESULT,
        AnswerColumn.REASON,
    ),
    ("成功", "已记账", "记账成功"),
    RETURNED_WORDS,
)


def format_of(channel: Channel, stated: FileFormat | None = None) -> FileFormat:
    """The format of a batch: its bank's, or that of the channel where no bank is between."""
    if stated is not None:
        return stated
    return CREDIT_BANK if channel is Channel.BANK else _TO_ACCOUNTS


def pairs_of(stored: Sequence[Sequence[str]]) -> Pairs:
    """Pairs as they are kept in JSON."""
    return tuple((str(key), str(heading)) for key, heading in stored)
