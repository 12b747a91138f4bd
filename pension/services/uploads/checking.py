"""The job that checks every row of an upload."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import islice

from django.db import transaction

from pension.models import RowState, Upload, UploadRow, UploadState
from pension.services import bulk
from pension.services.jobs import ANY_POST, JobContext, declare, handles
from pension.services.uploads import rows
from pension.services.uploads.kinds import Examined, ImportKind, Scene, kind_of
from pension.workbooks import Row, WorkbookError, iterate
from pension.workbooks.specs import column_of

CHECK_JOB = declare("check_upload", posts=ANY_POST)
CHUNK = 1_000
NAMED_DOUBLES = 5

Key = tuple[object, ...]


@handles(CHECK_JOB)
def check_upload(context: JobContext) -> str:
    """Read the workbook, check all rows and stage them; a second run begins anew."""
    visible = Upload.objects.visible_to(context.job.owner)
    upload = visible.get(pk=context.params["upload"])
    if upload.state != UploadState.CHECKING:
        return f"文件「{upload.name}」{UploadState(upload.state).label}"
    kind = kind_of(upload.kind)
    kind.require(context.job.owner)
    upload.rows.all().delete()
    try:
        _stage_rows(upload, kind, context)
        rows.write_returned(upload, kind, context.progress)
    except WorkbookError as refusal:
        return _give_up(upload, refusal)
    return _conclude(upload)


def _stage_rows(upload: Upload, kind: ImportKind, context: JobContext) -> None:
    """Check and keep the rows chunk by chunk; what doubles is known after the last one."""
    scene = Scene(upload, context.job.owner, context.clock())
    check = kind.checker(scene)
    sheet = kind.sheet_for(upload.context)
    seen: dict[Key, list[int]] = defaultdict(list)
    with rows.opened(upload) as file:
        read = iterate(file, sheet, limits=rows.limits(), progress=context.progress)
        for chunk in _chunks(read):
            examined = [Examined(row) for row in chunk]
            _doubt_hidden(examined, kind)
            check(examined)
            _note_keys(seen, chunk, kind)
            _note_layout(upload, chunk[0])
            rows.keep(upload, sheet, examined)
            upload.repair_count += sum(len(row.repairs) for row in chunk)
            upload.hint_count += sum(len(one.hints) for one in examined)
    _refuse_doubles(upload, kind, [numbers for numbers in seen.values() if len(numbers) > 1])


def _doubt_hidden(rows: Sequence[Examined], kind: ImportKind) -> None:
    """Point at rows and columns that are hidden: who doesn't see them may not mean them."""
    for row in rows:
        if row.row.is_hidden:
            row.hint(kind.unique_by[0], "这一行在文件里被隐藏或筛掉，也会入库；不要入库的请先删除")
        for key in sorted(row.row.hidden):
            row.hint(key, "这一列在文件里被隐藏，各行的内容也会入库，请取消隐藏后核对")


def _note_keys(seen: dict[Key, list[int]], chunk: Sequence[Row], kind: ImportKind) -> None:
    """Note what identifies each row; rows where part of it was refused or is empty have no key."""
    for row in chunk:
        key = tuple(row.values.get(name) for name in kind.unique_by)
        if all(key):
            seen[key].append(row.number)


def _note_layout(upload: Upload, row: Row) -> None:
    layout = row.layout
    upload.layout = {"heading_row": layout.heading_row, "places": dict(layout.places)}


def _refuse_doubles(upload: Upload, kind: ImportKind, doubles: Sequence[list[int]]) -> None:
    """Refuse every row of each group: which of them is right is for the uploader to say."""
    sheet = kind.sheet_for(upload.context)
    layout = rows.layout_of(upload, sheet)
    header = "、".join(column_of(sheet.columns, key).header for key in kind.unique_by)
    others = {
        number: [other for other in numbers if other != number]
        for numbers in doubles
        for number in numbers
    }
    numbers = sorted(others)
    for start in range(0, len(numbers), CHUNK):
        stored = upload.rows.filter(number__in=numbers[start : start + CHUNK])
        refused = []
        for key, number, faults in stored.values_list("pk", "number", "faults"):
            named = "、".join(f"第{other}行" for other in others[number][:NAMED_DOUBLES])
            sentence = f"{header}与{named}重复，请核对后只保留正确的一行"
            fault = Row(number, {}, [], [], layout).fault(kind.unique_by[0], sentence)
            refused.append((rows.as_json([*faults, asdict(fault)]), RowState.BAD, key))
        bulk.update(UploadRow, ("faults", "state"), refused)


@transaction.atomic
def _give_up(upload: Upload, refusal: WorkbookError) -> str:
    """Note why the file as a whole can't be read; nothing of it is kept."""
    upload.rows.all().delete()
    Upload.objects.filter(pk=upload.pk, state=UploadState.CHECKING).update(
        state=UploadState.UNREADABLE, problems=list(refusal.sentences)
    )
    return f"文件无法读取：{refusal}"


def _conclude(upload: Upload) -> str:
    """Let the upload be committed, unless it was discarded in the meantime."""
    good = upload.rows.filter(state=RowState.GOOD).count()
    bad = upload.rows.filter(state=RowState.BAD).count()
    concluded = Upload.objects.filter(pk=upload.pk, state=UploadState.CHECKING).update(
        state=UploadState.CHECKED,
        good_count=good,
        bad_count=bad,
        repair_count=upload.repair_count,
        hint_count=upload.hint_count,
        layout=upload.layout,
    )
    if not concluded:
        rows.remove(upload)
        return "该文件已放弃"
    return f"可提交 {good} 行，错误 {bad} 行"


def _chunks(read: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(read, CHUNK)):
        yield chunk
