"""A backup is made while others work, and never over anything."""

from pathlib import Path
from threading import Thread

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from pension.models import AuditEntry, Officer
from pension.operations.backup import BackupError, save, saving
from tests.clock import NOON
from tests.factories.kernel import OfficerFactory
from tests.pension.operations.office import SCAN, lose_everything, quietly

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_file_that_rows_name_and_nobody_has_is_told(office: Officer, tmp_path: Path) -> None:
    default_storage.delete(SCAN)
    said: list[str] = []

    save(tmp_path / "backup", at=NOON, say=said.append)

    assert any(f"{SCAN} 不在文件目录中" in sentence for sentence in said)


def test_a_folder_that_holds_anything_is_not_written_into(office: Officer, tmp_path: Path) -> None:
    (tmp_path / "note.txt").touch()

    with pytest.raises(BackupError, match="不是空的"):
        save(tmp_path, at=NOON, say=quietly)

    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["note.txt"]


def test_a_backup_is_closed_to_other_accounts_and_written_down(folder: Path) -> None:
    assert folder.stat().st_mode & 0o077 == 0
    assert AuditEntry.objects.filter(action="备份数据").count() == 1


def test_while_a_backup_is_made_others_write_and_it_does_not_see_them(office: Officer) -> None:
    def write() -> None:
        OfficerFactory()
        connection.close()

    with saving.one_moment():
        before = Officer.objects.count()
        colleague = Thread(target=write)
        colleague.start()
        colleague.join()
        seen = Officer.objects.count()

    assert seen == before
    assert Officer.objects.count() == before + 1


def test_the_commands_make_and_restore_a_backup(
    office: Officer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("backup", tmp_path / "backup")
    lose_everything()

    call_command("restore", tmp_path / "backup", "--into-empty")

    said = capsys.readouterr().out
    assert "备份完成：" in said
    assert "恢复完成：" in said
    assert Officer.objects.filter(pk=office.pk).exists()


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(CommandError, match="file.*备份未完成"):
        call_command("backup", tmp_path / "file" / "backup")
