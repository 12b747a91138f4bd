"""What an officer does with an upload: hand it in, confirm it, discard it, open it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from pension.models import Job, Officer, Upload, UploadState
from pension.services import audit, jobs
from pension.services.uploads import rows
from pension.services.uploads.checking import CHECK_JOB
from pension.services.uploads.committing import COMMIT_JOB
from pension.services.uploads.kinds import ImportKind, kind_of
from pension.vocabulary.errors import CaseError

MEGABYTE = 1024 * 1024
NAME_LIMIT = 120


def stage(
    code: str, file: UploadedFile, said: Mapping[str, str], *, by: Officer, at: datetime
) -> Upload:
    """Keep an uploaded workbook and have it checked in the background.

    ``said`` is what the address says with it. Refuses: a post that doesn't import this kind, a
    file that is empty or too large, the same file while an earlier upload of it stands.
    """
    kind = kind_of(code)
    kind.require(by)
    _refuse_size(file)
    context = kind.prepare(by, said)
    digest = _digest(file)
    _refuse_again(kind, digest, by)
    try:
        return _keep(kind, file, digest, context, by, at)
    except IntegrityError:
        # Two tabs at once: the other one was first.
        _refuse_again(kind, digest, by)
        raise


@transaction.atomic
def request_commit(upload_id: int, *, by: Officer, at: datetime) -> Upload:
    """Have the good rows of a checked upload committed; asked again it changes nothing."""
    upload = _held(upload_id, by)
    kind = kind_of(upload.kind)
    kind.require(by)
    if upload.state in {UploadState.COMMITTING, UploadState.COMMITTED}:
        return upload
    if upload.state != UploadState.CHECKED:
        raise CaseError(f"文件「{upload.name}」{UploadState(upload.state).label}，不能入库")
    if not upload.good_count:
        raise CaseError("没有可提交的行，请按错误说明改正后重新上传")
    job = _job(COMMIT_JOB, f"入库{kind.title}「{upload.name}」", upload, by, at)
    upload.state, upload.committed_by, upload.commit_job = UploadState.COMMITTING, by, job
    upload.save(update_fields=["state", "committed_by", "commit_job"])
    deed = audit.Deed("确认入库", "upload", upload.pk, {"rows": upload.good_count})
    audit.record(deed, by=by, at=at)
    return upload


@transaction.atomic
def discard(upload_id: int, *, by: Officer, at: datetime) -> None:
    """Give an upload up before anything of it was committed; its rows and files are removed."""
    upload = _held(upload_id, by)
    kind_of(upload.kind).require(by)
    if upload.state in {UploadState.COMMITTING, UploadState.COMMITTED}:
        raise CaseError("已经确认入库，不能放弃")
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.DISCARDED)
    rows.remove(upload)
    audit.record(audit.Deed("放弃上传", "upload", upload.pk), by=by, at=at)


def note_opening(upload: Upload, deed: str, *, by: Officer, at: datetime) -> None:
    """Note that somebody opened or took away the personal data of an upload."""
    audit.record(audit.Deed(deed, "upload", upload.pk, {"file": upload.name}), by=by, at=at)


def returned_name(upload: Upload) -> str:
    """The name of the given-back file: «花名册（错误说明）.xlsx»."""
    return f"{PurePath(upload.name).stem}（错误说明）.xlsx"


def _keep(
    kind: ImportKind,
    file: UploadedFile,
    digest: str,
    context: dict[str, object],
    by: Officer,
    at: datetime,
) -> Upload:
    with transaction.atomic():
        upload = Upload(
            kind=kind.code,
            name=_short_name(file),
            sha256=digest,
            office=by.office,
            officer=by,
            context=context,
            uploaded_at=at,
        )
        upload.file.save(f"{digest[:16]}.xlsx", file, save=False)
        upload.save(force_insert=True)
        job = _job(CHECK_JOB, f"校验{kind.title}「{upload.name}」", upload, by, at)
        upload.check_job = job
        upload.save(update_fields=["check_job"])
        detail = {"note": kind.title, "file": upload.name, "sha256": digest}
        audit.record(audit.Deed("上传文件", "upload", upload.pk, detail), by=by, at=at)
    return upload


def _held(upload_id: int, by: Officer) -> Upload:
    return Upload.objects.visible_to(by).select_for_update().get(pk=upload_id)


def _job(kind: str, title: str, upload: Upload, by: Officer, at: datetime) -> Job:
    return jobs.enqueue(
        kind,
        key=f"{kind}-{upload.pk}",
        title=title[:160],
        by=by,
        at=at,
        params={"upload": upload.pk},
        link=reverse("pension:upload", args=[upload.pk]),
    )


def _refuse_size(file: UploadedFile) -> None:
    if not file.size:
        raise CaseError(f"文件「{file.name}」是空文件，请重新选择要上传的文件")
    if file.size > settings.PENSION_UPLOAD_BYTES:
        limit = settings.PENSION_UPLOAD_BYTES // MEGABYTE
        raise CaseError(
            f"文件「{file.name}」超过 {limit} MB，请删去图片等无关内容，或拆成几个文件上传"
        )


def _refuse_again(kind: ImportKind, digest: str, by: Officer) -> None:
    """Refuse a file that is here already, naming when, by whom and what became of it."""
    gone = (UploadState.DISCARDED, UploadState.UNREADABLE)
    earlier = (
        Upload.objects.visible_to(by)
        .filter(kind=kind.code, sha256=digest)
        .exclude(state__in=gone)
        .first()
    )
    if earlier:
        moment = timezone.localtime(earlier.uploaded_at)
        settled = earlier.state in {UploadState.COMMITTING, UploadState.COMMITTED}
        cure = "不必重复上传" if settled else "请到那一次继续办理，或先放弃那一次再上传"
        raise CaseError(
            f"同一个文件已由{earlier.officer}于{moment:%Y-%m-%d %H:%M}以「{earlier.name}」上传"
            f"（{UploadState(earlier.state).label}），{cure}"
        )


def _digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _short_name(file: UploadedFile) -> str:
    """The uploader's name for the file, its end kept when it is overlong."""
    name = PurePath((file.name or "未命名.xlsx").replace("\x00", ""))
    return f"{name.stem[:NAME_LIMIT]}{name.suffix[:10]}"
