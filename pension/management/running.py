"""The command line of the product: what stops a command is said in a sentence, not by a trace."""

from collections.abc import Sequence
from typing import Final

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError

NO_TABLES: Final = "数据库里还没有本版本的表。请先执行：python manage.py migrate"
NO_ANSWER: Final = (
    "数据库没有应答，或不能读写（{reason}）。"
    "请核对 DATABASE_URL，并执行 python manage.py doctor 查看原因"
)
_LACKING: Final = ("no such table", "no such column", "does not exist")


def run(arguments: Sequence[str]) -> str:
    """Run a command; returns why it could not, or an empty text.

    With ``--traceback`` the error goes on, for whoever develops.
    """
    try:
        execute_from_command_line(list(arguments))
    except ImproperlyConfigured as error:
        if "--traceback" in arguments:
            raise
        return f"设置不对。{error}"
    except DatabaseError as error:
        if "--traceback" in arguments:
            raise
        return _why(str(error))
    return ""


def _why(reason: str) -> str:
    if any(words in reason for words in _LACKING) and "database" not in reason:
        return NO_TABLES
    return NO_ANSWER.format(reason=reason.splitlines()[0].strip())
