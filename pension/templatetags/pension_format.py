"""Filters that turn stored values into what an officer reads.

An amount that is not known (``None``) is shown as «—», never as 0.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django import template
from django.utils import timezone

from pension.queries.worklist import count_words
from pension.vocabulary import masking, money
from pension.vocabulary.details import in_words
from pension.vocabulary.subjects import subject_label

register = template.Library()

UNKNOWN = "—"


@register.filter
def yuan(fen: int | None) -> str:
    """Show whole fen as yuan: 123450 → «1,234.50»."""
    return UNKNOWN if fen is None else money.yuan(fen)


@register.filter
def wan(fen: int | None) -> str:
    """Show whole fen as ten thousands of yuan: 6000000000 → «6,000»."""
    return UNKNOWN if fen is None else money.wan_yuan(fen)


@register.filter
def capital(fen: int | None) -> str:
    """Show whole fen in capital numerals."""
    return UNKNOWN if fen is None else money.capital(fen)


@register.filter
def count(number: int | None) -> str:
    """Show a count with separators: 15485 → «15,485»."""
    return UNKNOWN if number is None else f"{number:,}"


@register.filter
def capped(number: int) -> str:
    """Show a count that may have stopped early: 10001 → «10,000+»."""
    return count_words(number)


@register.filter
def masked_identity(number: str) -> str:
    """Show an identity number with its day of birth hidden."""
    return masking.mask_identity(number) if number else UNKNOWN


@register.filter
def masked_account(number: str) -> str:
    """Show the ends of a bank account."""
    return masking.mask_account(number) if number else UNKNOWN


@register.filter
def masked_phone(number: str) -> str:
    """Show the ends of a telephone number."""
    return masking.mask_phone(number) if number else UNKNOWN


@register.filter
def masked_name(name: str) -> str:
    """Show a name as public notices show it."""
    return masking.mask_name(name) if name else UNKNOWN


@register.filter
def day(value: date | None) -> str:
    """Show a day: «2022-10-31»."""
    return UNKNOWN if value is None else value.strftime("%Y-%m-%d")


@register.filter
def chinese_day(value: date | None) -> str:
    """Show a day as papers write it: «2022年10月31日»."""
    return UNKNOWN if value is None else f"{value.year}年{value.month}月{value.day}日"


@register.filter
def moment(value: datetime | None) -> str:
    """Show a moment in local time: «2022-10-31 12:00»."""
    return UNKNOWN if value is None else timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


@register.filter
def short_day(value: date | datetime | None) -> str:
    """Show month and day in local time, for narrow places: «10-31»."""
    if value is None:
        return UNKNOWN
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return local.strftime("%m-%d")


@register.filter
def subject(code: str) -> str:
    """Name what an entry of the audit trail is about: «件», «批次»."""
    return subject_label(code)


@register.filter
def details(detail: Mapping[str, object]) -> str:
    """Say what an entry of the audit trail says beside deed and subject."""
    return in_words(detail)
