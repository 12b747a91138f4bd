"""Can files be stored, is there room for them, and are the files of the pages there?"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from pension.operations.doctor.findings import Finding, advice, fine, wrong
from pension.vocabulary.errors import CaseError

GIB = 1024**3
NEEDED_GIB = 1
COMFORTABLE_GIB = 5
PROBE = "doctor.probe"


def examine() -> Iterator[Finding]:
    """Look at the store of files, the room on its disk, the static files."""
    yield store()
    yield room("数据目录", Path(settings.VAR_DIR))
    yield static_files(Path(settings.STATIC_ROOT))


def store() -> Finding:
    """Whether a file can be written, read again and removed."""
    place = default_storage.path("")
    try:
        name = default_storage.save(PROBE, ContentFile(b"probe"))
        default_storage.delete(name)
    except (OSError, CaseError) as error:
        return wrong(
            "文件存储",
            f"{place} 不能写入（{error}）",
            "核对目录的属主、权限和磁盘空间；共享存储须已挂载",
        )
    return fine("文件存储", f"{place} 可以写入")


def room(subject: str, folder: Path) -> Finding:
    """Whether the disk of a folder has room."""
    return judge_room(subject, folder, shutil.disk_usage(folder).free)


def judge_room(subject: str, folder: Path, free: int) -> Finding:
    """What so many free bytes mean."""
    says = f"{folder} 剩余 {free // GIB} GB"
    cure = "清理旧的备份和日志，或扩大磁盘"
    if free < NEEDED_GIB * GIB:
        return wrong(subject, f"{says}，不足 {NEEDED_GIB} GB", cure)
    if free < COMFORTABLE_GIB * GIB:
        return advice(subject, f"{says}，少于 {COMFORTABLE_GIB} GB", cure)
    return fine(subject, says)


def static_files(folder: Path) -> Finding:
    """Whether the files of the pages were collected."""
    if not (folder / "staticfiles.json").is_file():
        return wrong(
            "静态文件",
            f"{folder} 中没有清单，页面打不开",
            "执行：manage.py collectstatic --no-input",
        )
    return fine("静态文件", "已收集")
