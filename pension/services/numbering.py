"""Gives out running numbers; the row of a series is locked until the taker's transaction ends."""

from django.db import transaction
from django.db.models import F

from pension.models import NumberSeries


def reserve(series: str, count: int) -> range:
    """The next ``count`` numbers of a series, from 1 on.

    Call it inside the transaction that uses them: another taker waits until that ends, and numbers
    of a transaction that failed are given out again.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("numbers are reserved inside a transaction")
    row = NumberSeries.objects.filter(name=series)
    if not row.update(last=F("last") + count):
        NumberSeries.objects.get_or_create(name=series)
        row.update(last=F("last") + count)
    last = row.values_list("last", flat=True).get()
    return range(last - count + 1, last + 1)
