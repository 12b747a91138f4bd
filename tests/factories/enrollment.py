"""People, papers and cases in any state of the chain, with the facts that the state needs."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import chain, count
from typing import Any

import factory

from enrollment.models import (
    BankAccount,
    Case,
    CaseDesk,
    CaseEvent,
    DeskOpinion,
    JointReview,
    NoticeEntry,
    Person,
    ProcedureRules,
    PublicNotice,
    ReviewEntry,
    ReviewState,
    SchemeChange,
    SignedRoster,
    Submission,
)
from enrollment.rules.categories import Category, Scheme
from enrollment.rules.names import initials
from enrollment.workflow.desks import DESKS_OF_STATE
from enrollment.workflow.states import CaseState, EvidenceState, Opinion, RefusalReason, RulesState
from pension.models import Officer
from pension.vocabulary.identity_numbers import make, parse
from pension.vocabulary.posts import Desk, Post
from pension.vocabulary.workdays import DayKind
from tests.clock import NOON
from tests.factories.kernel import district, holder, place, standing

GROUP = "53011400500101"
BIRTH = date(1971, 3, 12)
DEPARTMENT_DESKS = (Desk.AGRICULTURE, Desk.RESOURCES)
CHAIN = list(DESKS_OF_STATE)
_numbers = count(1)


class PersonFactory(factory.django.DjangoModelFactory):
    """A synthetic resident of the first group of 郎家营社区."""

    class Meta:
        """The table of people."""

        model = Person

    name = factory.Sequence(lambda n: f"演示居民{n}")
    identity_number = factory.Sequence(
        lambda n: make("530121", BIRTH + timedelta(days=n // 999), n % 999)
    )
    identity_reversed = factory.LazyAttribute(lambda person: person.identity_number[::-1])
    name_reversed = factory.LazyAttribute(lambda person: person.name[::-1])
    initials = factory.LazyAttribute(lambda person: initials(person.name))
    sex = factory.LazyAttribute(lambda person: parse(person.identity_number).sex)
    birth_date = factory.LazyAttribute(lambda person: parse(person.identity_number).birth_date)
    region = factory.LazyFunction(lambda: place(GROUP))
    is_demo = True
    created_at = NOON


def scheme_change(group: str = GROUP) -> SchemeChange:
    """A change of scheme of a resident that waits for a second officer."""
    return SchemeChange.objects.create(
        person=PersonFactory(region=place(group)),
        scheme=Scheme.EMPLOYEE,
        from_day=NOON.date(),
        source="演示登记表：转入职工养老保险",
        entered_by=holder(Post.MERGE),
        entered_at=NOON,
    )


def rules(**values: Any) -> ProcedureRules:
    """The district's rules of procedure, valid from 2020 on."""
    usual: dict[str, Any] = {
        "document": "演示程序规则",
        "notice_days": 7,
        "notice_day_kind": DayKind.CALENDAR,
        "step_days": 5,
        "remedy_days": 60,
        "departments": ["农业农村局", "自然资源局", "公安机关"],
        "state": RulesState.IN_FORCE,
    }
    found, _ = ProcedureRules.objects.get_or_create(
        district=district(), valid_from=date(2020, 1, 1), defaults=usual | values
    )
    return found


def case_in(state: CaseState, *, code: str = GROUP, **columns: Any) -> Case:
    """A case in ``state``: rosters signed, earlier desks agreed, notice over, review passed."""
    person = columns.pop("person", None) or PersonFactory(region=place(code))
    merging = state in {CaseState.MERGING, CaseState.MERGED, CaseState.LEFT}
    clerk = columns.pop("created_by", None) or holder(Post.COMMUNITY_ENTRY)
    case = Case.objects.create(
        **{
            "number": f"CG-2022-{next(_numbers):06d}",
            "person": person,
            "region": person.region,
            "category": Category.ORIGINAL if merging else Category.EXISTING,
            "accepted_on": NOON.date(),
            "state": state,
            "state_since": NOON - timedelta(days=4),
            "certificate": EvidenceState.NOT_ISSUED,
            "created_by": clerk,
            "created_at": NOON - timedelta(days=9),
            **_facts_of(state),
            **columns,
        }
    )
    Submission.objects.create(
        case=case, version=1, content={"name": person.name}, source="手工录入", by=clerk, at=NOON
    )
    CaseDesk.objects.create(record=case, officer=clerk, desk=Desk.ENTRY)
    if state is not CaseState.ENTERED and not merging:
        _sign_roster(case, clerk)
        _let_earlier_desks_agree(case)
    return case


def _facts_of(state: CaseState) -> dict[str, Any]:
    if state is CaseState.REFUSED:
        return {
            "refusal_code": RefusalReason.LAND_KEPT,
            "remedy_until": NOON.date() + timedelta(days=60),
        }
    if state in {CaseState.CONFIRMED, CaseState.MERGED, CaseState.LEFT}:
        return {"confirmed_at": NOON - timedelta(days=4)}
    return {}


def sign_roster(case: Case) -> SignedRoster:
    """Let the village group of a case sign."""
    return _sign_roster(case, case.created_by)


def _sign_roster(case: Case, clerk: Officer) -> SignedRoster:
    roster = SignedRoster.objects.create(
        group=case.region, signed_on=NOON.date(), entered_by=clerk, entered_at=NOON
    )
    Case.objects.filter(pk=case.pk).update(signed_roster=roster)
    case.signed_roster = roster
    return roster


def _let_earlier_desks_agree(case: Case) -> None:
    """Opinions, notice and review of every desk before the case's state."""
    done = case.state in {CaseState.CONFIRMED, CaseState.REFUSED, CaseState.WITHDRAWN}
    place_in_chain = len(CHAIN) - 1 if done else CHAIN.index(CaseState(case.state))
    desks = chain.from_iterable(DESKS_OF_STATE[state] for state in CHAIN[:place_in_chain])
    _all_agree(case, [desk for desk in desks if desk not in {Desk.POLICE, Desk.JOINT_REVIEW}])
    if place_in_chain >= CHAIN.index(CaseState.POSTED):
        post(case, is_over=place_in_chain > CHAIN.index(CaseState.POSTED))
    if place_in_chain >= CHAIN.index(CaseState.SECOND_CHECK):
        review(case)


def _all_agree(case: Case, desks: Sequence[Desk]) -> None:
    """Standing opinions of some desks, by officers who give them for every case."""
    clerks = standing(_POST_OF[desk] for desk in desks)
    by = {desk: clerks[_POST_OF[desk]] for desk in desks}
    CaseDesk.objects.bulk_create(
        CaseDesk(record=case, officer=by[desk], desk=desk) for desk in desks
    )
    common = {"case": case, "round": case.round, "opinion": Opinion.AGREE, "at": NOON}
    DeskOpinion.objects.bulk_create(
        DeskOpinion(desk=desk, officer=by[desk], **common) for desk in desks
    )


def agree(case: Case, desk: Desk, *, at: datetime = NOON) -> DeskOpinion:
    """A standing opinion of a desk, by an officer of its own."""
    officer = holder(_POST_OF[desk])
    CaseDesk.objects.create(record=case, officer=officer, desk=desk)
    return DeskOpinion.objects.create(
        case=case, round=case.round, desk=desk, opinion=Opinion.AGREE, officer=officer, at=at
    )


def post(case: Case, *, is_over: bool) -> NoticeEntry:
    """Put a case on a notice of its own, running or over."""
    officer = standing([Post.STREET_REVIEW])[Post.STREET_REVIEW]
    notice = PublicNotice.objects.create(
        number=f"GS-2022-{next(_numbers):04d}",
        region=case.region,
        posted_on=date(2022, 10, 24),
        days=7,
        day_kind=DayKind.CALENDAR,
        ends_on=date(2022, 10, 31),
        basis="演示程序规则",
        posted_by=officer,
        posted_at=NOON,
        closed_by=officer if is_over else None,
        closed_at=NOON if is_over else None,
    )
    return NoticeEntry.objects.create(
        notice=notice, case=case, position=1, ended_at=NOON if is_over else None
    )


def review(case: Case) -> ReviewEntry:
    """Let a case pass a concluded joint review of its street."""
    officer = standing([Post.JOINT_REVIEW])[Post.JOINT_REVIEW]
    meeting = JointReview.objects.create(
        number=f"LS-2022-{next(_numbers):04d}",
        street=place(case.region.code[:9]),
        held_on=NOON.date(),
        state=ReviewState.CONCLUDED,
        opened_by=officer,
        opened_at=NOON,
        concluded_by=officer,
        concluded_at=NOON,
    )
    return ReviewEntry.objects.create(review=meeting, case=case, opinion=Opinion.AGREE)


def event(case: Case, step: str, officer: Officer, **columns: Any) -> CaseEvent:
    """An event of a case, as the step would have written it."""
    usual = {"from_state": case.state, "to_state": case.state, "desk": Desk.COMMUNITY}
    return CaseEvent.objects.create(
        record=case,
        step=step,
        round=case.round,
        officer=officer,
        **{"at": NOON, **usual, **columns},
    )


class BankAccountFactory(factory.django.DjangoModelFactory):
    """An account in use, entered by one officer and let through by another."""

    class Meta:
        """The table of accounts."""

        model = BankAccount

    person = factory.SubFactory(PersonFactory)
    bank = "农信社"
    holder = factory.LazyAttribute(lambda account: account.person.name)
    number = factory.Sequence(lambda n: f"62230000{n:08d}")
    entered_by = factory.LazyFunction(lambda: holder(Post.COMMUNITY_ENTRY))
    entered_at = NOON
    confirmed_by = factory.LazyFunction(lambda: holder(Post.COMMUNITY_CONFIRM))
    confirmed_at = NOON


_POST_OF = {
    Desk.COMMUNITY: Post.COMMUNITY_CONFIRM,
    Desk.AGRICULTURE: Post.AGRICULTURE,
    Desk.RESOURCES: Post.RESOURCES,
    Desk.POLICE: Post.POLICE,
    Desk.STREET: Post.STREET_REVIEW,
    Desk.SECOND_CHECK: Post.SECOND_CHECK,
}
