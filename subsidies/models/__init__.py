"""Tables of what is due and paid."""

from subsidies.models.batches import (
    BankFormat,
    BankReturn,
    BatchDesk,
    BatchEvent,
    BatchRow,
    CommunityVerification,
    TransferBatch,
)
from subsidies.models.calculations import (
    Calculation,
    CalculationLine,
    CalculationRun,
    Entitlement,
)
from subsidies.models.funds import FundEntry
from subsidies.models.opening import OpeningRecord
from subsidies.models.policy import PolicyDocument, RuleSet, RuleValue

__all__ = [
    "BankFormat",
    "BankReturn",
    "BatchDesk",
    "BatchEvent",
    "BatchRow",
    "Calculation",
    "CalculationLine",
    "CalculationRun",
    "CommunityVerification",
    "Entitlement",
    "FundEntry",
    "OpeningRecord",
    "PolicyDocument",
    "RuleSet",
    "RuleValue",
    "TransferBatch",
]
