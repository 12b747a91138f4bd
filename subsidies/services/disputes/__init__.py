"""Sums due that a later calculation contradicts: they wait until two officers have ruled."""

from subsidies.services.disputes.arising import Prepared, open_all, prepare, resolve
from subsidies.services.disputes.machine import DISPUTES
from subsidies.services.disputes.ruling import confirm, rule, send_back

__all__ = [
    "DISPUTES",
    "Prepared",
    "confirm",
    "open_all",
    "prepare",
    "resolve",
    "rule",
    "send_back",
]
