"""The pages of signed rosters and of the departments' opinion sheets."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enrollment.models import SignedRoster
from enrollment.services import opinion_sheets, rosters
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, Job
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.enrollment.browsing import SignIn, said, url
from tests.factories.enrollment import case_in
from tests.factories.kernel import holder, place
from tests.factories.rounds import COMMUNITY, OTHER_STREET, TODAY

pytestmark = pytest.mark.django_db


def test_another_communitys_roster_and_sheet_are_not_found(sign_in: SignIn) -> None:
    case = case_in(CaseState.ENTERED)
    clerk = holder(Post.COMMUNITY_ENTRY)
    roster = rosters.register([case.pk], signed_on=TODAY, by=clerk, at=NOON)
    case_in(CaseState.DEPARTMENTS)
    sheet = opinion_sheets.draw_up(
        place(COMMUNITY), Desk.AGRICULTURE, by=holder(Post.STREET_ENTRY), at=NOON
    )

    community = sign_in(holder(Post.COMMUNITY_ENTRY, "530114006001"))
    found = [
        community.get(url("roster", roster.pk)).status_code,
        community.get(url("roster_scan", roster.pk)).status_code,
        community.get(url("roster_new", case.region_id)).status_code,
    ]
    street = sign_in(holder(Post.STREET_ENTRY, OTHER_STREET))
    found.append(street.get(url("opinion_sheet", sheet.pk)).status_code)

    assert found == [404] * 4


def test_the_roster_of_a_group_is_registered_with_its_scan(sign_in: SignIn) -> None:
    on, off = case_in(CaseState.ENTERED), case_in(CaseState.ENTERED)
    browser = sign_in(holder(Post.COMMUNITY_ENTRY))
    scan = SimpleUploadedFile("花名册.pdf", b"%PDF-1.7")

    browser.post(
        url("roster_new", on.region_id),
        {
            "signed_on": "2022-10-30",
            "listed": [on.pk, off.pk],
            "left_out": [off.pk],
            "scan": scan,
        },
    )
    roster = SignedRoster.objects.get()
    opened_scan = browser.get(url("roster_scan", roster.pk))

    assert list(roster.cases.all()) == [on]
    assert b"".join(opened_scan.streaming_content) == b"%PDF-1.7"
    assert AuditEntry.objects.filter(action="查看签字花名册").exists()


def test_whoever_was_ticked_by_mistake_comes_off_on_the_page(sign_in: SignIn) -> None:
    case = case_in(CaseState.ENTERED)
    clerk = holder(Post.COMMUNITY_ENTRY)
    roster = rosters.register([case.pk], signed_on=TODAY, by=clerk, at=NOON)
    browser = sign_in(clerk)

    browser.post(url("roster", roster.pk), {"rows": [case.pk], "reason": "选错人"})

    case.refresh_from_db()
    assert case.signed_roster is None


def test_a_sheet_is_drawn_up_printed_and_entered(sign_in: SignIn) -> None:
    case = case_in(CaseState.DEPARTMENTS)
    browser = sign_in(holder(Post.STREET_ENTRY))
    drawn = browser.post(
        url("opinion_sheet_new"), {"desk": Desk.AGRICULTURE, "region": place(COMMUNITY).pk}
    )
    scan = SimpleUploadedFile("意见表.pdf", b"%PDF-1.7")

    entered = browser.post(
        drawn.url, {"signed_by": "演示科长", "signed_on": "2022-10-30", "scan": scan}
    )

    assert Job.objects.filter(kind="sheet_paper").count() == 1
    assert "已代录同意 1 人" in said(entered)
    assert case.opinions.get(desk=Desk.AGRICULTURE).on_paper
