"""Rule sets and their gaps as pages draw them."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from pension.tables import Cell, Column, Row, Table
from subsidies.models import RuleSet
from subsidies.queries.rule_sets import Gap
from subsidies.workflow.states import RuleSetState

TONES = {RuleSetState.DRAFT: "warn", RuleSetState.IN_FORCE: "ok", RuleSetState.RETIRED: "plain"}


def state_of(rule_set: RuleSet) -> dict[str, str]:
    """The state in words with its tone."""
    state = RuleSetState(rule_set.state)
    return {"label": state.label, "tone": TONES[state]}


def rule_set_table(rule_sets: Iterable[RuleSet]) -> Table:
    """The rule sets with day, document, who proposed and who put them in force."""
    return Table(
        caption="补助规则",
        columns=(
            Column("名称"),
            Column("施行日期"),
            Column("废止日期"),
            Column("依据"),
            Column("状态"),
            Column("拟定"),
            Column("复核生效"),
        ),
        rows=[_row(rule_set) for rule_set in rule_sets],
        empty="本区还没有补助规则",
        cure="由「核算编制」拟定，再由另一人复核生效。",
    )


def gap_table(gaps: Sequence[Gap]) -> Table:
    """The parameters that are empty, and what can't be worked out without them."""
    return Table(
        caption="未录入的参数",
        columns=(Column("参数"), Column("没有它就不能计算")),
        rows=[Row((Cell(gap.name), Cell(gap.blocks)), mark="warn") for gap in gaps],
        empty="所有参数都已录入",
        cure="",
    )


def _row(rule_set: RuleSet) -> Row:
    url = reverse("subsidies:rule_set", args=[rule_set.pk])
    state = state_of(rule_set)
    return Row(
        (
            Cell(str(rule_set), url=url),
            Cell(rule_set.valid_from.isoformat()),
            Cell(rule_set.valid_to.isoformat() if rule_set.valid_to else "—"),
            Cell(str(rule_set.document)),
            Cell(state["label"], tone=state["tone"]),
            Cell(rule_set.proposed_by.name),
            Cell(rule_set.approved_by.name if rule_set.approved_by else "—"),
        ),
        url=url,
    )
