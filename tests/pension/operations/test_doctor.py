"""The check of a machine: what is in order is said, what is wrong comes with its cure."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from pension.models import AuditEntry
from pension.models.append_only import guard
from pension.operations.doctor import Finding, Grade, data, examine, papers, queue, safety, storage
from pension.operations.doctor.storage import GIB
from pension.services import audit, jobs
from pension.supervisor.crew import ROOT, Crew
from pension.vocabulary.posts import Post
from tests.factories.jobs import TRIAL
from tests.factories.kernel import holder

LATER = timedelta(hours=1)


def later() -> datetime:
    return timezone.now() + LATER


def is_wrong(finding: Finding, *words: str) -> bool:
    return finding.grade is Grade.WRONG and all(word in str(finding) for word in words)


def test_every_finding_that_is_not_fine_comes_with_its_cure(db: None) -> None:
    findings = list(examine(later))

    assert {finding.grade for finding in findings} >= {Grade.FINE, Grade.WRONG}
    assert all(bool(finding.cure) is (finding.grade is not Grade.FINE) for finding in findings)


def test_a_missing_library_is_named_with_its_package() -> None:
    finding = papers.libraries({"libc.so.6": "libc6", "libnosuch.so.9": "libnosuch9"})

    assert is_wrong(finding, "缺少 libnosuch9", "apt-get install -y libnosuch9")


def test_a_font_that_the_system_has_not_is_named() -> None:
    assert is_wrong(papers.system_fonts(["No Such Face SC"]), "No Such Face SC", "fonts-noto-cjk")


def test_an_empty_font_directory_lacks_every_face(tmp_path: Path) -> None:
    assert is_wrong(papers.paper_fonts(tmp_path), "仿宋", "小标宋", "make fonts")


def test_a_directory_with_all_faces_is_fine(tmp_path: Path) -> None:
    for name in ("Fang-Regular", "Kai-Regular", "Hei-Regular", "Song-Regular", "Song-Bold"):
        (tmp_path / f"Fandol{name}.otf").touch()

    assert papers.paper_fonts(tmp_path).grade is Grade.FINE


def test_a_database_that_takes_rows_is_fine(db: None) -> None:
    assert data.writable().grade is Grade.FINE


def test_a_database_that_does_not_answer_is_found(tmp_path: Path) -> None:
    said = doctor_in(tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:1/none").stdout

    assert "✗ 数据库：连接不上" in said
    assert "核对 DATABASE_URL" in said


def test_migrations_that_were_not_run_are_counted() -> None:
    assert is_wrong(
        data.migrations(["pension.0001_initial", "auth.0001_initial"]), "2 项", "migrate"
    )
    assert data.migrations([]).grade is Grade.FINE


def test_clocks_that_disagree_are_found(db: None) -> None:
    assert data.time(timezone.now).grade is Grade.FINE
    assert is_wrong(data.time(later), "时间同步")


def test_another_time_zone_is_found(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Paris"

    assert is_wrong(data.time(timezone.now), "Europe/Paris")


@pytest.mark.usefixtures("tampering")
def test_an_audit_trail_that_the_database_does_not_guard_is_found() -> None:
    assert is_wrong(data.audit_trail(timezone.now()), "没有禁止改动")


def test_an_entry_of_the_future_is_found(db: None) -> None:
    guard_trail()
    assert data.audit_trail(timezone.now()).grade is Grade.FINE

    audit.record(audit.Deed("打开", "case", 1), by=None, at=later())

    assert is_wrong(data.audit_trail(timezone.now()), "晚于现在")


def guard_trail() -> None:
    with connection.cursor() as cursor:
        for statement in guard(connection.vendor, AuditEntry._meta.db_table):
            cursor.execute(statement)


def test_jobs_that_nobody_takes_are_counted(db: None) -> None:
    asked = timezone.now()
    jobs.enqueue(TRIAL, key="one", title="演示作业", by=holder(Post.MERGE), at=asked)

    assert data.waiting_jobs(asked).grade is Grade.FINE
    assert is_wrong(data.waiting_jobs(asked + LATER), "1 个作业")


def test_a_store_that_takes_files_keeps_nothing_of_the_probe(own_files: Path) -> None:
    assert storage.store().grade is Grade.FINE
    assert not any(path.is_file() for path in own_files.rglob("*"))


def test_a_store_that_is_no_folder_is_found(own_files: Path) -> None:
    own_files.touch()

    assert is_wrong(storage.store(), "不能写入")


@pytest.mark.parametrize(
    ("free", "grade"),
    [(GIB - 1, Grade.WRONG), (5 * GIB - 1, Grade.ADVICE), (5 * GIB, Grade.FINE)],
)
def test_room_is_judged_by_what_is_left(free: int, grade: Grade) -> None:
    assert storage.judge_room("数据目录", Path("/srv"), free).grade is grade


def test_static_files_must_have_been_collected(tmp_path: Path) -> None:
    assert is_wrong(storage.static_files(tmp_path), "collectstatic")

    (tmp_path / "staticfiles.json").touch()

    assert storage.static_files(tmp_path).grade is Grade.FINE


def test_a_redis_that_is_not_there_is_named_without_its_password(settings: Settings) -> None:
    settings.REDIS_URL = "redis://:synthetic-word@127.0.0.1:1/0"

    finding = queue.server()

    assert is_wrong(finding, "127.0.0.1:1", "REDIS_URL")
    assert "synthetic-word" not in str(finding)


def test_living_workers_are_found(celery_worker_process: Crew) -> None:
    assert {finding.grade for finding in queue.examine()} == {Grade.FINE}


def test_a_queue_without_a_worker_is_found(redis_server: str) -> None:
    first, second = queue.workers()

    assert is_wrong(first, "pension-worker-work.service")
    assert is_wrong(second, "pension-worker-papers.service")


@pytest.mark.parametrize(
    ("setting", "value", "check", "grade"),
    [
        ("DEBUG", True, safety.debugging, Grade.WRONG),
        ("HTTPS", False, safety.encryption, Grade.ADVICE),
        ("HTTPS", True, safety.encryption, Grade.FINE),
        ("PENSION_PASSWORD_DAYS", 0, safety.password_age, Grade.ADVICE),
        ("PENSION_PASSWORD_DAYS", 90, safety.password_age, Grade.FINE),
        ("PENSION_SECOND_FACTOR", "off", safety.second_factor, Grade.ADVICE),
        ("PENSION_SECOND_FACTOR", "auto", safety.second_factor, Grade.FINE),
        ("PENSION_SECOND_FACTOR", "on", safety.second_factor, Grade.FINE),
        ("ALLOWED_HOSTS", ["*"], safety.hosts, Grade.ADVICE),
        ("ALLOWED_HOSTS", ["yanglao.example"], safety.hosts, Grade.FINE),
        ("REDIS_URL", "redis://store.example:6379/0", safety.redis_link, Grade.ADVICE),
        ("REDIS_URL", "redis://:word@store.example:6379/0", safety.redis_link, Grade.FINE),
        ("REDIS_URL", "unix:///run/redis.sock", safety.redis_link, Grade.FINE),
    ],
)
def test_settings_are_judged(
    setting: str, value: object, check: Callable[[], Finding], grade: Grade, settings: Settings
) -> None:
    setattr(settings, setting, value)

    assert check().grade is grade


@pytest.mark.parametrize(
    ("host", "options", "grade"),
    [
        ("data.example", {}, Grade.ADVICE),
        ("data.example", {"sslmode": "require"}, Grade.FINE),
        ("/run/postgresql", {}, Grade.FINE),
        ("", {}, Grade.FINE),
    ],
)
def test_a_distant_database_needs_an_encrypted_link(
    host: str, options: dict[str, str], grade: Grade
) -> None:
    assert safety.database_link({"HOST": host, "OPTIONS": options}).grade is grade


def test_a_hash_that_is_quick_to_break_is_found() -> None:
    assert is_wrong(safety.passwords(), "md5")  # the hash that tests use, for speed


def test_a_key_that_others_can_read_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "secret_key"
    file.touch(mode=0o644)
    assert is_wrong(safety.secret_key(file), "chmod 600")

    file.chmod(0o600)

    assert safety.secret_key(file).grade is Grade.FINE


def test_a_short_key_is_found(settings: Settings, tmp_path: Path) -> None:
    settings.SECRET_KEY = "short"

    assert is_wrong(safety.secret_key(tmp_path), "50 位")


def test_the_command_counts_and_fails_when_something_is_wrong(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="1"):
        call_command("doctor")

    said = capsys.readouterr().out
    assert f"不合格 {said.count('✗')} 项" in said
    assert said.count("✗") > 0


def doctor_in(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a technician does."""
    own = {"DJANGO_SETTINGS_MODULE": "pension.settings", "PENSION_VAR_DIR": str(folder)}
    return subprocess.run(
        [sys.executable, "manage.py", "doctor"],
        cwd=ROOT,
        env=os.environ | own | environment,
        capture_output=True,
        text=True,
        check=False,
    )
