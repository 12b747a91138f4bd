"""The rows of tables, drawn without templates: the engine takes most of a long list's time."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pension.tables import Cell, Row, Table
from pension.templatetags.pension_parts import badge

register = template.Library()


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """Draw the rows of a table, each with its check box where rows can be ticked."""
    rows = enumerate(table.rows, start=1)
    return format_html_join(
        "\n", "{}", ((_row(row, n, is_selectable=table.is_selectable),) for n, row in rows)
    )


def _row(row: Row, number: int, *, is_selectable: bool) -> SafeString:
    opens = format_html(' data-href="{}" tabindex="-1"', row.url) if row.url else ""
    mark = format_html(' class="{}"', row.mark) if row.mark else ""
    box = _check_box(row, number) if is_selectable else ""
    cells = format_html_join("", '<td class="{}">{}</td>', ((c.css, _cell(c)) for c in row.cells))
    return format_html("<tr{}{}>{}{}</tr>", opens, mark, box, cells)


def _check_box(row: Row, number: int) -> SafeString:
    if not row.pk:
        return format_html('<td class="{}"></td>', "check")
    box = '<td class="check"><input type="checkbox" name="rows" value="{}" aria-label="{}"></td>'
    return format_html(box, row.pk, f"选择第 {number} 行")


def _cell(cell: Cell) -> str:
    drawn: str = cell.text
    if cell.tone:
        drawn = badge(cell.text, cell.tone)
    elif cell.url:
        drawn = format_html('<a href="{}">{}</a>', cell.url, cell.text)
    return format_html("{} <small>{}</small>", drawn, cell.note) if cell.note else drawn
