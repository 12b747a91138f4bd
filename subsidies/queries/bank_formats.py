"""The formats of payment files: of a batch, and those that an office may choose."""

from django.db.models import QuerySet

from subsidies.models import BankFormat, TransferBatch
from subsidies.rules.bank_formats import FileFormat, format_of, pairs_of
from subsidies.rules.vocabulary import Channel


def stated_format(row: BankFormat) -> FileFormat:
    """A bank's format as the rules read it."""
    return FileFormat(
        name=row.name,
        columns=pairs_of(row.columns),
        return_columns=pairs_of(row.return_columns),
        success_words=tuple(row.success_words),
        returned_words=tuple(row.returned_words),
    )


def batch_format(batch: TransferBatch) -> FileFormat:
    """The format of a batch: its bank's, or its channel's where no bank is between."""
    stated = stated_format(batch.bank_format) if batch.bank_format else None
    return format_of(Channel(batch.channel), stated)


def choices() -> QuerySet[BankFormat]:
    """The banks that a roster can be written for, each by the version that is current."""
    return BankFormat.objects.filter(is_current=True).order_by("name")


def current_version(known: BankFormat | None) -> BankFormat | None:
    """The version of the same bank that is current; None where no bank is between."""
    return choices().filter(name=known.name).first() if known else None
