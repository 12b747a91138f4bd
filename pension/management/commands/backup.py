"""Back up the database and the stored files."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pension.operations.backup import BackupError, save

MIB = 1024 * 1024


class Command(BaseCommand):
    """Make a backup in a new folder, while the product runs."""

    help = "把数据库和全部文件备份到一个新目录；可以在系统运行时执行"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("directory", type=Path, metavar="DIRECTORY", help="新的或空的目录")

    def handle(self, *args: object, directory: Path, **options: object) -> None:
        """Make the backup and say what it holds."""
        try:
            made = save(directory.resolve(), at=timezone.now(), say=self.stdout.write)
        except BackupError as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(
                f"{error.filename or directory}：{error.strerror}。备份未完成，请删除该目录后重试"
            ) from error
        self.stdout.write(
            f"备份完成：{len(made.tables)} 张表 {made.rows} 行，{len(made.files)} 个文件，"
            f"共 {made.size / MIB:.1f} MB，存于 {directory}"
        )
