"""Transfer batches, from drawing up over audit and bank to closing.

Every function is one decision: it names the batch, ``by`` whom and ``at`` which moment, and either
does it whole or refuses with a ``CaseError``.
"""

from subsidies.services.batches.answers import Answer, Receipt, confirm_rest, take_return
from subsidies.services.batches.closing import close
from subsidies.services.batches.draft_requests import request_draft, requested_plan
from subsidies.services.batches.drafting import Plan, draft, gather_rows, write_down
from subsidies.services.batches.exporting import note_sent, request_roster, roster_key
from subsidies.services.batches.late import BankPaper, record_late_success
from subsidies.services.batches.machine import BATCHES, asked_facts, conditions
from subsidies.services.batches.moving import PLAIN_STEPS, SEND_BACKS, cancel, go, lock, send_back
from subsidies.services.batches.rows import drop_rows, hold_rows, record_sent_back
from subsidies.services.batches.verifying import PaperWord, flag_rows, verify, verify_on_paper

__all__ = [
    "BATCHES",
    "PLAIN_STEPS",
    "SEND_BACKS",
    "Answer",
    "BankPaper",
    "PaperWord",
    "Plan",
    "Receipt",
    "asked_facts",
    "cancel",
    "close",
    "conditions",
    "confirm_rest",
    "draft",
    "drop_rows",
    "flag_rows",
    "gather_rows",
    "go",
    "hold_rows",
    "lock",
    "note_sent",
    "record_late_success",
    "record_sent_back",
    "request_draft",
    "request_roster",
    "requested_plan",
    "roster_key",
    "send_back",
    "take_return",
    "verify",
    "verify_on_paper",
    "write_down",
]
