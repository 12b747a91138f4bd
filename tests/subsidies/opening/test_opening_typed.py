"""One opening record typed in: the checks of the workbook, and a second officer."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from enrollment.models import Person
from pension.models import AuditEntry, Officer, Upload
from pension.vocabulary.posts import Post
from subsidies.imports import OPENING
from subsidies.models import OpeningRecord
from subsidies.queries.opening import files
from subsidies.services import opening
from subsidies.workflow.states import OpeningState
from tests.access.homes import GROUPS, OTHER_DISTRICT, two_districts
from tests.clock import NOON
from tests.factories.kernel import holder
from tests.factories.openings import records, row
from tests.scopes.rows import SCOPED

pytestmark = pytest.mark.django_db
NEW, TYPED = "subsidies:opening_new", "subsidies:opening_typed"
Desk = Callable[[Officer], Client]


@pytest.fixture
def sign_in(client: Client) -> Desk:
    """The browser of an officer."""

    def sign(officer: Officer) -> Client:
        client.force_login(officer)
        return client

    return sign


def typed(**changes: object) -> dict[str, object]:
    """A row of the workbook as the form sends it."""
    keys = {column.header: column.key for column in OPENING.sheet.columns}
    return {keys[header]: value for header, value in row(**changes).items()}


def test_a_record_typed_in_is_what_its_row_in_the_workbook_would_be(
    sign_in: Desk, people: list[Person], entering: Officer, entered: Callable[..., Upload]
) -> None:
    by_file = OpeningRecord.objects.get(pk=records(entered(row(2)))[0])

    sign_in(entering).post(reverse(NEW), typed())

    by_hand = OpeningRecord.objects.get(upload=None)
    same = [f.attname for f in OpeningRecord._meta.concrete_fields]
    for name in ("id", "person_id", "upload_id", "row_number", "entered_at"):
        same.remove(name)
    assert [getattr(by_hand, name) for name in same] == [getattr(by_file, name) for name in same]
    assert by_hand.state == OpeningState.PROPOSED


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"身份证号": ""}, "identity_number", "必填"),
        ({"身份证号": "530114196003120012"}, "identity_number", "校验位"),
        ({"姓名": "演示别人"}, "name", "登记的姓名是"),
        ({"已享受政府补贴": "-1"}, "subsidy_enjoyed_fen", "不是金额|负数"),
        ({"已补助年度": "1985"}, "paid_years", "1985不在"),
        ({"缴费凭证": ""}, "contribution_proof", "填了缴费年度就要填缴费凭证"),
        ({"原办法缴费起始月": "2010年13月"}, "legacy_start", "月"),
        ({"领取待遇": "两样都领"}, "drawing", "不在可选内容中"),
    ],
)
def test_what_the_workbook_refuses_is_refused_at_its_field(
    sign_in: Desk,
    people: list[Person],
    entering: Officer,
    changes: dict[str, object],
    field: str,
    sentence: str,
) -> None:
    page = sign_in(entering).post(reverse(NEW), typed(**changes))

    assert re.search(sentence, page.context["form"].errors[field][0])
    assert not OpeningRecord.objects.exists()


def test_nobody_vouches_for_what_they_typed_in(sign_in: Desk, people: list[Person]) -> None:
    both = holder(Post.MERGE)
    both.holdings.create(post=Post.SECOND_CHECK, granted_at=NOON)
    both = Officer.objects.get(pk=both.pk)
    browser = sign_in(both)
    browser.post(reverse(NEW), typed())
    key = OpeningRecord.objects.get().pk

    decide = reverse("subsidies:opening_typed_decide")
    page = browser.post(decide, {"rows": key, "action": "force"}, follow=True)

    assert "须由另一人复核" in page.content.decode()
    assert OpeningRecord.objects.get().state == OpeningState.PROPOSED


def test_a_second_officer_puts_it_in_force_and_each_look_is_noted(
    sign_in: Desk, people: list[Person], entering: Officer, second: Officer
) -> None:
    sign_in(entering).post(reverse(NEW), typed())
    record = OpeningRecord.objects.get()

    browser = sign_in(second)
    page = browser.get(reverse(TYPED)).content.decode()
    browser.post(reverse("subsidies:opening_typed_decide"), {"rows": record.pk, "action": "force"})

    record.refresh_from_db()
    assert (record.state, record.decided_by) == (OpeningState.IN_FORCE, second)
    assert record.person.identity_number in page
    seen = AuditEntry.objects.filter(action="打开期初数据（完整号码）", officer=second)
    assert list(seen.values_list("subject_id", flat=True)) == [str(record.person_id)]


def test_a_record_that_waits_keeps_a_second_one_out(
    sign_in: Desk, people: list[Person], entering: Officer
) -> None:
    browser = sign_in(entering)
    browser.post(reverse(NEW), typed())

    page = browser.post(reverse(NEW), typed()).content.decode()

    assert "已有一条待复核的期初数据（手工录入）" in page
    assert OpeningRecord.objects.count() == 1


def test_a_correction_begins_with_what_stands(
    sign_in: Desk, people: list[Person], entering: Officer, second: Officer
) -> None:
    browser = sign_in(entering)
    browser.post(reverse(NEW), typed())
    record = OpeningRecord.objects.get()
    opening.put_in_force([record.pk], by=second, at=NOON)

    address = f"{reverse(NEW)}?record={record.pk}"
    page = browser.get(address).content.decode()
    browser.post(address, typed(已享受政府补贴="9700"))

    assert 'value="9600.50"' in page
    assert OpeningRecord.objects.get(state=OpeningState.PROPOSED).subsidy_enjoyed_fen == 970_000


def test_a_record_of_another_district_is_not_there_to_be_corrected(
    sign_in: Desk, entering: Officer
) -> None:
    two_districts()
    theirs = SCOPED[OpeningRecord].make(GROUPS[OTHER_DISTRICT])

    answer = sign_in(entering).get(f"{reverse(NEW)}?record={theirs.pk}")

    assert answer.status_code == 404


def test_what_was_typed_in_stands_in_the_list_beside_the_files(
    people: list[Person], entering: Officer, entered: Callable[..., Upload]
) -> None:
    entered(row(2))
    entry = opening.entry_of(OpeningRecord.objects.select_related("person").get())
    opening.put_in_force([OpeningRecord.objects.get().pk], by=holder(Post.SECOND_CHECK), at=NOON)
    opening.propose(entry, by=entering, at=NOON)

    assert [(file.name, file.waiting) for file in files(entering)] == [
        ("手工录入", 1),
        ("期初表.xlsx", 0),
    ]
