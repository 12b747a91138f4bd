"""Where citizens reach an office: the form, the trail, the list of what is lacking."""

import pytest
from django.test import Client
from django.urls import reverse

from pension.models import AuditEntry, Office, RegionLevel
from pension.operations.doctor import Grade, data
from pension.queries.offices import contact_mark
from pension.services import offices
from pension.services.offices import Contacts
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import OfficeKind, Post
from tests.clock import NOON
from tests.factories.kernel import OfficeFactory, holder, office, region

pytestmark = pytest.mark.django_db
TYPED = {"address": "演示路1号", "phone": "0871-00000000", "hours": "工作日 9:00—17:00"}
STREET = "530114005"


def keeper() -> Client:
    client = Client()
    backend = "pension.middleware.officers.OfficerBackend"
    client.force_login(holder(Post.SYSTEM), backend=backend)
    return client


def test_the_system_post_writes_down_where_an_office_is_found() -> None:
    street = office(OfficeKind.STREET, STREET)

    keeper().post(reverse("pension:office", args=[street.pk]), TYPED)

    street.refresh_from_db()
    assert {name: getattr(street, name) for name in TYPED} == TYPED


def test_a_number_that_is_no_telephone_is_refused_and_what_was_typed_stays() -> None:
    street = office(OfficeKind.STREET, STREET)

    answer = keeper().post(
        reverse("pension:office", args=[street.pk]), TYPED | {"phone": "8号窗口"}
    )

    street.refresh_from_db()
    assert "“8号窗口”不是电话号码" in answer.content.decode()
    assert "演示路1号" in answer.content.decode()
    assert street.address == ""


def test_the_service_refuses_a_number_that_is_no_telephone() -> None:
    street = office(OfficeKind.STREET, STREET)

    with pytest.raises(CaseError, match="不是电话号码"):
        offices.set_contacts(street.pk, Contacts("", "12", ""), by=holder(Post.SYSTEM), at=NOON)


def test_the_trail_keeps_what_stood_before_and_names_only_what_changed() -> None:
    street, system = office(OfficeKind.STREET, STREET), holder(Post.SYSTEM)
    offices.set_contacts(street.pk, Contacts("演示路1号", "", ""), by=system, at=NOON)

    offices.set_contacts(street.pk, Contacts("演示路2号", "", ""), by=system, at=NOON)

    entry = AuditEntry.objects.filter(action="登记联系方式").order_by("pk").last()
    assert entry is not None
    assert entry.detail == {"office": street.name, "address": "演示路1号 → 演示路2号"}
    assert (entry.subject_type, entry.subject_id) == ("office", str(street.pk))


def test_saving_without_a_change_is_refused_and_leaves_no_trail() -> None:
    street = office(OfficeKind.STREET, STREET)

    with pytest.raises(CaseError, match="没有变化"):
        offices.set_contacts(street.pk, Contacts("", "", ""), by=holder(Post.SYSTEM), at=NOON)

    assert not AuditEntry.objects.filter(action="登记联系方式").exists()


def test_an_office_of_another_district_cannot_be_written_down() -> None:
    elsewhere = OfficeFactory(region=region("530115", "晋宁区", RegionLevel.DISTRICT, None))

    with pytest.raises(CaseError, match="不在您的管理范围"):
        offices.set_contacts(
            elsewhere.pk, Contacts("演示路1号", "", ""), by=holder(Post.SYSTEM), at=NOON
        )


def test_the_list_can_be_narrowed_to_the_offices_that_lack_something() -> None:
    whole, lacking = office(OfficeKind.STREET, STREET), office(OfficeKind.POLICE)
    Office.objects.filter(pk=whole.pk).update(**TYPED)

    page = keeper().get(reverse("pension:offices"), {"missing": "1"}).content.decode()

    assert lacking.name in page
    assert reverse("pension:office", args=[whole.pk]) not in page


def test_the_check_of_the_machine_names_the_offices_that_lack_something() -> None:
    street = office(OfficeKind.STREET, STREET)
    finding = data.office_contacts()

    Office.objects.update(**TYPED)

    assert finding.grade is Grade.ADVICE
    assert street.name in str(finding)
    assert data.office_contacts().grade is Grade.FINE


@pytest.mark.parametrize("name", ["address", "phone", "hours"])
def test_a_paper_set_before_a_change_is_told_from_one_after_it(name: str) -> None:
    before = Office(**TYPED)

    assert contact_mark(Office(**TYPED)) == contact_mark(before)
    assert contact_mark(Office(**TYPED | {name: ""})) != contact_mark(before)
