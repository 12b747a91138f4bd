"""What `deploy/` says agrees with what the code reads and starts."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from string import ascii_letters

import pytest
from django.conf import settings

from pension.operations.access_log import HEADER
from pension.supervisor import programs
from pension.supervisor.crew import ROOT
from pension.supervisor.programs import Program

DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
NGINX = (DEPLOY / "nginx" / "pension.conf").read_text("utf-8")
SERVICES = {
    "pension-web": lambda: programs.web(8000, 4),
    "pension-worker-work": lambda: programs.workers(2)[0],
    "pension-worker-papers": lambda: programs.workers(2)[1],
    "pension-beat": lambda: programs.beat(Path("/var/lib/pension/beat-schedule")),
}
READ_BY_CODE = re.compile(r"""(?:environ\.get|_[a-z]+)\(\s*"([A-Z_]+)\"""")
# Said by the supervisor alone, which systemd replaces.
OF_SUPERVISOR = {"PORT", "DJANGO_SETTINGS_MODULE"}


def unit(name: str) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for line in (UNITS / name).read_text("utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            said.setdefault(key, []).append(value)
    return said


def example() -> dict[str, str]:
    lines = (DEPLOY / "pension.env.example").read_text("utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name: value for name, _, value in pairs}


def words(command: Sequence[str]) -> set[str]:
    """The words from the name of the module on; numbers and places differ from host to host."""
    named = {word.replace("%%", "%") for word in command[command.index("-m") :]}
    return {word for word in named if not re.fullmatch(r"\d+|\$\{\w+\}|[\d.]+:\d+", word)}


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_starts_what_the_supervisor_starts(name: str) -> None:
    program: Program = SERVICES[name]()
    (command,) = unit(f"{name}.service")["ExecStart"]

    assert words(shlex.split(command)) == words(program.command)


@pytest.mark.parametrize("name", [*SERVICES, "pension-backup"])
def test_a_unit_has_the_account_and_the_environment_of_all(name: str) -> None:
    said = unit(f"{name}.service")

    assert said["User"] == ["pension"]
    assert said["EnvironmentFile"] == ["/etc/pension/pension.env"]
    assert said["ProtectSystem"] == ["strict"]


def test_the_target_starts_every_program() -> None:
    assert unit("pension.target")["Wants"] == [" ".join(f"{name}.service" for name in SERVICES)]


def test_the_example_names_every_variable_that_is_read_and_no_other() -> None:
    code = [ROOT / "pension" / "settings.py", *(ROOT / "pension" / "supervisor").glob("*.py")]
    read = {name for path in code for name in READ_BY_CODE.findall(path.read_text("utf-8"))}
    in_units = set(re.findall(r"\$\{(\w+)\}", "".join(p.read_text() for p in UNITS.iterdir())))

    assert set(example()) == (read - OF_SUPERVISOR) | in_units


def test_the_example_keeps_no_secret() -> None:
    assert example()["SECRET_KEY"] == ""
    assert ":密码@" in example()["DATABASE_URL"]


def test_nginx_lets_through_what_the_product_takes() -> None:
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", NGINX)

    assert int(megabytes) * 1024 * 1024 > settings.PENSION_UPLOAD_BYTES


def test_nginx_passes_on_the_headers_that_the_product_reads() -> None:
    assert re.search(rf"proxy_set_header {HEADER} \$request_id;", NGINX)
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in NGINX
    assert "proxy_set_header Host $host;" in NGINX


def test_nginx_logs_no_query() -> None:
    (shape,) = re.findall(r"log_format pension (.*?);", NGINX, re.S)

    assert set(re.findall(r"\$\w+", shape)).isdisjoint({"$request", "$request_uri", "$args"})
    assert all("off" in line or " pension;" in line for line in re.findall(r"access_log .*", NGINX))


def test_the_settings_of_a_server_pass_the_check_for_deployment(tmp_path: Path) -> None:
    environment = example() | {"SECRET_KEY": ascii_letters, "PENSION_VAR_DIR": str(tmp_path)}

    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=os.environ | environment | {"DJANGO_SETTINGS_MODULE": "pension.settings"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr
