"""Abstract rows for whatever moves by declared steps: the record, its events, its desk holders."""

from __future__ import annotations

from django.db import models

from pension.models.officers import Officer
from pension.vocabulary.posts import Desk


class Stepped(models.Model):
    """A record with a state, a round (after each return a new one) and the moment it got there.

    Only ``pension.services.steps.take`` writes these columns.
    """

    state = models.CharField("状态", max_length=24, db_index=True)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    state_since = models.DateTimeField("进入状态时间")
    due_date = models.DateField("办理期限", null=True, blank=True)

    class Meta:
        """Not a table of its own."""

        abstract = True


class StepEvent(models.Model):
    """One step taken on a record: who, when, at which desk, from where, to where and why.

    Concrete classes add ``record``, a foreign key with ``related_name="events"``.
    """

    step = models.CharField("步骤", max_length=32)
    from_state = models.CharField("原状态", max_length=24)
    to_state = models.CharField("新状态", max_length=24)
    desk = models.CharField("席位", max_length=20, choices=Desk.choices())
    round = models.PositiveSmallIntegerField("轮次")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    reason = models.CharField("理由", max_length=500, blank=True)
    reason_code = models.CharField("理由代码", max_length=32, blank=True)
    on_paper = models.BooleanField("代录自纸质", default=False)

    class Meta:
        """Not a table of its own."""

        abstract = True
        ordering = ("at", "pk")


class DeskHolding(models.Model):
    """The one desk at which an officer acts on a record.

    Concrete classes add ``record`` and a unique constraint over record and officer: the
    database refuses a second desk.
    """

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    desk = models.CharField("席位", max_length=20, choices=Desk.choices())

    class Meta:
        """Not a table of its own."""

        abstract = True
