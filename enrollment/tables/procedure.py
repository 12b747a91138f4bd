"""Rules of procedure and their gaps as pages draw them."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from enrollment.models import ProcedureRules
from enrollment.queries.procedure import Gap
from enrollment.workflow.states import RulesState
from pension.tables import Cell, Column, Row, Table

TONES = {RulesState.DRAFT: "warn", RulesState.IN_FORCE: "ok", RulesState.RETIRED: ""}
UNSTATED = "未录入"


def state_of(rules: ProcedureRules) -> dict[str, str]:
    """The state in words with its tone."""
    state = RulesState(rules.state)
    return {"label": state.label, "tone": TONES[state]}


def rules_table(found: Iterable[ProcedureRules]) -> Table:
    """Rules with their days, document, and the two officers behind them."""
    return Table(
        caption="程序规则",
        columns=(
            Column("依据文件"),
            Column("施行日期"),
            Column("废止日期"),
            Column("状态"),
            Column("拟定"),
            Column("复核生效"),
        ),
        rows=[_row(rules) for rules in found],
        empty="本区还没有程序规则",
        cure="由「核算编制」拟定，再由另一人复核生效。",
    )


def gap_table(gaps: Sequence[Gap]) -> Table:
    """The values that are empty, and what they hold up."""
    return Table(
        caption="未录入的参数",
        columns=(Column("参数"), Column("没有它的后果")),
        rows=[Row((Cell(gap.name), Cell(gap.blocks)), mark="warn") for gap in gaps],
        empty="所有参数都已录入",
        cure="",
    )


def facts(rules: ProcedureRules) -> list[dict[str, str]]:
    """What the rules say, each value under its name."""
    kind = rules.get_notice_day_kind_display()
    stated = {
        "公示天数": f"{rules.notice_days} 天" if rules.notice_days else "",
        "公示日期算法": kind,
        "每步办理期限": f"{rules.step_days} 个工作日" if rules.step_days else "",
        "申请复核期限": f"{rules.remedy_days} 天" if rules.remedy_days else "",
        "联审部门": "、".join(rules.departments),
    }
    return [{"label": label, "value": value or UNSTATED} for label, value in stated.items()]


def _row(rules: ProcedureRules) -> Row:
    url = reverse("enrollment:procedure", args=[rules.pk])
    state = state_of(rules)
    return Row(
        (
            Cell(rules.document, url=url),
            Cell(rules.valid_from.isoformat()),
            Cell(rules.valid_to.isoformat() if rules.valid_to else "—"),
            Cell(state["label"], tone=state["tone"]),
            Cell(rules.proposed_by.name if rules.proposed_by else "—"),
            Cell(rules.approved_by.name if rules.approved_by else "—"),
        ),
        url=url,
    )
