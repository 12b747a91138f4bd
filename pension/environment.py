"""What the settings make of addresses and folders; what can't be right stops the start in words."""

import os
import secrets
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE: Final = "django.db.backends.sqlite3"
DATABASES: Final = frozenset({"postgres", "postgresql", "pgsql", "sqlite"})
REDIS: Final = frozenset({"redis", "rediss", "unix"})
# The address itself is not repeated: it holds a password.
DATABASE_WORDS: Final = (
    "DATABASE_URL：写法不对，应为 postgres://用户名:密码@主机:5432/库名"
    " 或 sqlite:////目录/文件（密码中的特殊字符须转写，如 @ 写成 %40）"
)
REDIS_WORDS: Final = (
    "REDIS_URL：写法不对，应为 redis://:密码@主机:6379/0 或 unix:///目录/redis.sock"
)


def number(name: str, word: str, least: int) -> int:
    """Read a whole number of at least ``least``."""
    word = word.strip()
    if not (word.isascii() and word.isdigit()) or int(word) < least:
        raise ImproperlyConfigured(f"{name}：请填写不小于 {least} 的整数，现为“{word}”")
    return int(word)


def embedded_secret_key(path: Path) -> str:
    """Return the key kept in the file; made on first use, readable by its owner alone."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # the data lies here as well
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _kept(path)
    except OSError as error:
        raise _closed(path.parent, error) from error
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key


def database(url: str) -> dict[str, Any]:
    """Turn DATABASE_URL into Django's settings; SQLite gets what many writers need."""
    try:
        if urlsplit(url).scheme not in DATABASES:
            raise ImproperlyConfigured(DATABASE_WORDS)
        found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60))
    except ValueError as error:
        raise ImproperlyConfigured(DATABASE_WORDS) from error
    if found["ENGINE"] == SQLITE:
        found["CONN_MAX_AGE"] = 0
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    return found


def redis(url: str) -> str:
    """Return REDIS_URL when it is one."""
    try:
        parts = urlsplit(url)
        is_known = parts.scheme in REDIS and (parts.port or parts.path or parts.hostname)
    except ValueError as error:
        raise ImproperlyConfigured(REDIS_WORDS) from error
    if not is_known:
        raise ImproperlyConfigured(REDIS_WORDS)
    return url


def broker_url(redis_url: str) -> str:
    """Return the address of a Redis in the spelling that Celery wants for unix sockets."""
    return redis_url.replace("unix://", "redis+socket://", 1)


def _kept(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise _closed(path.parent, error) from error


def _closed(folder: Path, error: OSError) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"PENSION_VAR_DIR：目录 {folder} 不能读写（{error.strerror}），请核对路径、属主和权限"
    )
