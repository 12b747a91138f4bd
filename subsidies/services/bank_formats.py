"""Formats of payment files: the one place where they are written."""

from datetime import datetime

from django.db import transaction

from pension.models import Officer
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import BankFormat
from subsidies.rules.bank_formats import FileFormat


@transaction.atomic
def keep(stated: FileFormat, *, by: Officer | None, at: datetime) -> BankFormat:
    """Keep a bank's format under its name; refuses one that can't carry a payment or an answer.

    ``by`` is None where a new district is set up.
    """
    if by is not None and not by.holds(Post.PREPARE):
        raise CaseError(f"名册格式由「{Post.PREPARE.label}」岗位维护")
    faults = stated.faults()
    if faults:
        raise CaseError(*faults)
    row, _ = BankFormat.objects.update_or_create(
        name=stated.name,
        defaults={
            "columns": [list(pair) for pair in stated.columns],
            "return_columns": [list(pair) for pair in stated.return_columns],
            "success_words": list(stated.success_words),
            "returned_words": list(stated.returned_words),
        },
    )
    deed = audit.Deed("维护名册格式", "bank_format", row.pk, {"name": stated.name})
    audit.record(deed, by=by, at=at)
    return row
