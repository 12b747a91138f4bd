"""Rows for the constraints of who is confirmed and insured."""

from datetime import date, timedelta
from itertools import count

from django.db.models import F

from enrollment.models import (
    BankAccount,
    Case,
    CaseDesk,
    Contribution,
    DepartmentOpinion,
    DeskOpinion,
    JointReview,
    NoticeEntry,
    Objection,
    OpinionSheet,
    PublicNotice,
    RequisitionAgreement,
    RequisitionApproval,
    ReviewEntry,
    SchemeEnrollment,
    Submission,
)
from enrollment.workflow.states import CaseState
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.constraints.register import faults, twins
from tests.factories.dues import contribute, enroll
from tests.factories.enrollment import (
    BIRTH,
    BankAccountFactory,
    PersonFactory,
    agree,
    case_in,
    post,
    review,
)
from tests.factories.kernel import district, holder, place

_numbers = count(1)
DAY = NOON.date()


def case() -> Case:
    """A case that was entered."""
    return case_in(CaseState.ENTERED)


def refused() -> Case:
    """A case that was refused."""
    return case_in(CaseState.REFUSED)


def confirmed() -> Case:
    """A case that was confirmed."""
    return case_in(CaseState.CONFIRMED)


def merging() -> Case:
    """A case at the merge desk."""
    return case_in(CaseState.MERGING)


def desk() -> CaseDesk:
    """The desk of an officer on a case."""
    return case().desks.get()


def submission() -> Submission:
    """What was handed in."""
    made = case().submissions.get()
    Submission.objects.filter(pk=made.pk).update(version=next(_numbers))
    return made


def opinion() -> DeskOpinion:
    """An opinion that stands."""
    return agree(case(), Desk.COMMUNITY)


def waiting_account() -> BankAccount:
    """An account that nobody let through yet."""
    return BankAccountFactory(confirmed_by=None, confirmed_at=None)


def approval() -> RequisitionApproval:
    """An approval of a taking."""
    return RequisitionApproval.objects.create(number=f"演示〔2010〕{next(_numbers)}号")


def agreement() -> RequisitionAgreement:
    """An agreement with a village group."""
    name = f"演示协议{next(_numbers)}"
    return RequisitionAgreement.objects.create(group=place("53011400500101"), name=name)


def scheme() -> SchemeEnrollment:
    """The scheme that a person is in."""
    made = case()
    enroll(made, "resident")
    return made.person.enrollments.get()


def contribution() -> Contribution:
    """A year that was proven."""
    return contribute(case(), 2021, "resident")


def entry() -> NoticeEntry:
    """A case on a running notice, each in another place of the list."""
    made = post(case_in(CaseState.STREET), is_over=False)
    NoticeEntry.objects.filter(pk=made.pk).update(position=next(_numbers))
    return made


def notice() -> PublicNotice:
    """A running notice."""
    return entry().notice


def objection() -> Objection:
    """An objection that nobody looked into yet."""
    return Objection.objects.create(
        entry=entry(),
        received_on=DAY,
        raised_by="演示村民",
        content="户口已迁出",
        entered_by=holder(Post.STREET_ENTRY),
        entered_at=NOON,
    )


def sheet() -> OpinionSheet:
    """A list for a department."""
    return OpinionSheet.objects.create(
        number=f"YJ-{next(_numbers)}",
        region=district(),
        desk=Desk.POLICE,
        cases=[],
        printed_by=holder(Post.STREET_ENTRY),
        printed_at=NOON,
    )


def passed() -> ReviewEntry:
    """A case that passed a joint review."""
    return review(case_in(CaseState.STREET))


def joint_review() -> JointReview:
    """A joint review that is over."""
    return passed().review


def open_review() -> JointReview:
    """A joint review of a street."""
    number = next(_numbers)
    street = place(("530114005", "530114006")[number % 2])
    return JointReview.objects.create(
        number=f"LS-{number}",
        street=street,
        held_on=DAY,
        opened_by=holder(Post.JOINT_REVIEW),
        opened_at=NOON,
    )


def department_opinion() -> DepartmentOpinion:
    """What a department said."""
    meeting = joint_review()
    return DepartmentOpinion.objects.create(
        review=meeting,
        department=f"演示部门{next(_numbers)}",
        opinion="agree",
        signed_by="演示处长",
        entered_by=meeting.opened_by,
        entered_at=NOON,
    )


twins(PersonFactory, "Person.identity_number")
twins(case, "Case.number", "case_one_live")
twins(desk, "case_one_desk_per_officer")
twins(submission, "submission_version_once")
twins(opinion, "opinion_one_standing")
twins(BankAccountFactory, "account_one_in_use")
twins(waiting_account, "account_one_waiting")
faults(
    "account_relation_and_note_together",
    BankAccountFactory,
    {"relation": "heir"},
    {"holder_note": "代收"},
)
twins(approval, "RequisitionApproval.number")
twins(agreement, "agreement_once_per_group")
twins(scheme, "scheme_one_current")
twins(contribution, "contribution_year_once")
twins(notice, "PublicNotice.number")
twins(entry, "case_on_one_notice", "notice_position_once")
twins(sheet, "OpinionSheet.number")
twins(joint_review, "JointReview.number")
twins(open_review, "review_one_open_per_street")
twins(department_opinion, "review_department_once")
twins(passed, "review_case_once")

faults(
    "person_identity_has_eighteen_characters",
    PersonFactory,
    {"identity_number": "53012119710312002"},
    {"identity_number": "53012119710312002x"},
    {"identity_number": ""},
)
faults("person_dies_after_birth", PersonFactory, {"died_on": BIRTH - timedelta(days=1)})
faults("case_state_known", case, {"state": "nowhere"})
faults(
    "case_refused_has_code_and_limit",
    refused,
    {"refusal_code": ""},
    {"remedy_until": None},
    {"state": "entered"},
)
faults("case_confirmed_has_moment", confirmed, {"confirmed_at": None}, {"state": "second_check"})
faults("case_category_fits_state", merging, {"category": "existing"}, {"state": "entered"})
faults("case_area_before_not_negative", case, {"area_before": "-0.01"})
faults(
    "case_area_after_within_before",
    case,
    {"area_after": "-0.01"},
    {"area_before": "1.00", "area_after": "1.01"},
)
faults(
    "opinion_on_paper_has_scan",
    opinion,
    {"on_paper": True, "signed_by": "演示处长", "signed_on": DAY},
    {"on_paper": True, "signed_by": "", "signed_on": DAY, "scan": "scan.pdf"},
    {"on_paper": True, "signed_by": "演示处长", "scan": "scan.pdf"},
)
faults(
    "account_confirmed_by_another",
    BankAccountFactory,
    {"confirmed_by": F("entered_by")},
    {"confirmed_by": None},
    {"confirmed_at": None},
    {"confirmed_by": None, "ended_at": NOON},
)
faults(
    "account_number_is_digits",
    BankAccountFactory,
    {"number": "6223 0000"},
    {"number": "1234567"},
    {"number": ""},
)
faults("scheme_valid_forwards", scheme, {"valid_to": date(2019, 12, 31)})
faults("contribution_year_plausible", contribution, {"year": 1989}, {"year": 2101})
faults("contribution_void_has_reason", contribution, {"voided_at": NOON})
faults("notice_ends_later", notice, {"ends_on": date(2022, 10, 24)})
faults("notice_closed_has_who", notice, {"closed_at": NOON}, {"closed_by": F("posted_by")})
faults(
    "objection_resolved_is_whole",
    objection,
    {"outcome": "upheld", "finding": "属实", "resolved_at": NOON},
    {"outcome": "upheld", "finding": "属实", "resolved_by": F("entered_by")},
    {"outcome": "upheld", "resolved_at": NOON, "resolved_by": F("entered_by")},
    {"finding": "属实", "resolved_at": NOON, "resolved_by": F("entered_by")},
    {"outcome": "upheld", "finding": "属实"},
    {"resolved_at": NOON},
    {"resolved_by": F("entered_by")},
)
faults(
    "review_concluded_has_who",
    joint_review,
    {"concluded_by": None},
    {"concluded_at": None},
    {"concluded_by": None, "concluded_at": None},
    {"state": "open"},
    {"state": "open", "concluded_by": None},
    {"state": "open", "concluded_at": None},
)
faults(
    "review_failed_has_reason_and_target",
    passed,
    {"opinion": "disagree", "return_to": "street"},
    {"opinion": "disagree", "text": "地未征"},
    {"return_to": "street"},
    {"return_to": "street", "text": "地未征"},
)
