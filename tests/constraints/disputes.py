"""Rows for the constraints of disputes."""

from django.db.models import F

from subsidies.models import Dispute, DisputeDesk
from tests.constraints.register import faults, twins
from tests.factories.disputes import confirmed, dispute_of, ruled


def dispute() -> Dispute:
    """A dispute that nobody has ruled upon."""
    return dispute_of()


def decided() -> Dispute:
    """A dispute that one officer has ruled upon."""
    return ruled(dispute_of())


def upheld() -> Dispute:
    """A dispute whose sum stays due."""
    return confirmed(dispute_of())


def desk() -> DisputeDesk:
    """The desk of an officer on a dispute."""
    return decided().desks.get()


twins(dispute, "Dispute.number", "dispute_one_open")
twins(desk, "dispute_one_desk_per_officer")

faults("dispute_state_known", decided, {"state": "nowhere"})
faults("dispute_found_never_negative", dispute, {"found_fen": -1})
faults(
    "dispute_ruled_with_reason", decided, {"ruling": ""}, {"ruling_reason": ""}, {"ruled_by": None}
)
faults(
    "dispute_confirmed_by_another", upheld, {"confirmed_by": None}, {"confirmed_by": F("ruled_by")}
)
faults("dispute_ends_as_ruled", upheld, {"ruling": "cancel"}, {"state": "cancelled"})
