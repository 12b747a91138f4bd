"""The working of a calculation and its person's ledger, as the page and the paper draw them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone

from pension.pictures.years import YearLook, YearStrip, year_strip
from pension.tables import Cell, Column, Row, Table
from pension.vocabulary import money
from subsidies.models import Calculation
from subsidies.queries.ledger import Holding
from subsidies.rules.decision import Decision, Due, Line
from subsidies.rules.vocabulary import Kind, Reason
from subsidies.workflow.states import Origin

SAME = "同上"


@dataclass(frozen=True, slots=True)
class Result:
    """The last line of a working: what it comes to, where the money goes, how many years stay."""

    label: str
    how: str
    amount_fen: int
    years_left: str


def decision_of(calculation: Calculation) -> Decision:
    """The decision as it was kept."""
    return Decision.from_json(calculation.decision)


def result_of(decision: Decision) -> Result:
    """What a decision comes to; for an unconfirmed person what is proposed."""
    if decision.proposed and not decision.dues:
        label = "拟补助（身份未确认）"
        left = _left(decision, _years_taken(decision.proposed))
        return Result(label, _channels(decision.proposed), decision.proposed_fen, left)
    left = _left(decision, 0)
    return Result("应补合计", _channels(decision.dues), decision.total_fen, left)


def working_table(decision: Decision, documents: Mapping[str, int] | None = None) -> Table:
    """Step, formula, amount and article of every line, and the result.

    ``documents`` leads from the names of documents to the pages with their words.
    """
    result = result_of(decision)
    return Table(
        caption="补助核算",
        columns=(
            Column("步骤"),
            Column("怎样算"),
            Column("金额（元）", is_number=True),
            Column("依据"),
        ),
        rows=[
            *_lines(decision.lines, documents or {}),
            *_proposed_lines(decision),
            Row(
                (
                    Cell(result.label),
                    Cell(result.how),
                    Cell(money.yuan(result.amount_fen), is_number=True),
                    Cell(result.years_left),
                ),
                mark="result",
            ),
        ],
    )


def ledger_table(holdings: Sequence[Holding]) -> Table:
    """What is due, on its way and paid, with the batch or the day."""
    total_fen = sum(holding.amount_fen for holding in holdings)
    return Table(
        caption="补助台账",
        columns=(
            Column("事由"),
            Column("金额（元）", is_number=True),
            Column("渠道"),
            Column("收款人"),
            Column("状态"),
        ),
        rows=[_holding_row(holding) for holding in holdings],
        totals=(
            Cell("合计"),
            Cell(money.yuan(total_fen), is_number=True),
            Cell(""),
            Cell(""),
            Cell(""),
        ),
        empty="还没有应补或已补的款项",
        cure="身份确认（或并轨）办结并核算后，应补的款项列在这里。",
    )


def strip_of(decision: Decision | None, holdings: Sequence[Holding]) -> YearStrip:
    """The fifteen years: paid, on the way, due or proposed, settled, open."""
    used = {holding.year: _look(holding) for holding in holdings if holding.kind is Kind.YEARLY}
    for due in decision.proposed if decision else ():
        if due.year is not None:
            used.setdefault(due.year, YearLook.DUE)
    is_settled = decision is not None and decision.is_settled
    all_at_once = any(holding.kind is Kind.LUMP for holding in holdings)
    return year_strip(used, is_settled=is_settled or all_at_once)


def _left(decision: Decision, taken: int | None) -> str:
    """How many years stay when some more are taken; None takes them all."""
    if decision.is_settled:
        return "全部年限已结清"
    if decision.years_left is None:
        return ""
    return f"剩余 {0 if taken is None else decision.years_left - taken} 年"


def _years_taken(proposed: Sequence[Due]) -> int | None:
    """How many years a proposal would take; a lump takes all that are left."""
    if any(due.kind is Kind.LUMP for due in proposed):
        return None
    return sum(due.kind is Kind.YEARLY for due in proposed)


def _lines(lines: Sequence[Line], documents: Mapping[str, int]) -> Iterator[Row]:
    """A row for each line; an article that repeats is «同上»."""
    before = ""
    for line in lines:
        source = f"{line.document} {line.article}".strip()
        amount = "—" if line.amount_fen is None else money.yuan(line.amount_fen)
        if line.reason is not None:
            amount = "未计算" if line.reason is Reason.PARAMETER_MISSING else "不补助"
        yield Row(
            (
                Cell(line.label),
                Cell(line.formula, note=line.reason.label if line.reason else ""),
                Cell(amount, is_number=True),
                Cell(SAME) if source == before else Cell(source, url=_words_url(line, documents)),
            ),
            mark="warn" if line.reason is not None else "",
        )
        before = source


def _words_url(line: Line, documents: Mapping[str, int]) -> str:
    """Where the words of a line's article stand; empty where its document isn't kept."""
    if line.document not in documents:
        return ""
    page = reverse("subsidies:document", args=[documents[line.document]])
    return f"{page}#article-{quote(line.article)}" if line.article else page


def _proposed_lines(decision: Decision) -> Iterator[Row]:
    """What would be due if the identity were confirmed."""
    for due in decision.proposed:
        label = f"{due.year}年度" if due.year else due.kind.label
        yield Row(
            (
                Cell(label),
                Cell("身份确认后应补"),
                Cell(money.yuan(due.amount_fen), is_number=True),
                Cell(due.programme.label),
            )
        )


def _channels(dues: Sequence[Due]) -> str:
    return "；".join(dict.fromkeys(due.channel.label for due in dues))


def _holding_row(holding: Holding) -> Row:
    amount = money.yuan(holding.amount_fen)
    if holding.origin is Origin.OPENING and not holding.amount_fen:
        amount = "—"
    text, tone = _state(holding)
    return Row(
        (
            Cell(holding.label),
            Cell(amount, is_number=True),
            Cell(holding.channel.label),
            Cell(holding.payee.label),
            Cell(text, tone=tone),
        )
    )


def _state(holding: Holding) -> tuple[str, str]:
    if holding.origin is Origin.OPENING:
        return "期初已发", "ok"
    if holding.is_disputed:
        return "待裁定", "bad"
    if holding.is_moving:
        return f"拨付中 {holding.batch}", "info"
    if holding.is_settled and holding.settled_at:
        day = timezone.localdate(holding.settled_at)
        return f"已发放 {day} {holding.batch}".strip(), "ok"
    return ("应补未补（已裁定维持）" if holding.is_upheld else "应补未补"), "warn"


def _look(holding: Holding) -> YearLook:
    if holding.is_settled:
        return YearLook.PAID
    if holding.is_disputed:
        return YearLook.STOPPED
    return YearLook.MOVING if holding.is_moving else YearLook.DUE
