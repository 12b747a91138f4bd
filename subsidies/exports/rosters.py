"""Payment files: a roster for the bank, or an import file for individual accounts.

Identity and account numbers are text cells, amounts numbers with two decimals, and there is no
row of totals. What was put aside is left out.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import IO

from pension.vocabulary.errors import CaseError
from pension.workbooks import Column, Kind, Tally, verify, write
from subsidies.models import BatchRow, TransferBatch
from subsidies.queries.bank_formats import batch_format
from subsidies.queries.batches.sums import SENT, Total, sums
from subsidies.rules import vocabulary as words
from subsidies.rules.bank_formats import FileColumn, FileFormat

Progress = Callable[[int, int], None]
CHUNK = 1000
SOURCES = (
    "position",
    "name",
    "identity_number",
    "account_holder",
    "account_number",
    "bank",
    "amount_fen",
    "region__name",
    "entitlement__kind",
    "entitlement__year",
)
# What the sources fill, in their order, and the number of the batch.
FILLED = (
    FileColumn.POSITION,
    FileColumn.NAME,
    FileColumn.IDENTITY,
    FileColumn.HOLDER,
    FileColumn.ACCOUNT,
    FileColumn.BANK,
    FileColumn.AMOUNT,
    FileColumn.COMMUNITY,
    FileColumn.KIND,
    FileColumn.YEAR,
    FileColumn.BATCH,
)
KINDS = {
    FileColumn.POSITION: (Kind.INTEGER, 8),
    FileColumn.IDENTITY: (Kind.IDENTIFIER, 22),
    FileColumn.ACCOUNT: (Kind.IDENTIFIER, 26),
    FileColumn.AMOUNT: (Kind.MONEY, 14),
    FileColumn.BANK: (Kind.TEXT, 26),
    FileColumn.BATCH: (Kind.TEXT, 24),
    FileColumn.KIND: (Kind.TEXT, 18),
}


KIND_LABELS: Mapping[object, str] = {kind.value: kind.label for kind in words.Kind}


def roster_columns(stated: FileFormat) -> list[Column]:
    """The columns of a payment file in the order that the receiver wants."""
    columns = []
    for key, heading in stated.columns:
        kind, width = KINDS.get(FileColumn(key), (Kind.TEXT, 16))
        columns.append(Column(header=heading, key=key, kind=kind, width=width))
    return columns


def roster_title(batch: TransferBatch) -> str:
    """What the file is: a roster that a bank pays, or what an account system books."""
    return "发放名册" if batch.channel == words.Channel.BANK else "记账导入"


def roster_name(batch: TransferBatch) -> str:
    """The name of the file: «CG-2022-11-YH-003 发放名册.xlsx»."""
    return f"{batch.number} {roster_title(batch)}.xlsx"


def write_roster(batch: TransferBatch, target: IO[bytes], progress: Progress) -> Total:
    """Write the payment file, read it again, and give count and sum of what stands in it.

    Memory doesn't grow with the rows. Refused when what is read differs from the rows.
    """
    columns = roster_columns(batch_format(batch))
    expected = sums(batch).sent
    write(target, roster_title(batch), columns, _reported(_rows(batch), expected.rows, progress))
    target.seek(0)
    found = _checked(verify(target, columns), expected)
    target.seek(0)
    return found


def _checked(found: Tally, expected: Total) -> Total:
    if (found.rows, found.total_fen) != expected:
        raise CaseError("写出的名册与批次的行数、金额不一致，没有给出文件，请重新生成")
    return expected


def _rows(batch: TransferBatch) -> Iterator[Mapping[str, object]]:
    """The rows that go out, by position, some at a time and without an object for each."""
    rows = BatchRow.objects.filter(batch=batch, state__in=SENT).order_by("position")
    reached = 0
    while chunk := list(rows.filter(position__gt=reached).values_list(*SOURCES)[:CHUNK]):
        yield from [_values(batch.number, *row) for row in chunk]
        reached = chunk[-1][0]


def _values(batch_number: str, *row: object) -> Mapping[str, object]:
    """One row of the query under the names of the file's columns."""
    *plain, kind, year = row
    return dict(
        zip(FILLED, (*plain, KIND_LABELS[kind], str(year or ""), batch_number), strict=True)
    )


def _reported(
    rows: Iterator[Mapping[str, object]], total: int, progress: Progress
) -> Iterator[Mapping[str, object]]:
    """Pass rows on and report how far it is."""
    for done, row in enumerate(rows, 1):
        yield row
        if done % CHUNK == 0 or done == total:
            progress(done, total)
