"""A backup, restored into an empty database, is the same ledger and the same audit chain."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from pension.models import AuditEntry, Job, Officer
from pension.operations.backup import BackupError, proof, restore, save, tables
from pension.services import audit, jobs
from subsidies.models import BatchRow
from tests.clock import NOON
from tests.factories.enrollment import PersonFactory
from tests.factories.jobs import TRIAL
from tests.pension.operations.office import SCAN, everything, lose_everything, quietly

pytestmark = pytest.mark.django_db(transaction=True)


def edit(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    file = folder / "manifest.json"
    said = json.loads(file.read_text("utf-8"))
    change(said)
    file.write_text(json.dumps(said), "utf-8")


def test_a_restore_brings_back_every_row_and_every_file(folder: Path) -> None:
    before = everything()
    lose_everything()

    restore(folder, at=NOON, say=quietly)

    last = AuditEntry.objects.latest("pk")
    assert last.action == "恢复数据"
    after = everything()
    for label in before.keys() - {"pension.AuditEntry", "pension.AuditChain"}:
        assert after[label] == before[label], label
    assert after["pension.AuditEntry"][:-1] == before["pension.AuditEntry"]
    with default_storage.open(SCAN) as scan:
        assert scan.read().decode() == "盖章页"


def test_the_ledger_and_the_audit_chains_are_the_same(folder: Path) -> None:
    before = proof.take()
    lose_everything()

    restore(folder, at=NOON, say=quietly)

    assert before.entitlements == {"settled": [2, 712_345]}
    assert proof.take().entitlements == before.entitlements
    assert proof.take().payments == before.payments == {"paid": [2, 712_345]}
    assert list(audit.verify()) == []


def test_after_a_restore_work_goes_on(folder: Path) -> None:
    lose_everything()
    restore(folder, at=NOON, say=quietly)
    officer = Officer.objects.order_by("pk")[0]

    job = jobs.enqueue(TRIAL, key="two", title="演示作业", by=officer, at=NOON)
    PersonFactory()

    assert job.pk > Job.objects.get(key="one").pk
    assert list(audit.verify()) == []


def test_a_database_that_holds_anything_is_left_alone(folder: Path) -> None:
    before = everything()

    with pytest.raises(BackupError, match="不是空的") as refusal:
        restore(folder, at=NOON, say=quietly)

    assert "pension_officer" in str(refusal.value)
    assert everything() == before


@pytest.mark.parametrize("part", ["tables/pension_officer.jsonl.gz", f"files/{SCAN}"])
@pytest.mark.parametrize(
    ("harm", "word"),
    [(Path.unlink, "缺失"), (lambda path: path.write_bytes(b"x"), "校验值不符")],
)
def test_a_damaged_backup_is_refused_by_its_part(
    part: str, harm: Callable[[Path], object], word: str, folder: Path
) -> None:
    lose_everything()
    harm(folder / part)

    with pytest.raises(BackupError, match=f"{part}：.*{word}"):
        restore(folder, at=NOON, say=quietly)

    assert tables.filled() == []


def test_a_folder_without_a_manifest_is_no_backup(folder: Path) -> None:
    (folder / "manifest.json").unlink()

    with pytest.raises(BackupError, match="不是完整的备份"):
        restore(folder, at=NOON, say=quietly)


def test_a_manifest_that_makes_no_sense_is_refused(folder: Path) -> None:
    edit(folder, lambda said: said.pop("tables"))

    with pytest.raises(BackupError, match="内容损坏"):
        restore(folder, at=NOON, say=quietly)


@pytest.mark.parametrize("text", ["null", "[]", '"text"', "{", "\\ud800"])
def test_a_manifest_that_is_no_manifest_is_refused(text: str, folder: Path) -> None:
    (folder / "manifest.json").write_text(text, encoding="utf-8")

    with pytest.raises(BackupError, match="内容损坏"):
        restore(folder, at=NOON, say=quietly)


@pytest.mark.parametrize("where", ["name", "path"])
@pytest.mark.parametrize("leads_out", ["../../secret_key", "/etc/passwd"])
def test_a_manifest_that_leads_out_of_its_folder_is_refused(
    where: str, leads_out: str, folder: Path
) -> None:
    edit(folder, lambda said: said["files"][0].update({where: leads_out}))

    with pytest.raises(BackupError, match="内容损坏"):
        restore(folder, at=NOON, say=quietly)


def test_a_backup_of_another_format_is_refused(folder: Path) -> None:
    edit(folder, lambda said: said.update(format=99))

    with pytest.raises(BackupError, match="不同版本的程序"):
        restore(folder, at=NOON, say=quietly)


def test_a_backup_of_other_tables_is_refused(folder: Path) -> None:
    lose_everything()
    edit(folder, lambda said: said["migrations"].append("pension.9999_later"))

    with pytest.raises(BackupError, match="pension.9999_later"):
        restore(folder, at=NOON, say=quietly)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda said: said["proof"]["entitlements"].update(settled=[2, 712_346]),
            "应补（settled）：备份时 2 笔 7,123.46 元，现为 2 笔 7,123.45 元",
        ),
        (lambda said: said["proof"]["payments"].clear(), "发放（paid）"),
        (lambda said: said["proof"]["chains"].update({"9 2022-01-01": "1 0"}), "9 2022-01-01"),
        (lambda said: said["tables"][0].update(rows=77), "应有 77 行"),
    ],
)
def test_what_comes_out_otherwise_is_not_kept(
    change: Callable[[dict[str, Any]], None], sentence: str, folder: Path
) -> None:
    lose_everything()
    edit(folder, change)

    with pytest.raises(BackupError) as refusal:
        restore(folder, at=NOON, say=quietly)

    assert sentence in str(refusal.value)
    assert tables.filled() == []


def test_an_audit_trail_that_was_broken_before_is_not_restored(
    office: Officer, tampering: None, tmp_path: Path
) -> None:
    AuditEntry.objects.filter(number=1).update(action="改过")
    save(tmp_path / "backup", at=NOON, say=quietly)
    lose_everything()

    with pytest.raises(BackupError, match="操作留痕核对不通过"):
        restore(tmp_path / "backup", at=NOON, say=quietly)

    assert tables.filled() == []


def test_a_second_try_finds_the_files_of_the_first(folder: Path) -> None:
    call_command("flush", interactive=False)

    restore(folder, at=NOON, say=quietly)

    assert BatchRow.objects.count() == 2


def test_a_stored_file_of_the_same_name_is_never_written_over(folder: Path) -> None:
    lose_everything()
    default_storage.save(SCAN, ContentFile(b"another"))

    with pytest.raises(BackupError, match=r"scans/演示\.pdf：已有同名"):
        restore(folder, at=NOON, say=quietly)

    assert tables.filled() == []


def test_a_restore_must_be_meant(folder: Path) -> None:
    with pytest.raises(CommandError, match="--into-empty"):
        call_command("restore", folder)
