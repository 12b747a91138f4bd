"""``manage.py load_demo``: the demo district with synthetic residents."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pension.demo import story
from pension.vocabulary.errors import CaseError

DEFAULT_PEOPLE, DEFAULT_SEED = 1548, 2022
FEWEST, MOST = 155, 200_000


class Command(BaseCommand):
    """Makes the demo district in an empty database."""

    help = "装入演示区：机构、各岗位人员、合成居民，并推进到2022年10月的公开进度"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many people, from which seed, and what to do when data is there."""
        parser.add_argument("--people", type=int, default=DEFAULT_PEOPLE)
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
        parser.add_argument("--if-empty", action="store_true")

    def handle(self, *args: Any, people: int, seed: int, if_empty: bool, **options: Any) -> None:
        """Tell the story once."""
        if if_empty and not story.is_empty():
            self.stdout.write("数据库里已有数据，保持不动。")
            return
        if not FEWEST <= people <= MOST:
            raise CommandError(f"人数应在 {FEWEST} 到 {MOST} 之间")
        try:
            story.tell(people, seed, self.stdout.write)
        except CaseError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(self.style.SUCCESS("演示数据已装入。"))
