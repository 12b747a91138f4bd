"""Running numbers: each series counts up, without gaps from a taken-back transaction."""

from __future__ import annotations

from django.db import models


class NumberSeries(models.Model):
    """The last number that was given out under a name like «CG-2022»."""

    name = models.CharField("序列", max_length=40, unique=True)
    last = models.PositiveIntegerField("末号", default=0)

    def __str__(self) -> str:
        return self.name
