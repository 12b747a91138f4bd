"""Opinions that departments signed on paper, entered by the street with their scan."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enrollment.models import Case, DeskOpinion
from enrollment.services import confirmations
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.factories.enrollment import (
    case_in,
)
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%demo"


def scan(content: bytes = PDF, name: str = "意见.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def on_paper(case: Case, by: Officer, **said: object) -> list[int]:
    usual = {"signed_by": "演示科长", "signed_on": date(2022, 10, 28), "scan": scan()}
    outcome = confirmations.confirm_on_paper(
        [case.pk], "resources_confirm", by=by, at=NOON, **(usual | said)
    )
    return outcome.done


def test_a_paper_opinion_is_entered_by_the_street_with_its_scan() -> None:
    case = case_in(CaseState.DEPARTMENTS)
    clerk = holder(Post.STREET_ENTRY)

    done = on_paper(case, clerk)

    opinion = case.opinions.get(desk=Desk.RESOURCES)
    assert done == [case.pk]
    assert (opinion.on_paper, opinion.signed_by, opinion.officer) == (True, "演示科长", clerk)
    assert opinion.scan.open().read() == PDF


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"scan": None}, "请上传"),
        ({"scan": scan(b"")}, "空文件"),
        ({"scan": scan(b"MZ\x90 program", "意见.pdf")}, "不是 PDF"),
        ({"scan": scan(PDF + b"0" * 10 * 1024 * 1024)}, "超过 10 MB"),
        ({"signed_by": " "}, "签字人"),
        ({"signed_on": NOON.date() + timedelta(days=1)}, "晚于今天"),
    ],
)
def test_a_paper_opinion_without_a_sound_paper_is_refused(
    said: dict[str, object], sentence: str
) -> None:
    case = case_in(CaseState.DEPARTMENTS)
    clerk = holder(Post.STREET_ENTRY)

    with pytest.raises(CaseError, match=sentence):
        on_paper(case, clerk, **said)

    assert not DeskOpinion.objects.filter(case=case, desk=Desk.RESOURCES).exists()


def test_a_department_does_not_enter_its_own_paper() -> None:
    case = case_in(CaseState.DEPARTMENTS)

    assert on_paper(case, holder(Post.RESOURCES)) == []


def test_one_street_clerk_enters_the_papers_of_several_departments() -> None:
    case = case_in(CaseState.DEPARTMENTS)
    clerk = holder(Post.STREET_ENTRY)
    on_paper(case, clerk)

    outcome = confirmations.confirm_on_paper(
        [case.pk],
        "agriculture_confirm",
        by=clerk,
        at=NOON,
        signed_by="演示站长",
        signed_on=date(2022, 10, 28),
        scan=scan(),
    )

    case.refresh_from_db()
    assert outcome.done == [case.pk]
    assert case.state == CaseState.STREET
    assert case.desks.get(officer=clerk).desk == Desk.RECORDING
