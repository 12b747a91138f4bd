"""`manage.py verify_audit`: how many entries are in order, or where the trail is broken."""

import pytest
from django.core.management import call_command

from pension.models import AuditEntry
from pension.services import audit
from tests.clock import NOON
from tests.factories.kernel import OfficerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trail() -> None:
    """Three entries of one office."""
    deeds = [audit.Deed("打开", "case", number) for number in range(3)]
    audit.record_many(deeds, by=OfficerFactory(), at=NOON)


def test_a_whole_trail_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_audit")

    assert capsys.readouterr().out == "操作留痕完整：3 条\n"


@pytest.mark.usefixtures("tampering")
def test_a_broken_place_is_named_and_the_command_fails(capsys: pytest.CaptureFixture[str]) -> None:
    AuditEntry.objects.filter(number=2).update(action="改过")

    with pytest.raises(SystemExit, match="1"):
        call_command("verify_audit")

    said = capsys.readouterr().out
    assert "第 2 条与校验值不符" in said
    assert "操作留痕不完整：1 处" in said
