"""Signs of life: what is listening, which port is free, who is running already, what lacks."""

import fcntl
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Question = Callable[[], bool]
LONGEST_SOCKET_PATH = 107  # the kernel's limit for unix sockets


class NotRunningError(Exception):
    """The product can't start or can't go on; the sentence says why and what to do."""


def is_listening(place: Path | int) -> bool:
    """Tell whether something accepts connections at a unix socket or a port of this machine."""
    family = socket.AF_INET if isinstance(place, int) else socket.AF_UNIX
    address = ("127.0.0.1", place) if isinstance(place, int) else str(place)
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(address) == 0


def require_free(port: int) -> None:
    """Raise NotRunningError when something answers at the port."""
    if is_listening(port):
        raise NotRunningError(f"端口 {port} 已被占用。请换一个端口，例如：PORT={port + 1} make run")


def require_short(path: Path) -> None:
    """Raise NotRunningError when a socket's path is longer than the system allows."""
    if len(str(path)) > LONGEST_SOCKET_PATH:
        raise NotRunningError(
            f"路径过长，无法建立套接字：{path}。请把项目放到更短的目录，"
            "或用环境变量 PENSION_VAR_DIR 指定一个短目录后重试。"
        )


def require_pages(folder: Path) -> None:
    """Raise NotRunningError when the files of the pages were not collected into a folder."""
    if not (folder / "staticfiles.json").is_file():
        raise NotRunningError(
            "页面的静态文件还没有收集，页面打不开。"
            "请先运行 python manage.py collectstatic --no-input，或直接用 make run 启动。"
        )


def require_tables(manage: Path) -> None:
    """Raise NotRunningError when the database can't be asked or lacks tables of this version."""
    command = [sys.executable, str(manage), "migrate", "--check"]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        raise NotRunningError(
            "数据库连接不上，或者还没有升级到本版本。"
            "请运行 python manage.py doctor 查看原因；缺少数据表的，运行 python manage.py migrate。"
        )


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold the lock of this folder; raise NotRunningError when another process holds it."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotRunningError(
                "本目录的系统已在运行。请在原来的窗口按 Ctrl-C 停止后再试。"
            ) from None
        yield
