"""Tables of the kernel: regions, offices, officers, audit, jobs, uploads, drafts, protection."""

from pension.models.among import Among
from pension.models.audit import AuditChain, AuditEntry
from pension.models.drafts import Draft
from pension.models.jobs import Job, JobFile, JobState
from pension.models.numbering import NumberSeries
from pension.models.officers import Officer, PostHolding
from pension.models.offices import DistrictSetting, Office
from pension.models.protection import OldPassword, RateWindow, RecoveryCode, SecondFactor
from pension.models.regions import CalendarDay, Region, RegionLevel
from pension.models.scope import ScopedQuerySet, within
from pension.models.steps import DeskHolding, StepEvent, Stepped
from pension.models.uploads import RowState, Upload, UploadRow, UploadState

__all__ = [
    "Among",
    "AuditChain",
    "AuditEntry",
    "CalendarDay",
    "DeskHolding",
    "DistrictSetting",
    "Draft",
    "Job",
    "JobFile",
    "JobState",
    "NumberSeries",
    "Office",
    "Officer",
    "OldPassword",
    "PostHolding",
    "RateWindow",
    "RecoveryCode",
    "Region",
    "RegionLevel",
    "RowState",
    "ScopedQuerySet",
    "SecondFactor",
    "StepEvent",
    "Stepped",
    "Upload",
    "UploadRow",
    "UploadState",
    "within",
]
