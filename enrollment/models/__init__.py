"""Tables of who is confirmed and insured."""

from enrollment.models.cases import (
    Case,
    CaseDesk,
    CaseEvent,
    DeskOpinion,
    Submission,
)
from enrollment.models.deaths import DeathNote
from enrollment.models.insurance import Contribution, SchemeChange, SchemeEnrollment
from enrollment.models.land import (
    RequisitionAgreement,
    RequisitionApproval,
    SignedRoster,
    TakingPayment,
)
from enrollment.models.notices import NoticeEntry, Objection, ObjectionOutcome, PublicNotice
from enrollment.models.papers import OpinionSheet
from enrollment.models.people import BankAccount, Person, Sex
from enrollment.models.procedure import ProcedureRules
from enrollment.models.reviews import DepartmentOpinion, JointReview, ReviewEntry, ReviewState

__all__ = [
    "BankAccount",
    "Case",
    "CaseDesk",
    "CaseEvent",
    "Contribution",
    "DeathNote",
    "DepartmentOpinion",
    "DeskOpinion",
    "JointReview",
    "NoticeEntry",
    "Objection",
    "ObjectionOutcome",
    "OpinionSheet",
    "Person",
    "ProcedureRules",
    "PublicNotice",
    "RequisitionAgreement",
    "RequisitionApproval",
    "ReviewEntry",
    "ReviewState",
    "SchemeChange",
    "SchemeEnrollment",
    "Sex",
    "SignedRoster",
    "Submission",
    "TakingPayment",
]
