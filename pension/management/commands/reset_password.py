"""Reset a password at the server: for the last holder of the system post."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pension.models import Officer
from pension.services import officers


class Command(BaseCommand):
    """Give one officer a new first password, said once; the trail keeps the deed alone."""

    help = "重置一个账号的密码：没有别的系统管理人员可以重置时，由技术人员在服务器上执行"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the log-in name."""
        parser.add_argument("username", help="登录名")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reset it, or say why not."""
        username = options["username"]
        officer = Officer.objects.filter(username=username).first()
        if officer is None:
            raise CommandError(f"没有登录名为“{username}”的账号")
        password = officers.reset_password(officer.pk, by=None, at=timezone.now())
        self.stdout.write(f"「{officer.name}」的初始密码：{password}（首次登录须修改）")
