"""The list of batches, and the list of what is to be paid again."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from pension.tables import Cell, Column, Row, Table
from pension.vocabulary import money
from subsidies.models import BatchRow, TransferBatch
from subsidies.queries.arrears import SETBACKS
from subsidies.queries.batches.sums import BatchSums, Total
from subsidies.tables.batches.moments import full_moment
from subsidies.tables.batches.rows import ROW_TONES
from subsidies.workflow.states import BatchState, RowState


def state_tone(state: BatchState) -> str:
    """The tone of a batch's badge."""
    if state is BatchState.CLOSED:
        return "ok"
    return "" if state is BatchState.CANCELLED else "info"


def batch_table(
    batches: Sequence[TransferBatch], counted: Mapping[int, BatchSums], whole: BatchSums
) -> Table:
    """The list of batches; the totals are those of the whole list, not of the page."""
    return Table(
        caption="拨付批次",
        columns=(
            Column("批次号"),
            Column("名称"),
            Column("状态"),
            Column("行数", is_number=True),
            Column("核定（元）", is_number=True),
            Column("已发（元）", is_number=True),
            Column("未发成（元）", is_number=True),
            Column("到本环节"),
        ),
        rows=[_batch_row(batch, counted[batch.pk]) for batch in batches],
        totals=(
            Cell("合计"),
            Cell(""),
            Cell(""),
            *_money_cells(whole),
            Cell(""),
        ),
        empty="没有符合条件的批次",
        cure="可以放宽筛选条件，或由「核算编制」岗位编制批次。",
    )


def arrears_table(
    rows: Iterable[BatchRow], total: Total, hindrances: Mapping[int, str], *, may_open: bool
) -> Table:
    """What is to be paid again: why it wasn't, what to do, and whether it can enter a batch.

    Names lead to the people's pages for whoever ``may_open`` these.
    """
    return Table(
        caption="待补发",
        columns=(
            Column("姓名"),
            Column("身份证号"),
            Column("社区"),
            Column("金额（元）", is_number=True),
            Column("原因"),
            Column("说明与办法"),
            Column("原批次"),
            Column("可否编入"),
        ),
        rows=[_arrears_row(row, hindrances.get(row.pk, ""), may_open=may_open) for row in rows],
        totals=(
            Cell("合计"),
            Cell(f"{total.rows:,} 行"),
            Cell(""),
            Cell(money.yuan(total.fen), is_number=True),
            *(Cell("") for _ in range(4)),
        ),
        empty="没有待补发的款项",
        cure="银行失败、退回和暂缓的款项会列在这里。",
    )


def _batch_row(batch: TransferBatch, counted: BatchSums) -> Row:
    state = BatchState(batch.state)
    url = reverse("subsidies:batch", args=[batch.pk])
    return Row(
        (
            Cell(batch.number, url=url),
            Cell(batch.title),
            Cell(state.label, tone=state_tone(state) or "plain"),
            *_money_cells(counted),
            Cell(full_moment(batch.state_since)),
        ),
        url=url,
    )


def _money_cells(counted: BatchSums) -> tuple[Cell, ...]:
    approved, undone = counted.standing, counted.of(*SETBACKS)
    return (
        Cell(f"{approved.rows:,}", is_number=True),
        Cell(money.yuan(approved.fen), is_number=True),
        Cell(money.yuan(counted.of(RowState.PAID).fen), is_number=True),
        Cell(
            money.yuan(undone.fen),
            is_number=True,
            note=f"{undone.rows:,} 行" if undone.rows else "",
        ),
    )


def _arrears_row(row: BatchRow, hindrance: str, *, may_open: bool) -> Row:
    person = reverse("enrollment:person", args=[row.entitlement.person_id]) if may_open else ""
    state = RowState(row.state)
    return Row(
        (
            Cell(row.name, url=person),
            Cell(row.masked_identity),
            Cell(row.region.name),
            Cell(money.yuan(row.amount_fen), is_number=True),
            Cell(state.label, tone=ROW_TONES[state], note=row.outcome_code),
            Cell(row.outcome_note),
            Cell(row.batch.number, url=reverse("subsidies:batch", args=[row.batch_id])),
            Cell(hindrance, tone="warn") if hindrance else Cell("可编入下一批次", tone="ok"),
        ),
        url=person,
    )
