"""The list of policy documents."""

from collections.abc import Iterable

from django.urls import reverse

from pension.tables import Cell, Column, Row, Table
from subsidies.models import PolicyDocument
from subsidies.rules.known_values import TEXT_WANTING


def document_table(documents: Iterable[tuple[PolicyDocument, int]]) -> Table:
    """Number, title, issuer, day of each, and how many articles of it were entered."""
    return Table(
        caption="政策文件",
        columns=(
            Column("文号"),
            Column("标题"),
            Column("发文机关"),
            Column("发文日期"),
            Column("原文"),
        ),
        rows=[_row(*document) for document in documents],
        empty="还没有登记政策文件",
        cure="由「核算编制」登记；拟定补助规则时写明的文件也列在这里。",
    )


def words_of(document: PolicyDocument, entered: int) -> tuple[str, str]:
    """How much of the words is there, with its tone."""
    if entered:
        return f"已录入 {entered} 条", "ok"
    if document.has_text:
        return "条文未录入", "plain"
    return TEXT_WANTING, "warn"


def _row(document: PolicyDocument, entered: int) -> Row:
    url = reverse("subsidies:document", args=[document.pk])
    words, tone = words_of(document, entered)
    return Row(
        (
            Cell(document.number, url=url),
            Cell(document.title if document.title != document.number else "—"),
            Cell(document.issuer or "—"),
            Cell(document.issued_on.isoformat() if document.issued_on else "—"),
            Cell(words, tone=tone),
        ),
        url=url,
    )
