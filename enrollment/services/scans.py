"""Scans of signed papers: told by their content what they are, then kept in the storage."""

import uuid
from datetime import datetime

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from pension.vocabulary.errors import CaseError

LARGEST = 10 * 1024 * 1024
BEGINNINGS: dict[bytes, str] = {
    b"%PDF-": "pdf",
    b"\xff\xd8\xff": "jpg",
    b"\x89PNG\r\n\x1a\n": "png",
}


def keep(scan: UploadedFile | None, folder: str, *, at: datetime) -> str:
    """Store a scan under ``folder`` and return its name in the storage.

    Refused: none given, empty, larger than 10 MB, or not a PDF, JPG or PNG by its first bytes,
    whatever its name says.
    """
    if scan is None:
        raise CaseError("请上传盖章签字的扫描件（PDF、JPG 或 PNG）")
    kind = _kind(scan)
    day = timezone.localdate(at)
    return default_storage.save(f"{folder}/{day:%Y/%m}/{uuid.uuid4().hex}.{kind}", scan)


def forget(name: str) -> None:
    """Remove a scan that no row came to rest on."""
    default_storage.delete(name)


def _kind(scan: UploadedFile) -> str:
    if not scan.size:
        raise CaseError(f"扫描件“{scan.name}”是空文件，请重新扫描后上传")
    if scan.size > LARGEST:
        raise CaseError(f"扫描件“{scan.name}”超过 10 MB，请降低扫描分辨率或分开上传")
    scan.seek(0)
    first = scan.read(max(len(beginning) for beginning in BEGINNINGS))
    scan.seek(0)
    for beginning, kind in BEGINNINGS.items():
        if first.startswith(beginning):
            return kind
    raise CaseError(f"“{scan.name}”的内容不是 PDF、JPG 或 PNG，请重新扫描后上传")
