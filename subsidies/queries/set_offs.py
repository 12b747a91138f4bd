"""What waits to be set off, so that no batch pays it meanwhile."""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import F

from subsidies.models import Recovery
from subsidies.rules.vocabulary import Channel, RecoveryWay
from subsidies.workflow.states import RecoveryState


class Claim(NamedTuple):
    """A recovery by set-off that is under way, and what is still open of it in fen."""

    number: str
    open_fen: int

    def takes(self, amount_fen: int) -> bool:
        """Whether a sum can be set off: whole sums only."""
        return amount_fen <= self.open_fen

    @property
    def sentence(self) -> str:
        """Why a sum that can be set off isn't paid."""
        return f"待抵扣追回{self.number}，请先在追回中办理抵扣"


def waiting_set_offs(person_ids: Collection[int], channel: Channel) -> dict[int, Claim]:
    """By person the recovery by set-off that takes what is due by a channel, the oldest first."""
    rows = Recovery.objects.filter(
        person__among=person_ids,
        state=RecoveryState.COLLECTING,
        way=RecoveryWay.SET_OFF,
        received_fen__lt=F("amount_fen"),
        items__entitlement__channel=channel,
    )
    return {row.person_id: Claim(row.number, row.outstanding_fen) for row in rows.order_by("-pk")}
