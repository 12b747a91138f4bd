"""Are secrets, passwords and connections set as a server room needs them?"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import get_hashers

from pension.operations.doctor.findings import Finding, advice, fine, wrong

KEY_LENGTH = 50
SLOW_HASHES = frozenset({"pbkdf2_sha256", "argon2", "scrypt", "bcrypt_sha256"})
ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})
HERE = frozenset({None, "", "localhost", "127.0.0.1", "::1"})


def examine() -> Iterator[Finding]:
    """Look at the settings that protect sessions, passwords and connections."""
    yield debugging()
    yield secret_key(settings.VAR_DIR / "secret_key")
    yield passwords()
    yield password_age()
    yield second_factor()
    yield encryption()
    yield hosts()
    yield database_link(settings.DATABASES["default"])
    yield redis_link()


def debugging() -> Finding:
    """Whether faults are shown to whoever calls the page."""
    if settings.DEBUG:
        return wrong("调试模式", "已打开，出错页会泄露内部数据", "去掉环境变量 DEBUG 后重启")
    return fine("调试模式", "已关闭")


def secret_key(file: Path) -> Finding:
    """Whether the key that signs sessions is long, and readable by its owner alone."""
    if len(settings.SECRET_KEY) < KEY_LENGTH:
        return wrong(
            "签名密钥", f"短于 {KEY_LENGTH} 位", "在环境文件中换一个更长的 SECRET_KEY 后重启"
        )
    if os.environ.get("SECRET_KEY"):
        return fine("签名密钥", "来自环境变量")
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        return wrong("签名密钥", f"{file} 他人可读", f"执行：chmod 600 {file}")
    return fine("签名密钥", f"存于 {file}，仅属主可读；多台服务器须改用环境变量 SECRET_KEY")


def passwords() -> Finding:
    """Whether passwords are stored by a slow hash."""
    algorithm = get_hashers()[0].algorithm
    if algorithm not in SLOW_HASHES:
        return wrong("密码存储", f"{algorithm} 可被快速破解", "恢复默认的 PASSWORD_HASHERS")
    return fine("密码存储", algorithm)


def password_age() -> Finding:
    """Whether officers have to change their passwords from time to time."""
    days = settings.PENSION_PASSWORD_DAYS
    if days <= 0:
        return advice(
            "密码期限",
            "密码永不过期",
            "去掉环境变量 PENSION_PASSWORD_DAYS（默认 90 天），或设为不超过 90 的天数后重启",
        )
    return fine("密码期限", f"{days} 天")


def second_factor() -> Finding:
    """Whether posts that move money or grant posts sign in with a second factor."""
    if settings.PENSION_SECOND_FACTOR == "off":
        return advice(
            "动态口令",
            "已关闭，经管资金和账号的岗位只凭密码登录",
            "去掉环境变量 PENSION_SECOND_FACTOR（默认 auto），或设为 on 后重启",
        )
    spared = "" if settings.PENSION_SECOND_FACTOR == "on" else "（演示区除外）"
    return fine("动态口令", f"经管资金和账号的岗位凭动态口令登录{spared}")


def encryption() -> Finding:
    """Whether pages go over TLS."""
    if not settings.HTTPS:
        return advice(
            "加密访问",
            "未启用，密码和身份证号以明文传输",
            "在 nginx 配置证书，并设 HTTPS=1（见 deploy/）",
        )
    return fine("加密访问", "已启用 HTTPS")


def hosts() -> Finding:
    """Whether the names are stated under which the system may be called."""
    if "*" in settings.ALLOWED_HOSTS:
        return advice("访问域名", "不限", "把 ALLOWED_HOSTS 设为办公网内的域名，逗号分隔")
    return fine("访问域名", "、".join(settings.ALLOWED_HOSTS))


def database_link(database: dict[str, Any]) -> Finding:
    """Whether the way to a database on another machine is encrypted."""
    host = database.get("HOST")
    is_here = host in HERE or str(host).startswith("/")
    if not is_here and database.get("OPTIONS", {}).get("sslmode") not in ENCRYPTED:
        return advice(
            "数据库连接", f"到 {host} 未强制加密", "在 DATABASE_URL 末尾加 ?sslmode=require"
        )
    return fine("数据库连接", "本机" if is_here else "加密")


def redis_link() -> Finding:
    """Whether a Redis on another machine asks for a password."""
    parts = urlsplit(settings.REDIS_URL)
    if parts.hostname not in HERE and not parts.password:
        return advice(
            "Redis 连接",
            f"到 {parts.hostname} 没有密码",
            "给 Redis 设 requirepass，并写入 REDIS_URL（redis://:密码@主机:6379/0）",
        )
    return fine("Redis 连接", "本机" if parts.hostname in HERE else "有密码")
