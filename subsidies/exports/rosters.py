"""Payment files: a roster for the bank, or an import file for individual accounts.

Identity and account numbers are text cells, amounts numbers with two decimals, and there is no
row of totals. What was put aside is left out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO

from pension.vocabulary.errors import CaseError
from pension.workbooks import Block, Column, Kind, Tally, verify, write_blocks
from subsidies.models import BatchRow, TransferBatch
from subsidies.queries.bank_formats import batch_format
from subsidies.queries.batches.sums import SENT, Total, sums
from subsidies.rules import vocabulary as words
from subsidies.rules.bank_formats import FileColumn, FileFormat

Progress = Callable[[int, int], None]
CHUNK = 1000
SOURCES = {
    FileColumn.POSITION: "position",
    FileColumn.NAME: "name",
    FileColumn.IDENTITY: "identity_number",
    FileColumn.HOLDER: "account_holder",
    FileColumn.ACCOUNT: "account_number",
    FileColumn.BANK: "bank",
    FileColumn.AMOUNT: "amount_fen",
    FileColumn.COMMUNITY: "region__name",
    FileColumn.KIND: "entitlement__kind",
    FileColumn.YEAR: "entitlement__year",
    FileColumn.BATCH: "batch__number",
}
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
# How what isn't printed as it is kept is printed.
PRINTED: Mapping[str, Callable[[object], str]] = {
    FileColumn.KIND: KIND_LABELS.__getitem__,
    FileColumn.YEAR: lambda year: str(year or ""),
}


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
    blocks = _blocks(batch, columns, expected.rows, progress)
    write_blocks(target, roster_title(batch), columns, blocks)
    target.seek(0)
    found = _checked(verify(target, columns), expected)
    target.seek(0)
    return found


def _checked(found: Tally, expected: Total) -> Total:
    if (found.rows, found.total_fen) != expected:
        raise CaseError("写出的名册与批次的行数、金额不一致，没有给出文件，请重新生成")
    return expected


def _blocks(
    batch: TransferBatch, columns: Sequence[Column], total: int, progress: Progress
) -> Iterator[Block]:
    """The rows that go out, by position and some at a time, as the values of each column."""
    sources = [SOURCES[FileColumn(column.key)] for column in columns]
    fields = list(dict.fromkeys(("position", *sources)))
    rows = BatchRow.objects.filter(batch=batch, state__in=SENT).order_by("position")
    done = reached = 0
    while chunk := list(rows.filter(position__gt=reached).values_list(*fields)[:CHUNK]):
        read = dict(zip(fields, zip(*chunk, strict=True), strict=True))
        yield [
            _printed(column.key, read[source])
            for column, source in zip(columns, sources, strict=True)
        ]
        reached = chunk[-1][0]
        done += len(chunk)
        progress(done, total)


def _printed(key: str, values: Sequence[object]) -> Sequence[object]:
    """The values of a column as its cells show them."""
    return list(map(PRINTED[key], values)) if key in PRINTED else values
