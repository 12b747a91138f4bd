"""What the pages of staged imports show: tables, tabs, pages and counts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from pension.models import Job, JobState, RowState, Upload, UploadRow, UploadState
from pension.services.uploads import ImportKind
from pension.tables import Cell, Column, Row, Table
from pension.views.pages import page_links
from pension.vocabulary import money
from pension.workbooks.specs import Column as SheetColumn
from pension.workbooks.specs import Kind, Sheet, column_of

PREVIEWED = (UploadState.CHECKED, UploadState.COMMITTING, UploadState.COMMITTED)
ROWS_SHOWN = 50
NUMBERS = frozenset({Kind.INTEGER, Kind.MONEY, Kind.NUMBER})
TONES = {
    UploadState.CHECKING: "info",
    UploadState.UNREADABLE: "bad",
    UploadState.CHECKED: "warn",
    UploadState.COMMITTING: "info",
    UploadState.COMMITTED: "ok",
    UploadState.DISCARDED: "",
}
TABS = {"bad": "错误行", "good": "可提交行", "repairs": "自动更正", "hints": "请核对"}


@dataclass(frozen=True, slots=True)
class Preview:
    """One upload as one reader may see it."""

    upload: Upload
    kind: ImportKind
    sheet: Sheet
    is_whole: bool

    def text(self, key: str, text: str) -> str:
        """A value for this reader: whole or masked."""
        if not text:
            return "—"
        if column_of(self.sheet.columns, key).kind is Kind.MONEY:
            return money.yuan(money.parse_yuan(text))
        mask = None if self.is_whole else self.kind.masks.get(key)
        return mask(text) if mask else text

    def typed(self, header: str, text: str) -> str:
        """What stood in a cell, named by its heading: masked where its value is."""
        key = next(column.key for column in self.sheet.columns if column.header == header)
        mask = None if self.is_whole else self.kind.masks.get(key)
        return mask(text) if mask and text else text or "（空白）"

    @property
    def shown(self) -> list[str]:
        """The columns of a line; a bank may leave out some that others answer with."""
        there = {column.key for column in self.sheet.columns}
        return [key for key in self.kind.shown if key in there]

    def who(self, row: UploadRow) -> list[Cell]:
        """The row's number and what it is about."""
        named = [Cell(self.text(key, row.values.get(key, ""))) for key in self.shown[:2]]
        return [Cell(str(row.number), is_number=True), *named]

    @property
    def who_columns(self) -> list[Column]:
        """The headings of ``who``."""
        return [Column("行号", is_number=True), *self.columns(self.shown[:2])]

    def columns(self, keys: Iterable[str]) -> list[Column]:
        """Headings of the sheet's columns."""
        found = [column_of(self.sheet.columns, key) for key in keys]
        return [Column(_heading(column), is_number=column.kind in NUMBERS) for column in found]


def upload_page(
    upload: Upload, kind: ImportKind, query: QueryDict, *, is_whole: bool
) -> dict[str, Any]:
    """The context of an upload's page."""
    preview = Preview(upload, kind, kind.sheet_for(upload.context), is_whole)
    return {
        "upload": upload,
        "kind": kind,
        "tone": TONES[UploadState(upload.state)],
        "facts": _facts(upload),
        "may_work": is_whole,
        "is_personal": bool(kind.masks),
        "result_url": kind.result_url(upload) if upload.state == UploadState.COMMITTED else "",
        "again_url": kind.again_url(upload),
        **_job(upload),
        **(_rows(preview, query) if upload.state in PREVIEWED else {}),
    }


def upload_list(kind: ImportKind, uploads: Iterable[Upload]) -> Table:
    """The uploads of a kind."""
    return Table(
        caption=f"{kind.title}上传记录",
        columns=[
            *(Column(label) for label in ("文件", "上传人", "上传时间", "状态")),
            *(Column(label, is_number=True) for label in ("可提交 / 已入库", "错误行", "自动更正")),
        ],
        rows=[_list_row(upload) for upload in uploads],
        empty="还没有上传过文件",
        cure="下载模板，填写后从这里上传。" if kind.has_template else "",
    )


def attachment(name: str) -> str:
    """The header that makes a browser save a file under a Chinese name."""
    return content_disposition_header(as_attachment=True, filename=name) or ""


def _list_row(upload: Upload) -> Row:
    url = reverse("pension:upload", args=[upload.pk])
    state = UploadState(upload.state)
    is_counted = state in PREVIEWED
    counts = (upload.good_count, upload.bad_count, upload.repair_count)
    cells = [
        Cell(upload.name, url=url, note=upload.context.get("subject", "")),
        Cell(upload.officer.name),
        Cell(f"{timezone.localtime(upload.uploaded_at):%Y-%m-%d %H:%M}"),
        Cell(state.label, tone=TONES[state] or "plain"),
        *(Cell(f"{count:,}" if is_counted else "—", is_number=True) for count in counts),
    ]
    return Row(cells, url=url)


def _facts(upload: Upload) -> list[dict[str, str]]:
    uploaded = f"{timezone.localtime(upload.uploaded_at):%Y-%m-%d %H:%M}"
    facts = [
        {"label": "上传", "value": f"{upload.officer} · {uploaded}"},
        {"label": "可提交", "value": f"{upload.good_count:,} 行"},
        {"label": "错误", "value": f"{upload.bad_count:,} 行"},
        {"label": "自动更正", "value": f"{upload.repair_count:,} 处"},
        {"label": "请核对", "value": f"{upload.hint_count:,} 处"},
    ]
    if upload.state == UploadState.COMMITTED and upload.committed_at:
        moment = f"{timezone.localtime(upload.committed_at):%Y-%m-%d %H:%M}"
        facts[1] = {"label": "已入库", "value": f"{upload.good_count:,} 行"}
        facts.insert(1, {"label": "入库", "value": f"{upload.committed_by} · {moment}"})
    return facts


def _job(upload: Upload) -> dict[str, Any]:
    """The job that is at work on the upload, if one is."""
    job: Job | None = None
    if upload.state == UploadState.CHECKING:
        job = upload.check_job
    elif upload.state == UploadState.COMMITTING:
        job = upload.commit_job
    if job is None:
        return {}
    return {
        "job": job,
        "poll_url": reverse("pension:job_progress", args=[job.pk]),
        "has_failed": job.state == JobState.FAILED,
    }


def _rows(preview: Preview, query: QueryDict) -> dict[str, Any]:
    """The tabs and the table of the one that is open."""
    upload = preview.upload
    counts = {
        "bad": upload.bad_count,
        "good": upload.good_count,
        "repairs": upload.repair_count,
        "hints": upload.hint_count,
    }
    usual = "bad" if upload.bad_count else "good"
    chosen = query.get("tab", usual) if query.get("tab") in TABS else usual
    page = Paginator(_rows_of(upload, chosen), ROWS_SHOWN).get_page(query.get("page"))
    labels = TABS | ({"good": "已入库行"} if upload.state == UploadState.COMMITTED else {})
    tabs = [
        {"label": label, "url": f"?tab={code}", "active": code == chosen, "count": counts[code]}
        for code, label in labels.items()
    ]
    table = TABLES[chosen](preview, page.object_list)
    return {"tabs": tabs, "table": table, "page": page_links(page, query)}


def _rows_of(upload: Upload, tab: str) -> QuerySet[UploadRow]:
    rows = upload.rows.order_by("number")
    match tab:
        case "bad":
            return rows.filter(state=RowState.BAD)
        case "good":
            return rows.exclude(state=RowState.BAD)
        case "repairs":
            return rows.exclude(repairs=[])
        case _:
            return rows.exclude(hints=[])


def _bad(preview: Preview, rows: Iterable[UploadRow]) -> Table:
    return Table(
        caption="错误行",
        columns=[*preview.who_columns, *_headings("单元格", "列", "问题与办法")],
        rows=[row for stored in rows for row in _faulty(preview, stored, stored.faults, "bad")],
        empty="没有错误行",
        cure="所有行都可以入库。",
    )


def _hints(preview: Preview, rows: Iterable[UploadRow]) -> Table:
    return Table(
        caption="请核对",
        columns=[*preview.who_columns, *_headings("单元格", "列", "请核对的内容")],
        rows=[row for stored in rows for row in _faulty(preview, stored, stored.hints, "warn")],
        empty="没有需要核对的内容",
        cure="",
    )


def _faulty(
    preview: Preview, stored: UploadRow, faults: Iterable[Mapping[str, str]], mark: str
) -> Iterator[Row]:
    """A line for each fault; the row is named on the first one."""
    who = preview.who(stored)
    for fault in faults:
        place = f"{fault['sheet']} {fault['cell']}"
        yield Row([*who, Cell(place), Cell(fault["field"]), Cell(fault["sentence"])], mark=mark)
        who = [Cell("")] * len(who)


def _repairs(preview: Preview, rows: Iterable[UploadRow]) -> Table:
    return Table(
        caption="自动更正",
        columns=[*preview.who_columns, *_headings("单元格", "列", "原来", "更正为")],
        rows=[
            Row(
                [
                    *preview.who(stored),
                    Cell(repair["cell"]),
                    Cell(repair["field"]),
                    Cell(preview.typed(repair["field"], repair["before"])),
                    Cell(preview.typed(repair["field"], repair["after"])),
                ]
            )
            for stored in rows
            for repair in stored.repairs
        ],
        empty="没有自动更正的内容",
        cure="全角数字、空格、小写x、2015.6.1这样的日期等，会自动更正并列在这里。",
    )


def _good(preview: Preview, rows: Iterable[UploadRow]) -> Table:
    kind = preview.kind
    return Table(
        caption="可提交行",
        columns=[
            Column("行号", is_number=True),
            *preview.columns(preview.shown),
            Column(kind.committed_label),
        ],
        rows=[Row(_good_cells(preview, row)) for row in rows],
        empty="没有可提交的行",
        cure="请按错误说明改正后重新上传。",
    )


def _good_cells(preview: Preview, row: UploadRow) -> list[Cell]:
    columns = [column_of(preview.sheet.columns, key) for key in preview.shown]
    return [
        Cell(str(row.number), is_number=True),
        *(
            Cell(
                preview.text(column.key, row.values.get(column.key, "")),
                is_number=column.kind in NUMBERS,
            )
            for column in columns
        ),
        Cell(row.committed_as or "—"),
    ]


def _heading(column: SheetColumn) -> str:
    """A sheet's heading; a bank's own «金额» doesn't say that it is yuan."""
    if column.kind is Kind.MONEY and "元" not in column.header:
        return f"{column.header}（元）"
    return column.header


def _headings(*labels: str) -> list[Column]:
    return [Column(label) for label in labels]


TABLES = {"bad": _bad, "good": _good, "repairs": _repairs, "hints": _hints}
