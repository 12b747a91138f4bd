"""Tables of opening balances."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from enrollment.rules.categories import Drawing
from pension.tables import Cell, Column, Row, Table
from pension.vocabulary.money import yuan
from subsidies.models import OpeningRecord
from subsidies.queries.opening import OpeningFile
from subsidies.rules.vocabulary import Grade
from subsidies.workflow.states import OpeningState

UNKNOWN = "—"
CORRECTED = (OpeningState.IN_FORCE, OpeningState.REJECTED)


def file_table(files: Iterable[OpeningFile]) -> Table:
    """The workbooks with how many of their records are where."""
    return Table(
        caption="期初数据文件",
        columns=[
            *(Column(label) for label in ("文件", "录入人", "录入时间")),
            *(Column(state.label, is_number=True) for state in OpeningState),
        ],
        rows=[_file_row(file) for file in files],
        empty="还没有期初数据",
        cure="由「区级并轨」岗位逐条录入，或下载模板填写后导入。",
        cure_url=reverse("pension:uploads", args=["opening"]),
    )


def record_table(
    records: Iterable[OpeningRecord],
    state: OpeningState,
    *,
    is_selectable: bool,
    may_correct: bool,
) -> Table:
    """The records of a workbook in one state, whole, for the officer who vouches for them.

    With ``may_correct`` the name of a record that can be replaced leads to its form.
    """
    is_told = state is OpeningState.REJECTED
    leads = may_correct and state in CORRECTED
    return Table(
        caption="期初数据",
        columns=[
            *(Column(label) for label in ("姓名", "身份证号", "录入人")),
            Column("已享受政府补贴", is_number=True),
            *(Column(label) for label in ("已补助年度", "缴费年度", "缴费凭证", "领取待遇")),
            Column("原账户余额", is_number=True),
            Column("原办法缴费"),
            Column("原已补助金额", is_number=True),
            *([Column("退回理由")] if is_told else []),
        ],
        rows=[_record_row(record, is_told=is_told, leads=leads) for record in records],
        empty="没有这种状态的记录",
        cure="可以看看其他状态。",
        is_selectable=is_selectable,
    )


def _file_row(file: OpeningFile) -> Row:
    url = reverse("subsidies:opening_typed")
    if file.upload_id is not None:
        url = reverse("subsidies:opening_upload", args=[file.upload_id])
    counts = [file.counts.get(state, 0) for state in OpeningState]
    return Row(
        [
            Cell(file.name, url=url),
            Cell(file.entered_by or UNKNOWN),
            Cell(f"{timezone.localtime(file.entered_at):%Y-%m-%d %H:%M}"),
            *(Cell(f"{count:,}", is_number=True) for count in counts),
        ],
        url=url,
        mark="warn" if file.waiting else "",
    )


def _record_row(record: OpeningRecord, *, is_told: bool, leads: bool) -> Row:
    url = f"{reverse('subsidies:opening_new')}?record={record.pk}" if leads else ""
    return Row(
        [
            Cell(record.person.name, url=url, note="更正" if leads else ""),
            Cell(record.person.identity_number),
            Cell(record.entered_by.name),
            _amount(record.subsidy_enjoyed_fen),
            _years(record.paid_years),
            _years(record.contribution_years),
            Cell(record.contribution_proof or UNKNOWN),
            Cell(Drawing(record.drawing).label if record.drawing else UNKNOWN),
            _amount(record.balance_fen),
            Cell(_legacy(record)),
            _amount(record.legacy_given_fen),
            *([Cell(record.decision_note)] if is_told else []),
        ],
        pk=record.pk,
    )


def _amount(fen: int | None) -> Cell:
    return Cell(UNKNOWN if fen is None else yuan(fen), is_number=True)


def _years(years: Iterable[int]) -> Cell:
    """Years, runs of them shortened: «2011–2014、2016»."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    shown = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return Cell("、".join(shown) or UNKNOWN)


def _legacy(record: OpeningRecord) -> str:
    """«2010-01起60月中档»."""
    parts = []
    if record.legacy_start:
        parts.append(f"{record.legacy_start}起")
    if record.legacy_months is not None:
        parts.append(f"{record.legacy_months}月")
    if record.legacy_grade:
        parts.append(Grade(record.legacy_grade).label)
    return "".join(parts) or UNKNOWN
