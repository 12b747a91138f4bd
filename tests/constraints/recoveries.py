"""Rows for the constraints of recoveries."""

from itertools import count

from pension.vocabulary.posts import Post
from subsidies.models import Instalment, Receipt, Recovery, RecoveryDesk, RecoveryItem, SetOff
from subsidies.rules.vocabulary import ReturnChannel
from subsidies.workflow.states import RecoveryState
from tests.clock import NOON
from tests.constraints.register import faults, twins
from tests.factories.batches import due
from tests.factories.kernel import holder
from tests.factories.recoveries import TODAY, proposed, recovery_in

_numbers = count(1)


def recovery() -> Recovery:
    """A recovery just proposed."""
    return proposed()


def collecting() -> Recovery:
    """A recovery of which money comes back."""
    return recovery_in(RecoveryState.COLLECTING)


def settled() -> Recovery:
    """A recovery of which everything came back."""
    return recovery_in(RecoveryState.SETTLED)


def item() -> RecoveryItem:
    """A payment that is claimed back."""
    return proposed().items.get()


def instalment() -> Instalment:
    """A part of a plan, each in another place."""
    return Instalment.objects.create(
        recovery=proposed(), position=next(_numbers), due_on=TODAY, amount_fen=1
    )


def receipt() -> Receipt:
    """Money that came back, each by another voucher."""
    return Receipt.objects.create(
        recovery=proposed(),
        received_on=TODAY,
        amount_fen=1,
        channel=ReturnChannel.TRANSFER,
        voucher_number=f"PZ-{next(_numbers)}",
        noted_by=holder(Post.CASHIER),
        noted_at=NOON,
    )


def set_off() -> SetOff:
    """A sum that was set off."""
    return SetOff.objects.create(
        recovery=proposed(),
        entitlement=due(),
        amount_fen=1,
        noted_by=holder(Post.PREPARE),
        noted_at=NOON,
    )


def desk() -> RecoveryDesk:
    """The desk of an officer on a recovery."""
    return proposed().desks.get()


twins(recovery, "Recovery.number")
twins(item, "recovery_item_once")
twins(instalment, "instalment_once")
twins(receipt, "receipt_voucher_once")
twins(set_off, "SetOff.entitlement")
twins(desk, "recovery_one_desk_per_officer")

faults("recovery_state_known", collecting, {"state": "nowhere"})
faults("recovery_amount_positive", recovery, {"amount_fen": 0}, {"amount_fen": -1})
faults("recovery_received_within_amount", recovery, {"received_fen": -1}, {"received_fen": 100_001})
faults("recovery_settled_is_whole", settled, {"received_fen": 99_999})
faults("recovery_revoked_is_empty", recovery, {"state": "revoked", "received_fen": 1})
faults("recovery_planned_and_heard", collecting, {"way": ""}, {"heard_on": None})
faults(
    "recovery_decided_by_document",
    collecting,
    {"decision_number": ""},
    {"decided_on": None},
    {"decision_number": "", "decided_on": None},
    {"state": "checked"},
    {"state": "checked", "decided_on": None},
    {"state": "checked", "decision_number": ""},
)
faults("recovery_collected_after_service", collecting, {"served_on": None})
faults("recovery_item_amount_positive", item, {"amount_fen": 0})
faults("instalment_amount_positive", instalment, {"amount_fen": 0})
faults("receipt_amount_positive", receipt, {"amount_fen": 0}, {"amount_fen": -1})
faults("receipt_has_voucher", receipt, {"voucher_number": ""})
faults("receipt_void_has_reason", receipt, {"voided_at": NOON})
faults("set_off_amount_positive", set_off, {"amount_fen": 0})
