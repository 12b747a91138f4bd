"""Verify the audit trail."""

import sys

from django.core.management.base import BaseCommand

from pension.models import AuditEntry
from pension.services import audit


class Command(BaseCommand):
    """Walk every chain of the audit trail; name each broken place and exit with 1."""

    help = "逐条核对操作留痕，列出每一处改动或缺失"

    def handle(self, *args: object, **options: object) -> None:
        """Print a sentence per broken place, or how many entries are in order."""
        broken = 0
        for sentence in audit.verify():
            broken += 1
            self.stdout.write(sentence)
        if broken:
            self.stdout.write(f"操作留痕不完整：{broken} 处。请保留现场，并与最近的备份核对。")
            sys.exit(1)
        self.stdout.write(f"操作留痕完整：{AuditEntry.objects.count()} 条")
