"""Tables of what is due and paid."""

from subsidies.models.answers import BankReturn, LateSuccess
from subsidies.models.banks import BankFormat
from subsidies.models.batches import (
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
from subsidies.models.disputes import Dispute, DisputeDesk, DisputeEvent
from subsidies.models.funds import FundEntry
from subsidies.models.opening import OpeningRecord
from subsidies.models.policy import PolicyArticle, PolicyDocument, RuleSet, RuleValue
from subsidies.models.recoveries import (
    Instalment,
    Receipt,
    Recovery,
    RecoveryDesk,
    RecoveryEvent,
    RecoveryItem,
    SetOff,
)

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
    "Dispute",
    "DisputeDesk",
    "DisputeEvent",
    "Entitlement",
    "FundEntry",
    "Instalment",
    "LateSuccess",
    "OpeningRecord",
    "PolicyArticle",
    "PolicyDocument",
    "Receipt",
    "Recovery",
    "RecoveryDesk",
    "RecoveryEvent",
    "RecoveryItem",
    "RuleSet",
    "RuleValue",
    "SetOff",
    "TransferBatch",
]
