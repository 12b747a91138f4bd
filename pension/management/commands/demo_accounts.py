"""``manage.py demo_accounts``: whom a newcomer can sign in as."""

from typing import Any

from django.core.management.base import BaseCommand

from pension.demo.offices import DEMO_SIGN_IN, accounts, is_demo


class Command(BaseCommand):
    """Prints the demo accounts; nothing where the district is a real one."""

    help = "列出演示账号"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line per account."""
        if not is_demo():
            return
        self.stdout.write(f"演示账号（密码都是 {DEMO_SIGN_IN}）：")
        for account in accounts():
            self.stdout.write(f"  {account.username:<22}{account.post}（{account.office}）")
        self.stdout.write("  其他街道、社区的账号同样命名：jd+街道号、sq+街道号+社区号。")
