"""What papers print of an office: its address, telephone and hours."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from pension.models import Office, Officer
from pension.services import audit
from pension.vocabulary import telephones
from pension.vocabulary.errors import CaseError

EMPTY = "（空）"


@dataclass(frozen=True, slots=True)
class Contacts:
    """Where and when citizens reach an office; "" leaves a line for the pen on paper."""

    address: str
    phone: str
    hours: str


@transaction.atomic
def set_contacts(office_id: int, contacts: Contacts, *, by: Officer, at: datetime) -> Office:
    """Write down what papers print from now on; the trail keeps what stood before.

    Refused: an office that ``by`` does not see, a telephone number that is none, and no change.
    """
    visible = Office.objects.visible_to(by).select_for_update(of=("self",))
    found = visible.filter(pk=office_id).first()
    if found is None:
        raise CaseError("没有这个机构，或不在您的管理范围内")
    said = {**asdict(contacts), "phone": _phone(contacts.phone)}
    changes = _changes(found, said)
    if not changes:
        raise CaseError("内容没有变化，不必保存")
    Office.objects.filter(pk=office_id).update(**said)
    detail = {"office": found.name, **changes}
    audit.record(audit.Deed("登记联系方式", "office", office_id, detail), by=by, at=at)
    return Office.objects.get(pk=office_id)


def _phone(text: str) -> str:
    try:
        return telephones.parse(text)
    except ValueError as error:
        raise CaseError(str(error)) from error


def _changes(office: Office, said: dict[str, str]) -> dict[str, str]:
    """Of each field that changes, what stands there and what will stand there."""
    before = {name: getattr(office, name) for name in said}
    return {
        name: f"{before[name] or EMPTY} → {text or EMPTY}"
        for name, text in said.items()
        if text != before[name]
    }
