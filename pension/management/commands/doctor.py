"""Check whether this machine can run the product."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from pension.operations.doctor import Grade, examine


class Command(BaseCommand):
    """Print a line for everything that was looked at; exit with 1 if anything is wrong."""

    help = "体检：字体、程序库、数据库、存储、时钟、Redis、后台程序、安全设置"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the word that makes advice count as a fault."""
        parser.add_argument(
            "--strict", action="store_true", help="提醒项（！）也算不合格，正式上线前使用"
        )

    def handle(self, *args: object, strict: bool, **options: object) -> None:
        """Print the findings and what they come to."""
        counts = dict.fromkeys(Grade, 0)
        for finding in examine(timezone.now):
            counts[finding.grade] += 1
            self.stdout.write(str(finding))
        self.stdout.write(
            f"正常 {counts[Grade.FINE]} 项，提醒 {counts[Grade.ADVICE]} 项，"
            f"不合格 {counts[Grade.WRONG]} 项"
        )
        if counts[Grade.WRONG] or (strict and counts[Grade.ADVICE]):
            sys.exit(1)
