"""The job that commits the good rows of a checked upload, chunk by chunk."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict

from django.db import IntegrityError, transaction

from pension.models import RowState, Upload, UploadRow, UploadState
from pension.services import audit
from pension.services.jobs import JobContext, handles
from pension.services.uploads import rows
from pension.services.uploads.kinds import Examined, ImportKind, Scene, kind_of
from pension.vocabulary.errors import CaseError
from pension.workbooks import WorkbookError

COMMIT_JOB = "commit_upload"
CHUNK = 500
ATTEMPTS = 3


@handles(COMMIT_JOB)
def commit_upload(context: JobContext) -> str:
    """Commit what is good and not committed yet; a killed worker's successor goes on from there."""
    upload = Upload.objects.select_related("committed_by__office__region").get(
        pk=context.params["upload"]
    )
    if upload.state == UploadState.COMMITTING and upload.committed_by is not None:
        kind = kind_of(upload.kind)
        scene = Scene(upload, upload.committed_by, context.clock())
        total = upload.rows.exclude(state=RowState.BAD).count()
        while taken := _commit_chunk(kind, scene):
            done = upload.rows.filter(state=RowState.COMMITTED).count()
            context.progress(min(done, total), max(total, taken))
        _conclude(kind, scene)
    upload.refresh_from_db()
    return _result(upload)


def _commit_chunk(kind: ImportKind, scene: Scene) -> int:
    """Commit the next rows in one transaction; returns how many were looked at.

    Somebody may register a person between the check and the write: then the chunk is checked again
    and the row is refused by its sentence.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return _commit_next(kind, scene)
        except IntegrityError:
            continue
    return _commit_next(kind, scene)


@transaction.atomic
def _commit_next(kind: ImportKind, scene: Scene) -> int:
    held = Upload.objects.select_for_update().get(pk=scene.upload.pk)
    if held.state != UploadState.COMMITTING:
        return 0
    stored = list(held.rows.filter(state=RowState.GOOD).order_by("number")[:CHUNK])
    if not stored:
        return 0
    layout = rows.layout_of(held, kind.sheet_for(held.context))
    examined = {row.number: rows.read_back(row, layout) for row in stored}
    kind.checker(scene)(list(examined.values()))
    became = _commit_good(kind, scene, [one for one in examined.values() if one.is_good])
    _note_results(stored, examined, became)
    return len(stored)


def _note_results(
    stored: Sequence[UploadRow], examined: Mapping[int, Examined], became: Mapping[int, str]
) -> None:
    """Keep with every row what it has become, or what it was refused for."""
    taken = [row for row in stored if row.number in became]
    refused = [row for row in stored if row.number not in became]
    for row in taken:
        row.state, row.committed_as = RowState.COMMITTED, became[row.number]
    for row in refused:
        row.state = RowState.BAD
        row.faults = [asdict(fault) for fault in examined[row.number].row.faults]
    UploadRow.objects.bulk_update(taken, ["state", "committed_as"])
    UploadRow.objects.bulk_update(refused, ["state", "faults"])


def _commit_good(kind: ImportKind, scene: Scene, good: Sequence[Examined]) -> dict[int, str]:
    """What each good row has become; what the service refuses is refused row by row."""
    if not good:
        return {}
    try:
        with transaction.atomic():
            return dict(kind.commit([one.row for one in good], scene))
    except CaseError as refusal:
        if len(good) == 1:
            good[0].refuse(kind.unique_by[0], str(refusal))
            return {}
    became: dict[int, str] = {}
    for one in good:
        became |= _commit_good(kind, scene, [one])
    return became


def _conclude(kind: ImportKind, scene: Scene) -> None:
    """Close the upload with its final counts; rows refused late stand in the given-back file."""
    upload = scene.upload
    bad = upload.rows.filter(state=RowState.BAD).count()
    if bad != upload.bad_count:
        # Without the file the page still names every fault; good rows are in already.
        with suppress(WorkbookError):
            rows.write_returned(upload, kind)
    with transaction.atomic():
        closed = Upload.objects.filter(pk=upload.pk, state=UploadState.COMMITTING).update(
            state=UploadState.COMMITTED,
            committed_at=scene.at,
            good_count=upload.rows.filter(state=RowState.COMMITTED).count(),
            bad_count=bad,
        )
        if closed:
            kind.conclude(scene)
            deed = audit.Deed("入库完成", "upload", upload.pk, {"kind": kind.code, "bad": bad})
            audit.record(deed, by=scene.officer, at=scene.at)


def _result(upload: Upload) -> str:
    if upload.state != UploadState.COMMITTED:
        return f"文件「{upload.name}」{UploadState(upload.state).label}"
    left = f"，{upload.bad_count} 行有错误，没有入库" if upload.bad_count else ""
    return f"已入库 {upload.good_count} 行{left}"
