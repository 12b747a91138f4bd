"""Papers that grow with the number of people: set in parts, by several processes.

A list is one table over many pages. The heights of its rows are measured first, on one specimen
of every cell that looks different; from them follows which row begins which page, so that the
parts can be set at the same time and still read as if set in one piece. Every part is checked
against that plan; if a page began elsewhere, the paper would be set in one piece after all.

Sheets, such as letters, begin a new page each and carry no page numbers; any cut between two of
them will do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from math import ceil
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint.document import Document

from pension.documents import setting
from pension.documents.crew import Progress, crew
from pension.documents.joining import join
from pension.documents.listings import Listing, looks
from pension.documents.looks import Paper
from pension.documents.pagination import Room, Span, page_starts, spans
from pension.documents.parts import FOOT, HEAD, ROW, Part
from pension.documents.pdf import render

LONG: Final = 30  # pages; a shorter paper is set in one piece
FEW_ROWS: Final = 8 * LONG  # even pages of rows as high as these come do not make a long paper
SHEETS_OF_A_PART: Final = 10
MILLIONTHS: Final = 1_000_000  # of a pixel: whole numbers of them are exact enough to add up
SPECIMENS: Final = 60  # fewer would not show how a second page begins


@dataclass(frozen=True, slots=True)
class _List:
    """A list that is to be set: its template with what stands around the table."""

    template: str
    context: Mapping[str, Any]
    table: Listing
    paper: Paper

    def html(self, table: Listing, **place: bool) -> str:
        """The text with some of the rows; ``place`` tells the template which part it is."""
        return render_to_string(self.template, {**self.context, "table": table, **place})


@dataclass(frozen=True, slots=True)
class _Plan:
    """The parts of a list, and the styles that give all of them the same columns."""

    parts: Sequence[Span]
    columns: str

    @property
    def pages(self) -> int:
        """How many pages have rows."""
        return sum(len(part.starts) for part in self.parts)


def render_list(
    template: str,
    context: Mapping[str, Any],
    table: Listing,
    *,
    paper: Paper = Paper.FORM,
    progress: Progress,
) -> bytes:
    """Set a form with one long table, which the template prints as ``table``.

    ``progress`` is told the parts that are ready, and of how many, again and again; whatever it
    raises ends the paper. Page numbers, repeated headings and the breaks between pages are those
    of the same paper set in one piece.
    """
    whole = _List(template, context, table, paper)
    plan = _plan(whole) if len(table.rows) > FEW_ROWS else None
    if plan is None or plan.pages <= LONG:
        return _short(template, {**context, "table": table}, paper, progress)
    return _in_parts(whole, plan, progress) or _in_one_piece(whole, progress)


def render_sheets(
    template: str,
    context: Mapping[str, Any],
    sheets: Sequence[object],
    *,
    paper: Paper = Paper.OFFICIAL,
    progress: Progress,
) -> bytes:
    """Set sheets that begin a new page each; the template prints them as ``sheets``."""
    if len(sheets) <= LONG:
        return _short(template, {**context, "sheets": sheets}, paper, progress)
    starts = range(0, len(sheets), SHEETS_OF_A_PART)
    cut = [sheets[start : start + SHEETS_OF_A_PART] for start in starts]
    parts = [Part(render_to_string(template, {**context, "sheets": some})) for some in cut]
    with crew(paper, _fonts(), len(parts)) as setters:
        return join(setters.set(parts, progress))


def _short(template: str, context: dict[str, Any], paper: Paper, progress: Progress) -> bytes:
    progress(0, 1)
    pdf = render(template, context, paper=paper)
    progress(1, 1)
    return pdf


def _in_parts(whole: _List, plan: _Plan, progress: Progress) -> bytes:
    """Set the parts at the same time; empty when one of them is not as planned."""
    *spans_before, closing = plan.parts
    with crew(whole.paper, _fonts(), len(spans_before)) as setters:
        # The closing words may need a page more: they are set here, while the others start.
        end = _closing(whole, plan, closing)
        pages = closing.first_page - 1 + len(end.pages)
        parts = [_part(whole, plan, span, pages) for span in spans_before]
        ready = list(setters.set(parts, progress))
    if not all(ready):
        return b""
    end = _closing(whole, plan, closing, pages)
    return join([*ready, setting.write(end, end.pages, tags=False)])


def _in_one_piece(whole: _List, progress: Progress) -> bytes:
    """Set a long list by one process, whose memory is free again afterwards."""
    with crew(whole.paper, _fonts(), 1) as setters:
        return join(setters.set([Part(whole.html(whole.table))], progress))


def _part(whole: _List, plan: _Plan, span: Span, pages: int) -> Part:
    """The rows of a span, with the one that begins the next."""
    first, *_ = span.starts
    html = whole.html(
        whole.table.part(first, span.stop + 1), is_later=span.first_page > 1, is_unfinished=True
    )
    starts = tuple(start - first for start in span.starts)
    return Part(html, plan.columns + _numbering(span, pages), starts, goes_on=True)


def _closing(whole: _List, plan: _Plan, span: Span, pages: int = 0) -> Document:
    """The last page of rows and what follows them, laid out."""
    rows = whole.table.part(span.starts[0], span.stop)
    styles = plan.columns + _numbering(span, pages)
    return setting.lay_out(whole.html(rows, is_later=True), whole.paper, _fonts(), styles=styles)


def _plan(whole: _List) -> _Plan:
    """Measure a list, and tell its parts and the widths of its columns."""
    specimens, places = whole.table.specimens()
    count = max(SPECIMENS, len(specimens.rows))
    rows = list(islice(cycle(specimens.rows), count))
    html = whole.html(Listing(specimens.headings, rows), is_measured=True)
    measured = setting.lay_out(html, whole.paper, _fonts())
    high = _heights(measured)
    heights = [max(high[places[look]] for look in looks(row)) for row in whole.table.rows]
    starts = page_starts(heights, _room(measured))
    return _Plan(spans(starts, len(heights)), _columns(measured, len(specimens.headings)))


def _heights(measured: Document) -> dict[int, int]:
    return {
        int(name.removeprefix(ROW)): round(MILLIONTHS * (bottom - top))
        for page in measured.pages
        for name, (_, top, _, bottom) in page.anchors.items()
        if name.startswith(ROW)
    }


def _room(measured: Document) -> Room:
    """Where the rows of the first two pages begin, and where pages end."""
    first, second = (
        min(
            round(MILLIONTHS * box[1]) for name, box in page.anchors.items() if name.startswith(ROW)
        )
        for page in measured.pages[:2]
    )
    return Room(first, second, round(MILLIONTHS * measured.pages[0].anchors[FOOT][3]))


def _columns(measured: Document, count: int) -> str:
    """Styles that make the columns of every part as wide as those of the whole table."""
    boxes = [measured.pages[0].anchors[f"{HEAD}{column}"] for column in range(count)]
    widths = (ceil(1000 * (right - left)) / 1000 for left, _, right, _ in boxes)
    return ".printed { table-layout: fixed; }" + "".join(
        f".printed th:nth-child({column}) {{ box-sizing: border-box; width: {width:.3f}px; }}"
        for column, width in enumerate(widths, start=1)
    )


def _numbering(span: Span, pages: int) -> str:
    """Styles that number the pages of a part within the whole."""
    words = f'"第 " counter(page) " 页 共 {pages} 页"'
    return (
        f"@page :first {{ counter-reset: page {span.first_page}; }}"
        f"@page {{ @bottom-center {{ content: {words}; }} }}"
    )


def _fonts() -> Path:
    return Path(settings.PENSION_FONT_DIR)
