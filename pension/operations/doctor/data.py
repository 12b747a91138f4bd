"""Is the database reachable, writable and up to date; does its clock agree with ours?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils import timezone

from pension.models import AuditEntry, Job, JobState, Office
from pension.models.append_only import is_guarded
from pension.operations.doctor.findings import Clock, Finding, advice, fine, wrong

SKEW = timedelta(seconds=5)
WAITING = timedelta(minutes=5)
NAMED = 3
ZONE = "Asia/Shanghai"
PROBE = "UPDATE pension_auditchain SET length = length WHERE id = 0"
CLOCKS = {
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
    "postgresql": "SELECT clock_timestamp()",
}


def examine(clock: Clock) -> Iterator[Finding]:
    """Look at the database; what needs its tables is asked only when they are there."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield wrong(
            "数据库", f"连接不上（{type(error).__name__}）", "核对 DATABASE_URL，并确认数据库已启动"
        )
        return
    pending = pending_migrations()
    yield migrations(pending)
    yield time(clock)
    if not pending:
        yield writable()
        yield audit_trail(clock())
        yield waiting_jobs(clock())
        yield office_contacts()


def pending_migrations() -> list[str]:
    """The names of the migrations that this version brings and the database hasn't got."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def migrations(pending: list[str]) -> Finding:
    """Whether the tables are those of this version."""
    if pending:
        return wrong(
            "数据库结构",
            f"有 {len(pending)} 项升级未执行（{pending[0]} 等）",
            "先备份，再执行：manage.py migrate",
        )
    return fine("数据库结构", "与程序版本一致")


def writable() -> Finding:
    """Whether a row could be changed; none is."""
    version = ".".join(str(part) for part in connection.get_database_version())
    name = f"{connection.display_name} {version}"
    try:
        with connection.cursor() as cursor:
            cursor.execute(PROBE)
    except DatabaseError as error:
        return wrong(
            "数据库",
            f"{name} 不能写入（{error}）",
            "核对数据库文件及其目录的权限、磁盘空间；PostgreSQL 须连接主库",
        )
    return fine("数据库", f"{name}，可以写入")


def audit_trail(at: datetime) -> Finding:
    """Whether the database guards the audit trail, and no entry lies in the future."""
    if not is_guarded(connection, AuditEntry._meta.db_table):
        return wrong(
            "操作留痕",
            "数据库没有禁止改动留痕记录",
            "执行 manage.py verify_audit 核对留痕，并请开发单位恢复触发器",
        )
    latest = AuditEntry.objects.aggregate(latest=Max("at"))["latest"]
    if latest and latest > at + SKEW:
        return wrong(
            "操作留痕",
            f"最近一条记于 {timezone.localtime(latest):%F %T}，晚于现在",
            "核对本机时间，启用时间同步（chrony 或 systemd-timesyncd）",
        )
    return fine("操作留痕", "数据库禁止改动和删除")


def time(clock: Clock) -> Finding:
    """Whether the zone is China's, and this machine and the database agree on the time."""
    if settings.TIME_ZONE != ZONE:
        return wrong("时钟", f"时区为 {settings.TIME_ZONE}", f"把 TIME_ZONE 设为 {ZONE}")
    with connection.cursor() as cursor:
        cursor.execute(CLOCKS[connection.vendor])
        (answer,) = cursor.fetchone()
    there = answer if isinstance(answer, datetime) else datetime.fromisoformat(answer)
    skew = abs(clock() - there.astimezone(UTC))
    if skew > SKEW:
        return wrong(
            "时钟",
            f"本机与数据库相差 {int(skew.total_seconds())} 秒",
            "在两台服务器上启用时间同步（chrony 或 systemd-timesyncd）",
        )
    return fine("时钟", f"{ZONE}，与数据库一致")


def waiting_jobs(at: datetime) -> Finding:
    """Whether jobs wait longer than a living crew lets them."""
    count = Job.objects.filter(state=JobState.QUEUED, created_at__lt=at - WAITING).count()
    if count:
        return wrong(
            "后台作业",
            f"有 {count} 个作业排队超过 5 分钟",
            "确认后台作业、文书作业和定时任务三个程序都在运行",
        )
    return fine("后台作业", "没有积压")


def office_contacts() -> Finding:
    """Whether papers can print where citizens reach each office in use."""
    lacking = Office.objects.filter(is_active=True).lacking_contacts()
    names = list(lacking.values_list("name", flat=True))
    if names:
        shown = "、".join(names[:NAMED]) + (" 等" if len(names) > NAMED else "")
        return advice(
            "机构联系方式",
            f"{len(names)} 个机构缺地址、电话或办公时间（{shown}），文书上留空手写",
            "由系统管理人员在「机构」页补填",
        )
    return fine("机构联系方式", "齐全")
