"""Commands that can't run say why in a sentence and fail: no trace, no secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pension.management.running import NO_TABLES
from pension.supervisor.crew import ROOT

OF_ONE = {"reset_second_factor": ["li"], "reset_password": ["li"]}
COMMANDS = ("verify_audit", "demo_accounts", "backup", "load_demo", *OF_ONE)


def asked(folder: Path, *arguments: str, **variables: str) -> tuple[int, str]:
    """The exit code of a command on a machine of its own, and everything that it said."""
    own = {"PENSION_VAR_DIR": str(folder), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": ""}
    environment = {key: value for key, value in (os.environ | own | variables).items() if value}
    command = [sys.executable, ROOT / "manage.py", *arguments]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment, cwd=folder
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_a_database_without_tables_asks_for_them(name: str, tmp_path: Path) -> None:
    arguments = (OF_ONE | {"backup": [str(tmp_path / "copy")]}).get(name, [])

    code, said = asked(tmp_path, name, *arguments)

    assert (code, said.strip()) == (1, NO_TABLES)


def test_a_database_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    code, said = asked(tmp_path, "verify_audit", DATABASE_URL="postgres://u:geheim@127.0.0.1:1/x")

    assert code == 1
    assert "数据库没有应答" in said
    assert "Traceback" not in said
    assert "geheim" not in said


def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    code, said = asked(tmp_path, "doctor", PENSION_IDLE_MINUTES="halb")

    assert (code, said.strip()) == (
        1,
        "设置不对。PENSION_IDLE_MINUTES：请填写不小于 1 的整数，现为“halb”",
    )


def test_a_command_that_works_succeeds_silently_about_itself(tmp_path: Path) -> None:
    assert asked(tmp_path, "migrate", "--verbosity", "0") == (0, "")
