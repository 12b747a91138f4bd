"""Opening balances: entered by one officer, put in force or sent back by a second one."""

from subsidies.services.opening.deciding import put_in_force, reject
from subsidies.services.opening.entries import OpeningEntry
from subsidies.services.opening.proposing import (
    entry_of,
    faults_of,
    obstacles,
    propose,
    propose_many,
)
from subsidies.services.opening.runs import FORCE_JOB, request_force

__all__ = [
    "FORCE_JOB",
    "OpeningEntry",
    "entry_of",
    "faults_of",
    "obstacles",
    "propose",
    "propose_many",
    "put_in_force",
    "reject",
    "request_force",
]
