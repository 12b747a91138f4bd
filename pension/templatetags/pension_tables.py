"""The rows of tables, drawn without templates: the engine takes most of a long list's time."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pension.tables import Cell, Row, Table
from pension.templatetags.pension_parts import badge

register = template.Library()


LINK = '<a href="{}">{}</a>'
NOTE = " <small>{}</small>"
NO_BOX = '<td class="check"></td>'
BOX = '<td class="check"><input type="checkbox" name="rows" value="{}" aria-label="{}"{}></td>'
Part = tuple[str, tuple[object, ...]]  # a format, and what is escaped into its places


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """Draw the rows of a table, each with its check box where rows can be ticked."""
    rows = enumerate(table.rows, start=1)
    drawn = (_row(row, n, is_selectable=table.is_selectable) for n, row in rows)
    return format_html_join("\n", "{}", ((row,) for row in drawn))


def _row(row: Row, number: int, *, is_selectable: bool) -> SafeString:
    opens: Part = (' data-href="{}" tabindex="-1"', (row.url,)) if row.url else ("", ())
    mark: Part = (' class="{}"', (row.mark,)) if row.mark else ("", ())
    box = _check_box(row, number) if is_selectable else ("", ())
    parts = [("<tr", ()), opens, mark, (">", ()), box, *map(_cell, row.cells), ("</tr>", ())]
    template = "".join(part for part, _ in parts)
    return format_html(template, *(value for _, values in parts for value in values))


def _check_box(row: Row, number: int) -> Part:
    if not row.pk:
        return NO_BOX, ()
    return BOX, (row.pk, f"选择第 {number} 行", " checked" if row.is_ticked else "")


def _cell(cell: Cell) -> Part:
    opens = f'<td class="{cell.css}">'  # one of our own three words
    drawn: Part = ("{}", (cell.text,))
    if cell.tone:
        drawn = ("{}", (badge(cell.text, cell.tone),))
    elif cell.url:
        drawn = (LINK, (cell.url, cell.text))
    note: Part = (NOTE, (cell.note,)) if cell.note else ("", ())
    return f"{opens}{drawn[0]}{note[0]}</td>", drawn[1] + note[1]
