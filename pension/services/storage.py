"""The store of uploads and outputs: a file is whole or not there, and a full disk is told."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from pension.vocabulary.errors import CaseError

FULL = (errno.ENOSPC, errno.EDQUOT)
NO_ROOM = "服务器的存储空间已满，文件没有保存。请联系技术员清理空间，再重新办理"


@contextmanager
def told_when_full() -> Iterator[None]:
    """Refuse in words where the disk has no room left; any other fault stays a fault."""
    try:
        yield
    except OSError as fault:
        if fault.errno in FULL:
            raise CaseError(NO_ROOM) from fault
        raise


class WholeFiles(FileSystemStorage):
    """Django's store of files, without what a broken write leaves behind."""

    def _save(self, name: str, content: File) -> str:
        """Write a file; what a full disk or another fault cut off is removed again."""
        store: Any = super()  # the stubs do not know Django's own hook
        with told_when_full():
            try:
                return store._save(name, content)
            except OSError:
                self.delete(name)
                raise
