"""The job that commits the good rows of a checked upload, chunk by chunk."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from django.db import IntegrityError, transaction

from pension.models import RowState, Upload, UploadRow, UploadState
from pension.services import audit, bulk
from pension.services.jobs import ANY_POST, JobContext, declare, handles
from pension.services.uploads import rows
from pension.services.uploads.kinds import Check, Examined, ImportKind, Scene, kind_of
from pension.vocabulary.errors import CaseError
from pension.workbooks import WorkbookError

COMMIT_JOB = declare("commit_upload", posts=ANY_POST)
CHUNK = 1_000
ATTEMPTS = 3


@handles(COMMIT_JOB)
def commit_upload(context: JobContext) -> str:
    """Commit what is good and not committed yet; a killed worker's successor goes on from there."""
    visible = Upload.objects.visible_to(context.job.owner)
    upload = visible.get(pk=context.params["upload"])
    if upload.state == UploadState.COMMITTING:
        kind = kind_of(upload.kind)
        kind.require(context.job.owner)
        scene = Scene(upload, context.job.owner, context.clock())
        for done, total in _commit_all(kind, scene):
            context.progress(done, total)
        _conclude(kind, scene, context.progress)
    upload.refresh_from_db()
    return _result(upload)


def _commit_all(kind: ImportKind, scene: Scene) -> Iterator[tuple[int, int]]:
    """Commit chunk by chunk; tells after each how many rows are done, and of how many."""
    staged = scene.upload.rows
    total = staged.exclude(state=RowState.BAD).count()
    done = staged.filter(state=RowState.COMMITTED).count()
    check = kind.checker(scene)
    last = 0
    while numbers := _commit_chunk(kind, scene, check, last):
        last = numbers[-1]
        done += len(numbers)
        yield min(done, total), total


def _commit_chunk(kind: ImportKind, scene: Scene, check: Check, after: int) -> list[int]:
    """Commit the next rows in one transaction; returns the numbers of those looked at.

    Somebody may register a person between the check and the write: then the chunk is checked again
    by what stands now, and the row is refused by its sentence.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return _commit_next(kind, scene, check, after)
        except IntegrityError:
            check = kind.checker(scene)
    return _commit_next(kind, scene, check, after)


@transaction.atomic
def _commit_next(kind: ImportKind, scene: Scene, check: Check, after: int) -> list[int]:
    held = Upload.objects.select_for_update().get(pk=scene.upload.pk)
    if held.state != UploadState.COMMITTING:
        return []
    good = held.rows.filter(state=RowState.GOOD, number__gt=after).order_by("number")
    stored = list(good.values_list("pk", "number", "values")[:CHUNK])
    layout = rows.layout_of(held, kind.sheet_for(held.context))
    examined = [rows.read_back(number, values, layout) for _, number, values in stored]
    check(examined)
    became = _commit_good(kind, scene, [one for one in examined if one.is_good])
    _note_results([key for key, *_ in stored], examined, became)
    return [number for _, number, _ in stored]


def _note_results(
    keys: Sequence[int], examined: Sequence[Examined], became: Mapping[int, str]
) -> None:
    """Keep with every row what it has become, or what it was refused for."""
    named = [
        (key, one, became.get(one.row.number)) for key, one in zip(keys, examined, strict=True)
    ]
    bulk.update(
        UploadRow,
        ("state", "committed_as"),
        [(RowState.COMMITTED, what, key) for key, _, what in named if what is not None],
    )
    bulk.update(
        UploadRow,
        ("state", "faults"),
        [
            (RowState.BAD, rows.faults_json(one.row.faults), key)
            for key, one, what in named
            if what is None
        ],
    )


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


def _conclude(kind: ImportKind, scene: Scene, progress: rows.Progress) -> None:
    """Close the upload with its final counts; rows refused late stand in the given-back file."""
    upload = scene.upload
    bad = upload.rows.filter(state=RowState.BAD).count()
    if bad != upload.bad_count:
        # Without the file the page still names every fault; good rows are in already.
        with suppress(WorkbookError):
            rows.write_returned(upload, kind, progress)
    with transaction.atomic():
        closed = Upload.objects.filter(pk=upload.pk, state=UploadState.COMMITTING).update(
            state=UploadState.COMMITTED,
            committed_at=scene.at,
            good_count=upload.rows.filter(state=RowState.COMMITTED).count(),
            bad_count=bad,
        )
        if closed:
            kind.conclude(scene)
            deed = audit.Deed("入库完成", "upload", upload.pk, {"note": kind.title, "bad": bad})
            audit.record(deed, by=scene.officer, at=scene.at)


def _result(upload: Upload) -> str:
    if upload.state != UploadState.COMMITTED:
        return f"文件「{upload.name}」{UploadState(upload.state).label}"
    left = f"，{upload.bad_count} 行有错误，没有入库" if upload.bad_count else ""
    return f"已入库 {upload.good_count} 行{left}"
