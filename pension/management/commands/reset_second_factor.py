"""Reset a second factor at the server: for the last holder of the system post."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pension.models import Officer
from pension.services import officers
from pension.vocabulary.errors import CaseError


class Command(BaseCommand):
    """Forget the app and the recovery codes of one officer; the audit trail keeps it."""

    help = "重置一个账号的动态口令：系统管理人员的手机和恢复码都遗失时，由技术人员在服务器上执行"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the log-in name."""
        parser.add_argument("username", help="登录名")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reset it, or say why not."""
        username = options["username"]
        officer = Officer.objects.filter(username=username).first()
        if officer is None:
            raise CommandError(f"没有登录名为“{username}”的账号")
        try:
            officers.reset_second_factor(officer.pk, by=None, at=timezone.now())
        except CaseError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"已重置「{officer.name}」的动态口令，下次登录时重新绑定")
