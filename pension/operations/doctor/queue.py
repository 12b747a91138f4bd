"""Does Redis answer, and does a worker listen to each queue?"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from pension.celery import app
from pension.operations.doctor.findings import Finding, fine, wrong
from pension.supervisor.programs import QUEUE_PAPERS, QUEUE_WORK

PATIENCE_SECONDS = 3
UNITS = {QUEUE_WORK: "后台作业（work）", QUEUE_PAPERS: "文书作业（papers）"}


def examine() -> Iterator[Finding]:
    """Ask Redis; when it answers, ask through it for the workers."""
    answer = server()
    yield answer
    if not answer.cure:
        yield from workers()


def server() -> Finding:
    """Whether Redis answers."""
    try:
        with Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=PATIENCE_SECONDS,
            socket_connect_timeout=PATIENCE_SECONDS,
        ) as client:
            version = client.info("server")["redis_version"]
    except RedisError as error:
        return wrong(
            "Redis",
            f"{address()} 没有应答（{type(error).__name__}）",
            "启动 Redis，或核对 REDIS_URL；单机版由 make run 自动启动",
        )
    return fine("Redis", f"{version}，{address()}")


def address() -> str:
    """Where Redis is, without its password."""
    parts = urlsplit(settings.REDIS_URL)
    return f"{parts.hostname}:{parts.port or 6379}" if parts.hostname else parts.path


def workers() -> Iterator[Finding]:
    """Whether somebody takes the jobs of each queue."""
    answers = app.control.inspect(timeout=PATIENCE_SECONDS).active_queues() or {}
    served = {queue["name"] for queues in answers.values() for queue in queues}
    for queue, unit in UNITS.items():
        if queue in served:
            yield fine(unit, "在运行")
        else:
            yield wrong(
                unit,
                "没有在运行，提交的作业会一直排队",
                f"启动 pension-worker-{queue}.service；单机试用时执行 make run",
            )
