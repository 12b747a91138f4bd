"""Recovering what was overpaid (D15): propose, hear, decide, collect, settle."""

from subsidies.services.recoveries.deciding import (
    PLAIN_STEPS,
    Document,
    decide,
    go,
    reopen,
    revoke,
    serve,
    settle,
    waive,
)
from subsidies.services.recoveries.letters import request_letter
from subsidies.services.recoveries.proposing import Proposal, hear, plan, propose
from subsidies.services.recoveries.receiving import Money, receive, set_off, void_receipt

__all__ = [
    "PLAIN_STEPS",
    "Document",
    "Money",
    "Proposal",
    "decide",
    "go",
    "hear",
    "plan",
    "propose",
    "receive",
    "reopen",
    "request_letter",
    "revoke",
    "serve",
    "set_off",
    "settle",
    "void_receipt",
    "waive",
]
