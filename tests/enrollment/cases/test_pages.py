"""The pages of cases, asked for by officers of different offices."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enrollment.models import Case, DeskOpinion
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, Draft, Job, Officer
from pension.vocabulary.identity_numbers import make
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.factories.enrollment import PersonFactory, agree, case_in, rules, sign_roster
from tests.factories.kernel import OfficerFactory, holder, office, place

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
ELSEWHERE = "53011400600101"


def address(case: Case) -> str:
    return reverse("enrollment:case", args=[case.pk])


def decide(browser: Client, case: Case, deed: str, **fields: object) -> HttpResponse:
    url = reverse("enrollment:case_decide", args=[case.pk, deed])
    return browser.post(url, {"round": case.round, **fields})


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def said(response: HttpResponse) -> str:
    return "；".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.mark.parametrize("state", CaseState)
def test_the_page_of_a_case_opens_in_every_state_with_its_number_masked(
    state: CaseState, sign_in: SignIn
) -> None:
    case = case_in(state)

    page = sign_in(holder(Post.SECOND_CHECK)).get(address(case))

    assert page.status_code == 200
    assert case.person.masked_identity in text_of(page)
    assert case.person.identity_number not in text_of(page)


@pytest.mark.parametrize(
    "name", ["case", "case_identity", "case_correct", "case_letter", "case_decide"]
)
def test_another_offices_case_is_not_there(name: str, sign_in: SignIn) -> None:
    case = case_in(CaseState.ENTERED, code=ELSEWHERE)
    browser = sign_in(
        OfficerFactory(
            office=holder(Post.COMMUNITY_ENTRY).office,
            posts=[Post.COMMUNITY_ENTRY, Post.COMMUNITY_CONFIRM],
        )
    )
    args = [case.pk, "agree"] if name == "case_decide" else [case.pk]
    url = reverse(f"enrollment:{name}", args=args)

    answer = browser.get(url) if name in {"case", "case_correct"} else browser.post(url)

    assert answer.status_code == 404


def test_an_officer_without_a_post_of_the_chain_is_told_whose_page_it_is(sign_in: SignIn) -> None:
    case = case_in(CaseState.ENTERED)

    assert sign_in(holder(Post.CASHIER)).get(address(case)).status_code == 403


def test_the_whole_identity_number_is_shown_at_the_working_desk_and_leaves_a_trace_each_time(
    sign_in: SignIn,
) -> None:
    case = case_in(CaseState.STREET)
    browser = sign_in(holder(Post.STREET_REVIEW))
    url = reverse("enrollment:case_identity", args=[case.pk])

    first, _ = browser.post(url), browser.post(url)

    assert case.person.identity_number in text_of(first)
    assert AuditEntry.objects.filter(action="打开完整证件号", subject_id=case.pk).count() == 2


def test_the_whole_identity_number_stays_hidden_from_other_desks(sign_in: SignIn) -> None:
    case = case_in(CaseState.STREET)
    url = reverse("enrollment:case_identity", args=[case.pk])

    answer = sign_in(holder(Post.SECOND_CHECK)).post(url)

    assert case.person.identity_number not in text_of(answer)
    assert not AuditEntry.objects.filter(action="打开完整证件号").exists()


def test_the_page_says_why_a_button_cannot_be_pressed(sign_in: SignIn) -> None:
    case = case_in(CaseState.ENTERED)

    page = text_of(sign_in(holder(Post.COMMUNITY_CONFIRM)).get(address(case)))

    assert "尚未登记村民小组签字的花名册" in page
    assert 'aria-disabled="true"' in page


def test_a_decision_on_the_page_moves_the_case(sign_in: SignIn) -> None:
    case = case_in(CaseState.DEPARTMENTS)
    browser = sign_in(holder(Post.AGRICULTURE))

    answer = decide(
        browser,
        case,
        "agree",
        step="agriculture_confirm",
        text="属实",
        household_size=5,
        certificate="not_issued",
    )

    opinion = DeskOpinion.objects.get(case=case, desk=Desk.AGRICULTURE)
    assert answer.status_code == 302
    assert (opinion.text, opinion.confirmed["household_size"]) == ("属实", "5")


def test_a_page_that_was_left_open_decides_nothing_in_a_later_round(sign_in: SignIn) -> None:
    case = case_in(CaseState.STREET, round=2)
    browser = sign_in(holder(Post.STREET_REVIEW))

    answer = browser.post(
        reverse("enrollment:case_decide", args=[case.pk, "agree"]),
        {"step": "street_review", "round": 1},
    )

    assert "已进入第 2 轮" in said(answer)
    assert Case.objects.get(pk=case.pk).state == CaseState.STREET


def test_a_return_without_a_reason_comes_back_on_the_page(sign_in: SignIn) -> None:
    case = case_in(CaseState.STREET)

    answer = decide(
        sign_in(holder(Post.STREET_REVIEW)), case, "return", step="return_street", target="entered"
    )

    assert answer.status_code == 200
    assert "data-focus" in text_of(answer)
    assert Case.objects.get(pk=case.pk).state == CaseState.STREET


def test_a_return_a_refusal_and_a_reopening_go_through_the_page(sign_in: SignIn) -> None:
    rules()
    case = case_in(CaseState.STREET)
    browser = sign_in(holder(Post.STREET_REVIEW))

    decide(browser, case, "refuse", step="refuse_street", code="land_kept", reason="仍有承包地")
    refused = Case.objects.get(pk=case.pk).state
    decide(sign_in(holder(Post.SECOND_CHECK)), case, "reopen", step="reopen", reason="补了证据")

    assert refused == CaseState.REFUSED
    assert Case.objects.get(pk=case.pk).state == CaseState.ENTERED


def test_a_paper_opinion_is_entered_on_the_page_and_its_scan_opens_with_a_trace(
    sign_in: SignIn,
) -> None:
    case = case_in(CaseState.DEPARTMENTS)
    browser = sign_in(holder(Post.STREET_ENTRY))

    decide(
        browser,
        case,
        "paper",
        step="agriculture_confirm",
        signed_by="演示科长",
        signed_on=date(2022, 10, 28),
        scan=SimpleUploadedFile("a.pdf", b"%PDF-1.7 demo"),
    )
    opinion = DeskOpinion.objects.get(case=case, desk=Desk.AGRICULTURE)
    scan = browser.get(reverse("enrollment:opinion_scan", args=[opinion.pk]))

    assert b"".join(scan.streaming_content) == b"%PDF-1.7 demo"
    assert AuditEntry.objects.filter(action="打开意见扫描件", subject_id=case.pk).exists()


def test_an_unknown_deed_is_not_there(sign_in: SignIn) -> None:
    case = case_in(CaseState.STREET)

    assert decide(sign_in(holder(Post.STREET_REVIEW)), case, "destroy").status_code == 404


def test_the_list_shows_the_offices_cases_only(sign_in: SignIn) -> None:
    own, other = case_in(CaseState.ENTERED), case_in(CaseState.ENTERED, code=ELSEWHERE)

    page = text_of(sign_in(holder(Post.COMMUNITY_CONFIRM)).get(reverse("enrollment:cases")))

    assert own.number in page
    assert other.number not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("desk=agriculture", {"silent"}),
        ("state=street", {"street"}),
        ("street=530114006", {"elsewhere"}),
        ("category=new", {"street"}),
        ("overdue=1", {"spoken"}),
        ("is_supplementary=1", {"elsewhere"}),
        ("returned=1", {"silent"}),
        ("state=nonsense", {"silent", "spoken", "street", "elsewhere"}),
    ],
)
def test_the_list_is_narrowed_by_the_address(query: str, shown: set[str], sign_in: SignIn) -> None:
    cases = {
        "silent": case_in(CaseState.DEPARTMENTS, round=2),
        "spoken": case_in(CaseState.DEPARTMENTS, due_date=date(2020, 1, 1)),
        "street": case_in(CaseState.STREET, category="new"),
        "elsewhere": case_in(CaseState.NOTICE, code=ELSEWHERE, is_supplementary=True),
    }
    agree(cases["spoken"], Desk.AGRICULTURE)

    page = sign_in(holder(Post.AGRICULTURE)).get(reverse("enrollment:cases") + "?" + query)

    assert {name for name, case in cases.items() if case.number in text_of(page)} == shown


def test_the_list_asks_as_many_queries_for_fifty_cases_as_for_two(sign_in: SignIn) -> None:
    browser = sign_in(holder(Post.SECOND_CHECK))
    url = reverse("enrollment:cases")
    case_in(CaseState.DEPARTMENTS), case_in(CaseState.POSTED)
    browser.get(url)  # the first page of a session also notes when it was opened
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(url)
    for _ in range(20):
        case_in(CaseState.DEPARTMENTS)

    with CaptureQueriesContext(connection) as many:
        browser.get(url)

    assert len(many) == len(few)


def test_pages_follow_each_other_without_losing_a_case(sign_in: SignIn) -> None:
    people = [PersonFactory(identity_number=make("530121", date(1950, 1, 1), n)) for n in range(55)]
    numbers = [
        Case.objects.create(
            number=f"CG-2021-{n:06d}",
            person=person,
            region=person.region,
            category="existing",
            accepted_on=NOON.date(),
            state=CaseState.ENTERED,
            state_since=NOON,
            created_by=holder(Post.COMMUNITY_ENTRY) if n == 0 else Case.objects.first().created_by,
            created_at=NOON,
        ).number
        for n, person in enumerate(people)
    ]
    browser = sign_in(holder(Post.COMMUNITY_CONFIRM))

    first = browser.get(reverse("enrollment:cases"))
    second = browser.get(first.context["page"]["next_url"])
    back = browser.get(second.context["page"]["previous_url"])

    listed = [row.cells[-1].text for row in first.context["table"].rows]
    rest = [row.cells[-1].text for row in second.context["table"].rows]
    assert listed + rest == numbers
    assert [row.cells[-1].text for row in back.context["table"].rows] == listed


def test_an_export_is_asked_for_once_and_with_the_same_filters(sign_in: SignIn) -> None:
    browser = sign_in(holder(Post.SECOND_CHECK))
    url = reverse("enrollment:cases_export") + "?state=street"

    for _ in range(2):
        browser.post(url, {"token": "t1"})

    job = Job.objects.get(kind="export_cases")
    assert job.params == {"query": "state=street"}


def test_many_cases_are_agreed_at_once_and_the_refused_are_named(sign_in: SignIn) -> None:
    good, unsigned = case_in(CaseState.ENTERED), case_in(CaseState.ENTERED)
    sign_roster(good)
    browser = sign_in(holder(Post.COMMUNITY_CONFIRM))
    asked = browser.post(
        reverse("enrollment:bulk"), {"rows": [good.pk, unsigned.pk], "action": "agree"}
    )
    before = Case.objects.get(pk=good.pk).state

    report = browser.post(
        reverse("enrollment:bulk_decide", args=["agree"]),
        asked.context["form"].initial | {"text": "属实"},
        follow=True,
    )

    assert before == CaseState.ENTERED
    assert Case.objects.get(pk=good.pk).state == CaseState.DEPARTMENTS
    assert "已确认 1 件，1 件没有办理" in text_of(report)
    assert unsigned.number in text_of(report)
    assert "花名册" in text_of(report)


def test_everything_that_the_list_shows_can_be_sent_back_at_once(sign_in: SignIn) -> None:
    cases = [case_in(CaseState.STREET) for _ in range(3)]
    browser = sign_in(holder(Post.STREET_REVIEW))
    asked = browser.post(
        reverse("enrollment:bulk"),
        {"scope": "all", "query": "desk=street", "action": "return"},
    )

    browser.post(
        reverse("enrollment:bulk_decide", args=["return"]),
        asked.context["form"].initial | {"target": "departments", "reason": "面积有出入"},
    )

    states = Case.objects.filter(pk__in=[c.pk for c in cases]).values_list("state", "round")
    assert set(states) == {(CaseState.DEPARTMENTS, 2)}


def test_cases_of_others_cannot_be_chosen_for_a_decision(sign_in: SignIn) -> None:
    case = case_in(CaseState.STREET)
    browser = sign_in(holder(Post.AGRICULTURE))

    answer = browser.post(reverse("enrollment:bulk"), {"rows": [case.pk], "action": "agree"})

    assert "不在您的席位上" in said(answer)


def test_the_desk_leads_from_case_to_case_by_due_day(sign_in: SignIn) -> None:
    later = case_in(CaseState.STREET, due_date=date(2022, 11, 9))
    first = case_in(CaseState.STREET, due_date=date(2022, 11, 2))
    browser = sign_in(holder(Post.STREET_REVIEW))
    start = reverse("enrollment:desk_next", args=["street"])

    opened = browser.get(start)
    decided = browser.post(
        reverse("enrollment:case_decide", args=[first.pk, "agree"]) + "?desk=street",
        {"step": "street_review", "round": 1},
    )
    following = browser.get(decided.url)
    end = browser.get(f"{start}?skip={later.pk}")

    assert opened.url.startswith(address(first))
    assert following.url.startswith(address(later))
    assert end.url.startswith(reverse("enrollment:cases"))


def test_a_desk_that_is_not_ones_own_is_not_there(sign_in: SignIn) -> None:
    url = reverse("enrollment:desk_next", args=["second"])

    assert sign_in(holder(Post.AGRICULTURE)).get(url).status_code == 404


TYPED = {
    "name": "演示 杨秀兰",
    "identity_number": make("530121", date(1971, 3, 12), 2),
    "category": "existing",
    "area_before": "3.20",
    "area_after": "0.40",
}


def test_a_person_typed_in_by_hand_is_accepted_and_the_draft_goes(sign_in: SignIn) -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    Draft.objects.create(officer=clerk, key="case-new", fields={"name": ["演"]}, saved_at=NOON)
    group = place("53011400500101")

    answer = sign_in(clerk).post(
        reverse("enrollment:case_new"), TYPED | {"region": group.pk}, follow=True
    )

    case = Case.objects.get()
    assert (case.person.name, case.region, case.state) == ("演示杨秀兰", group, CaseState.ENTERED)
    assert case.number in text_of(answer)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("identity_number", "530121197103120021", "校验位"),
        ("area_after", "9", "不能大于征地前面积"),
        ("area_before", "-1", "大于"),
        ("account_number", "62x3", "8 至 32 位数字"),
        ("phone", "12", "手机号"),
        ("category", "", "必填"),
    ],
)
def test_a_typing_error_is_named_at_its_field(
    field: str, value: str, sentence: str, sign_in: SignIn
) -> None:
    group = place("53011400500101")
    typed = TYPED | {"region": group.pk, field: value}

    page = sign_in(holder(Post.COMMUNITY_ENTRY)).post(reverse("enrollment:case_new"), typed)

    assert sentence in str(page.context["form"].errors.get(field, ""))
    assert not Case.objects.exists()


def test_a_person_with_a_live_case_is_refused_on_the_form(sign_in: SignIn) -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    group = place("53011400500101")
    browser = sign_in(clerk)
    for _ in range(2):
        page = browser.post(reverse("enrollment:case_new"), TYPED | {"region": group.pk})

    assert "不能重复受理" in text_of(page)
    assert Case.objects.count() == 1


def test_the_form_offers_the_groups_of_the_own_office_alone(sign_in: SignIn) -> None:
    page = sign_in(holder(Post.COMMUNITY_ENTRY)).get(reverse("enrollment:case_new"))
    stranger = place("53011400600101")

    assert f'value="{stranger.pk}"' not in text_of(page)
    assert f'value="{place("53011400500102").pk}"' in text_of(page)


def test_a_correction_keeps_what_was_handed_in_before(sign_in: SignIn) -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    group = place("53011400500101")
    browser = sign_in(clerk)
    browser.post(reverse("enrollment:case_new"), TYPED | {"region": group.pk})
    case = Case.objects.get()

    browser.post(
        reverse("enrollment:case_correct", args=[case.pk]),
        TYPED | {"region": group.pk, "area_after": "0.30", "reason": "抄写有误"},
    )

    case.refresh_from_db()
    contents = [s.content["area_after"] for s in case.submissions.all()]
    assert str(case.area_after) == "0.30"
    assert contents == ["0.40", "0.30"]


def test_money_is_not_loaded_for_departments(sign_in: SignIn) -> None:
    case = case_in(CaseState.DEPARTMENTS)

    department = text_of(sign_in(holder(Post.AGRICULTURE)).get(address(case)))
    bureau = text_of(sign_in(holder(Post.SECOND_CHECK)).get(address(case)))

    assert "subsidy-panel" not in department
    assert "subsidy-panel" in bureau


def test_one_clerk_of_a_community_with_both_posts_finds_a_case_entered_by_another(
    sign_in: SignIn,
) -> None:
    case = case_in(CaseState.ENTERED)
    clerk = OfficerFactory(
        office=office(case.created_by.office.kind, "530114005001"),
        posts=[Post.COMMUNITY_ENTRY, Post.COMMUNITY_CONFIRM],
    )

    page = sign_in(clerk).get(reverse("enrollment:cases") + "?desk=community")

    assert case.number in text_of(page)
