"""Rows between the workbook and the staging table: as read, as kept, as read back."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from hashlib import file_digest
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from pension.models import RowState, Upload, UploadRow
from pension.services import bulk
from pension.services.uploads.kinds import Examined, ImportKind
from pension.workbooks import Fault, Layout, Limits, Row, Sheet, WorkbookError, give_back

Progress = Callable[[int, int], None]
AT_ONCE = 2_000
STAGED = ("number", "values", "repairs", "faults", "hints", "state")
as_json = json.JSONEncoder(ensure_ascii=False).encode


def limits() -> Limits:
    """How large an upload may be, as the settings say."""
    return Limits(file_bytes=settings.PENSION_UPLOAD_BYTES, rows=settings.PENSION_UPLOAD_ROWS)


def opened(upload: Upload) -> BinaryIO:
    """The uploaded file under the name that its uploader knows; refuses one that was changed."""
    file = upload.file.open("rb")
    if file_digest(file, "sha256").hexdigest() != upload.sha256:
        sentence = f"文件「{upload.name}」上传后在服务器上被改动，不能使用，请重新上传原文件"
        raise WorkbookError([Fault("", "", "", sentence)])
    file.seek(0)
    return cast(BinaryIO, File(file, name=upload.name))


def keep(upload: Upload, sheet: Sheet, examined: Sequence[Examined]) -> None:
    """Stage examined rows."""
    kept = (
        (
            one.row.number,
            as_json(sheet.texts(one.row.values)),
            as_json([asdict(repair) for repair in one.row.repairs]),
            faults_json(one.row.faults),
            faults_json(one.hints),
            state_of(one),
        )
        for one in examined
    )
    bulk.insert(UploadRow, STAGED, kept, upload_id=upload.pk)


def state_of(examined: Examined) -> RowState:
    """Whether a row may be committed."""
    return RowState.GOOD if examined.is_good else RowState.BAD


def faults_json(faults: Sequence[Fault]) -> str:
    """Faults or hints as the staging table keeps them."""
    return as_json([asdict(fault) for fault in faults])


def layout_of(upload: Upload, sheet: Sheet) -> Layout:
    """Where the upload keeps its columns, as found while it was checked."""
    return Layout(sheet, upload.layout["heading_row"], upload.layout["places"])


def read_back(number: int, texts: Mapping[str, str], layout: Layout) -> Examined:
    """A good staging row as it was read, to be checked once more."""
    return Examined(Row(number, layout.sheet.values(texts), [], [], layout))


def write_returned(upload: Upload, kind: ImportKind, progress: Progress) -> None:
    """Store the uploader's own file with every fault beside its row; none if nothing is wrong.

    What is committed already gets no mark any more. ``progress`` is told how many rows are marked.
    """
    if not upload.rows.filter(state=RowState.BAD).exists():
        return
    with opened(upload) as original, TemporaryFile() as returned:
        sheet = kind.sheet_for(upload.context)
        give_back(original, returned, sheet, _open_faults(upload, progress), limits=limits())
        upload.returned_file.save(upload.name, File(returned), save=False)
    upload.save(update_fields=["returned_file"])


def _open_faults(upload: Upload, progress: Progress) -> Iterator[tuple[int, list[Fault]]]:
    """Number and faults of every row that isn't committed, in the order of the sheet."""
    open_rows = upload.rows.exclude(state=RowState.COMMITTED).order_by("number")
    total = open_rows.count()
    last = done = 0
    while part := open_rows.filter(number__gt=last).values_list("number", "faults")[:AT_ONCE]:
        for number, found in part:
            yield number, [Fault(**fault) for fault in found]
            last = number
        done += len(part)
        progress(done, total)


def remove(upload: Upload) -> None:
    """Remove the rows and files of an upload that was given up."""
    upload.rows.all().delete()
    names = [stored.name or "" for stored in (upload.file, upload.returned_file) if stored]
    Upload.objects.filter(pk=upload.pk).update(file="", returned_file="")
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))
