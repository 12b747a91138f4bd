"""Restore a backup into an empty database."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pension.operations.backup import BackupError, restore


class Command(BaseCommand):
    """Fill an empty database from a backup; refuse a database that holds anything."""

    help = "把备份恢复到空的数据库，并核对账目和操作留痕；任何一处不符都不保留"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, and the word that says that the database is meant."""
        parser.add_argument("directory", type=Path, metavar="DIRECTORY", help="备份所在目录")
        parser.add_argument("--into-empty", action="store_true", help="确认恢复到空的数据库")

    def handle(self, *args: object, directory: Path, into_empty: bool, **options: object) -> None:
        """Restore the backup and say what came back."""
        if not into_empty:
            raise CommandError("恢复只写入空的数据库。核对 DATABASE_URL 后加上 --into-empty 再执行")
        try:
            made = restore(directory.resolve(), at=timezone.now(), say=self.stdout.write)
        except BackupError as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(
                f"{error.filename or directory}：{error.strerror}。恢复未完成，数据库未改动"
            ) from error
        self.stdout.write(
            f"恢复完成：{len(made.tables)} 张表 {made.rows} 行，{len(made.files)} 个文件；"
            "账目、操作留痕与备份时一致"
        )
