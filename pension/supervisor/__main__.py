"""Start the product, say where it is, keep it up till Ctrl-C: `python -m pension.supervisor`."""

import os
import signal
import subprocess
import sys
import threading

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from pension import environment
from pension.supervisor import programs, signs
from pension.supervisor.crew import Crew

START_SECONDS = 60
PULSE_SECONDS = 0.2
CORES = os.cpu_count() or 1


def main() -> int:
    """Run the crew; 0 after an orderly stop, 1 when it could not start or a program ended."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pension.settings")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    crew = Crew()
    try:
        port = _number("PORT", 8000)
        with signs.only_one(settings.VAR_DIR / "supervisor.lock"):
            # The lock outlives the crew: a Redis that stops takes away the socket of its successor.
            try:
                signs.require_free(port)
                signs.require_pages(settings.STATIC_ROOT)
                signs.require_tables(settings.BASE_DIR / "manage.py")
                _start(crew, port, stop)
                _keep(crew, stop)
            finally:
                crew.stop()
    except (signs.NotRunningError, ImproperlyConfigured) as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


def _number(name: str, default: int) -> int:
    return environment.number(name, os.environ.get(name) or str(default), least=1)


def _start(crew: Crew, port: int, stop: threading.Event) -> None:
    """Start all programs and tell where they are, once the web server answers.

    Crews stop in reverse: first the workers, then the web server and beat, Redis last.
    """
    if not os.environ.get("REDIS_URL"):
        signs.require_short(settings.REDIS_SOCKET)
        folder = settings.VAR_DIR / "redis"
        folder.mkdir(parents=True, exist_ok=True)
        crew.start(programs.redis(settings.REDIS_SOCKET, folder))
        _wait(crew, stop, lambda: signs.is_listening(settings.REDIS_SOCKET))
    crew.start(programs.beat(settings.VAR_DIR / "beat-schedule"))
    crew.start(programs.web(port, _number("WEB_PROCESSES", CORES)))
    for worker in programs.workers(_number("WORK_PROCESSES", max(1, CORES // 2))):
        crew.start(worker)
    _wait(crew, stop, lambda: signs.is_listening(port))
    if not stop.is_set():
        _welcome(port)


def _wait(crew: Crew, stop: threading.Event, is_ready: signs.Question) -> None:
    """Wait for a sign of life; give up when a program ends or nothing comes in time."""
    for _ in range(int(START_SECONDS / PULSE_SECONDS)):
        if is_ready() or stop.wait(PULSE_SECONDS):
            return
        _require_all(crew)
    raise signs.NotRunningError(
        f"等待 {START_SECONDS} 秒后服务仍未就绪，已停止。请查看上面的提示。"
    )


def _keep(crew: Crew, stop: threading.Event) -> None:
    """Stay until we are told to stop; refuse to go on when a program ends."""
    while not stop.wait(PULSE_SECONDS):
        _require_all(crew)
    sys.stdout.write("正在停止……\n")


def _require_all(crew: Crew) -> None:
    """Raise NotRunningError naming the program that has ended by itself."""
    fallen = crew.fallen()
    if fallen is not None:
        raise signs.NotRunningError(
            f"「{fallen.label}」意外退出，系统已全部停止。请查看上面的提示。"
        )


def _welcome(port: int) -> None:
    """Print the address and, where a demo district is loaded, its accounts."""
    sys.stdout.write(f"\n系统已启动：http://127.0.0.1:{port}/ （按 Ctrl-C 停止）\n\n")
    sys.stdout.flush()
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "demo_accounts"]
    subprocess.run(command, check=False)


if __name__ == "__main__":
    sys.exit(main())
