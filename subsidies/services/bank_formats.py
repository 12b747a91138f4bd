"""Formats of payment files: the one place where they are written."""

from datetime import datetime

from django.db import IntegrityError, transaction

from pension.models import Officer
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import BankFormat
from subsidies.queries.bank_formats import stated_format
from subsidies.rules.bank_formats import FileFormat


@transaction.atomic
def keep(stated: FileFormat, *, by: Officer | None, at: datetime) -> BankFormat:
    """Keep a bank's format under its name as the next version; the same again is no new one.

    Batches whose roster was asked for stay with the version that they have. Refuses a format that
    can't carry a payment or an answer. ``by`` is None where a new district is set up.
    """
    if by is not None and not by.holds(Post.PREPARE):
        raise CaseError(f"名册格式由「{Post.PREPARE.label}」岗位维护")
    faults = stated.faults()
    if faults:
        raise CaseError(*faults)
    versions = BankFormat.objects.select_for_update().filter(name=stated.name)
    newest = versions.order_by("-version").first()
    if newest is not None and newest.is_current and stated_format(newest) == stated:
        return newest
    row = _next(stated, newest)
    detail = {"name": stated.name, "version": row.version}
    audit.record(audit.Deed("维护名册格式", "bank_format", row.pk, detail), by=by, at=at)
    return row


def _next(stated: FileFormat, newest: BankFormat | None) -> BankFormat:
    """Write the next version; refused when another officer did so at the same moment."""
    BankFormat.objects.filter(name=stated.name, is_current=True).update(is_current=False)
    try:
        with transaction.atomic():
            return BankFormat.objects.create(
                name=stated.name,
                version=newest.version + 1 if newest else 1,
                columns=[list(pair) for pair in stated.columns],
                return_columns=[list(pair) for pair in stated.return_columns],
                success_words=list(stated.success_words),
                returned_words=list(stated.returned_words),
            )
    except IntegrityError as clash:
        raise CaseError(f"「{stated.name}」的名册格式刚被另一人更改，请刷新页面后重试") from clash
