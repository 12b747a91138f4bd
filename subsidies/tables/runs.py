"""Runs of calculations and what they came to."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from enrollment.rules.categories import Category
from pension.queries.worklist import Tile
from pension.tables import Cell, Column, Row, Table
from pension.vocabulary import money
from subsidies.models import CalculationRun
from subsidies.rules.vocabulary import Kind, Reason

ONLY_WAITING = "只核算待核算的"


def run_table(runs: Iterable[CalculationRun]) -> Table:
    """The latest runs, newest first."""
    return Table(
        caption="最近的批量核算",
        columns=(
            Column("范围"),
            Column("人员类别"),
            Column("基准日期"),
            Column("人数", is_number=True),
            Column("应补（元）", is_number=True),
            Column("提交"),
            Column("状态"),
        ),
        rows=[_run_row(run) for run in runs],
        empty="还没有批量核算过",
        cure="选好范围和基准日期，点「开始核算」。",
    )


def summary_tables(run: CalculationRun) -> dict[str, object]:
    """Tiles and tables of a finished run; nothing before it ends."""
    said: Mapping[str, Any] = run.summary
    if not said:
        return {}
    return {
        "tiles": _tiles(run, said),
        "due": _due_table(said),
        "refused": _refused_table(run, said),
        "missing": _missing_table(said),
        "warnings": said["warnings"],
        "changes": said,
    }


def _run_row(run: CalculationRun) -> Row:
    url = reverse("subsidies:run", args=[run.pk])
    said = run.summary
    asked = timezone.localtime(run.requested_at)
    return Row(
        (
            Cell(run.region.name, url=url, note=ONLY_WAITING if run.is_of_waiting else ""),
            Cell(Category(run.category).label if run.category else "全部"),
            Cell(run.judged_on.isoformat()),
            Cell(f"{said['persons']:,}" if said else "—", is_number=True),
            Cell(money.yuan(sum(said["due_fen"].values())) if said else "—", is_number=True),
            Cell(f"{run.requested_by.name} {asked:%m-%d %H:%M}"),
            Cell("已完成", tone="ok") if run.finished_at else Cell("未完成", tone="warn"),
        ),
        url=url,
    )


def _tiles(run: CalculationRun, said: Mapping[str, Any]) -> list[Tile]:
    """The figures that one looks for first, each a link to the list behind it."""
    missing = len(said["missing"])
    due_fen = sum(said["due_fen"].values())
    return [
        Tile("核算人数", said["persons"], _list(run), f"结果有变化 {said['stored']:,} 人"),
        Tile("有应补", said["due_persons"], _list(run, result="due"), f"{money.yuan(due_fen)} 元"),
        Tile(
            "拟补助（身份未确认）",
            said["proposed_persons"],
            _list(run, result="proposed"),
            f"{money.yuan(said['proposed_fen'])} 元，确认后才发放",
        ),
        Tile(
            "参数未录入",
            missing,
            _list(run, reason=Reason.PARAMETER_MISSING.value),
            "项参数缺少，见下表" if missing else "没有缺少的参数",
            urgent=bool(missing),
        ),
    ]


def _due_table(said: Mapping[str, Any]) -> Table:
    kinds = [kind for kind in Kind if kind in said["due_counts"]]
    return Table(
        caption="应补",
        columns=(
            Column("类别"),
            Column("笔数", is_number=True),
            Column("金额（元）", is_number=True),
        ),
        rows=[
            Row(
                (
                    Cell(kind.label),
                    Cell(f"{said['due_counts'][kind]:,}", is_number=True),
                    Cell(money.yuan(said["due_fen"][kind]), is_number=True),
                )
            )
            for kind in kinds
        ],
        totals=(
            Cell("合计"),
            Cell(f"{sum(said['due_counts'].values()):,}", is_number=True),
            Cell(money.yuan(sum(said["due_fen"].values())), is_number=True),
        ),
        empty="本次没有应补的款项",
        cure="原因见「不予补助」和「参数未录入」。",
    )


def _refused_table(run: CalculationRun, said: Mapping[str, Any]) -> Table:
    return Table(
        caption="不予补助",
        columns=(Column("原因"), Column("人数", is_number=True)),
        rows=[
            Row(
                (
                    Cell(reason.label, url=_list(run, reason=reason.value)),
                    Cell(f"{said['refused'][reason]:,}", is_number=True),
                ),
                url=_list(run, reason=reason.value),
            )
            for reason in Reason
            if reason in said["refused"]
        ],
        empty="没有不予补助的",
        cure="",
    )


def _missing_table(said: Mapping[str, Any]) -> Table:
    by_count = sorted(said["missing"].items(), key=lambda item: (-item[1], item[0]))
    return Table(
        caption="参数未录入",
        columns=(Column("缺少的参数"), Column("受影响人数", is_number=True)),
        rows=[
            Row((Cell(sentence), Cell(f"{count:,}", is_number=True)), mark="warn")
            for sentence, count in by_count
        ],
        empty="规则所需的参数都已录入",
        cure="",
    )


def _list(run: CalculationRun, **more: str) -> str:
    """The list of calculations narrowed to the region of a run."""
    is_district = run.region.parent_id is None
    place = {} if is_district else {"place": run.region.code}
    category = {"category": run.category} if run.category else {}
    return f"{reverse('subsidies:calculations')}?{urlencode(place | category | more)}"
