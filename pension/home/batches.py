"""The batches that wait at an officer's desk, as a table of the first page."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from pension.tables import Cell, Column, Row, Table
from pension.vocabulary.money import yuan
from subsidies.models import TransferBatch

COLUMNS = (
    Column("批次号"),
    Column("名称"),
    Column("等在"),
    Column("核定（元）", is_number=True),
    Column("到本环节"),
)


def batch_table(batches: Sequence[TransferBatch]) -> Table | None:
    """A row per batch; nothing where none waits."""
    rows = [_row(batch) for batch in batches]
    return Table(caption="等您办理的批次", columns=COLUMNS, rows=rows) if rows else None


def _row(batch: TransferBatch) -> Row:
    url = reverse("subsidies:batch", args=[batch.pk])
    fixed = "—" if batch.locked_fen is None else yuan(batch.locked_fen)
    since = timezone.localtime(batch.state_since)
    cells = (
        Cell(batch.number, url=url),
        Cell(batch.title),
        Cell(batch.state_label, tone="info"),
        Cell(fixed, is_number=True),
        Cell(f"{since:%m-%d %H:%M}"),
    )
    return Row(cells, url=url)
