"""Check worked examples of what is due against the rules."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from subsidies.examples.checking import deviations
from subsidies.examples.reading import (
    Example,
    ExamplesError,
    Unreadable,
    read,
    strange_columns,
)


class Command(BaseCommand):
    """Print every deviation, end with «N passed, M failed», exit with 1 if any failed."""

    help = "用现行规则核对算例（CSV），列出每一处不符；不需要数据库"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the path of the table."""
        parser.add_argument("file", type=Path, metavar="FILE.csv", help="算例文件，UTF-8 编码")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        """Check each example of the file."""
        failed = 0
        examples = self._examples(file)
        for example in examples:
            found = list(deviations(example))
            failed += bool(found)
            for sentence in found:
                self.stdout.write(f"第{example.line}行 算例「{example.name}」：{sentence}")
        self.stdout.write(f"{len(examples) - failed} passed, {failed} failed")
        if failed:
            sys.exit(1)

    def _examples(self, file: Path) -> list[Example | Unreadable]:
        """Read the file; a file that can't be read is refused with its name and the cure."""
        try:
            text = file.read_text(encoding="utf-8-sig")
            examples = read(text)
        except UnicodeDecodeError as error:
            raise CommandError(f"{file}：不是UTF-8编码，请另存为“CSV UTF-8”后重试") from error
        except OSError as error:
            raise CommandError(f"{file}：无法读取（{error.strerror}），请核对路径") from error
        except ExamplesError as error:
            raise CommandError(f"{file}：{error}") from error
        for column in strange_columns(text):
            self.stdout.write(f"第1行（标题行）：不认识的列「{column}」，没有参加核对")
        return examples
