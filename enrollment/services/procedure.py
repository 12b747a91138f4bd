"""Rules of procedure: drafted by one officer, put in force by another; never changed after that."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from enrollment.models import ProcedureRules
from enrollment.workflow.states import RulesState
from pension.models import Officer, Region
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from pension.vocabulary.workdays import DayKind

DRAFTERS = (Post.PREPARE,)
APPROVERS = (Post.SECOND_CHECK, Post.DIRECTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a document says of the chain; ``None`` and "" mean that it is not known."""

    document: str
    valid_from: date
    notice_days: int | None = None
    notice_day_kind: DayKind | str = ""
    step_days: int | None = None
    remedy_days: int | None = None
    departments: Sequence[str] = ()


@transaction.atomic
def propose(district: Region, stated: Stated, *, by: Officer, at: datetime) -> ProcedureRules:
    """Draft the rules of a district from a day on.

    Refused unless ``by`` holds the post that drafts, in that district; no document named.
    """
    _need_drafter(by)
    if not Region.objects.visible_to(by).filter(pk=district.pk).exists():
        raise CaseError("只能为本区拟定程序规则")
    rules = ProcedureRules.objects.create(
        district=district,
        state=RulesState.DRAFT,
        proposed_by=by,
        proposed_at=at,
        **_columns(stated),
    )
    _note("拟定程序规则", rules, by, at, _spoken(stated))
    return rules


@transaction.atomic
def revise(rules_id: int, stated: Stated, *, by: Officer, at: datetime) -> None:
    """Write other values into a draft; whoever revises it counts as its proposer."""
    rules = _draft(rules_id, by)
    ProcedureRules.objects.filter(pk=rules.pk).update(
        proposed_by=by, proposed_at=at, **_columns(stated)
    )
    _note("修改程序规则草稿", rules, by, at, _spoken(stated))


@transaction.atomic
def discard(rules_id: int, *, by: Officer, at: datetime) -> None:
    """Set a draft aside for good."""
    rules = _draft(rules_id, by)
    ProcedureRules.objects.filter(pk=rules.pk).update(state=RulesState.RETIRED)
    _note("废弃程序规则草稿", rules, by, at, {})


@transaction.atomic
def put_in_force(rules_id: int, *, by: Officer, at: datetime) -> None:
    """Put a draft in force from its day on; the rules before it end on that day.

    Refused unless ``by`` holds the post of second check or approval and didn't draft it. Rules
    that began on the same day or later are retired.
    """
    if not by.holds(*APPROVERS):
        raise CaseError("程序规则由「区级复核」或「局领导审批」岗位的人员复核生效")
    found = ProcedureRules.objects.visible_to(by).select_for_update(of=("self",))
    rules = found.filter(pk=rules_id, state=RulesState.DRAFT).first()
    if rules is None:
        raise CaseError("只有拟定中的规则可以生效")
    if rules.proposed_by_id == by.pk:
        raise CaseError("您就是拟定人，规则须由另一人复核生效")
    others = ProcedureRules.objects.filter(district=rules.district, state=RulesState.IN_FORCE)
    others.filter(valid_from__gte=rules.valid_from).update(state=RulesState.RETIRED)
    others.filter(valid_from__lt=rules.valid_from).exclude(valid_to__lt=rules.valid_from).update(
        valid_to=rules.valid_from
    )
    ProcedureRules.objects.filter(pk=rules.pk).update(
        state=RulesState.IN_FORCE, approved_by=by, approved_at=at
    )
    _note("程序规则生效", rules, by, at, {"valid_from": rules.valid_from.isoformat()})


def _columns(stated: Stated) -> dict[str, object]:
    """The values as the table keeps them; refused without the document that states them."""
    columns = asdict(stated)
    columns["document"] = stated.document.strip()
    if not columns["document"]:
        raise CaseError("请填写依据文件")
    columns["departments"] = list(
        dict.fromkeys(name.strip() for name in stated.departments if name.strip())
    )
    return columns


def _spoken(stated: Stated) -> dict[str, object]:
    """The values for the audit trail."""
    return _columns(stated) | {"valid_from": stated.valid_from.isoformat()}


def _draft(rules_id: int, by: Officer) -> ProcedureRules:
    """The draft, locked; refused when it is no draft any more or ``by`` may not change it."""
    _need_drafter(by)
    found = ProcedureRules.objects.visible_to(by).select_for_update(of=("self",))
    rules = found.filter(pk=rules_id, state=RulesState.DRAFT).first()
    if rules is None:
        raise CaseError("规则已经生效或停用，不能再改；请拟定新的规则")
    return rules


def _need_drafter(by: Officer) -> None:
    if not by.holds(*DRAFTERS):
        raise CaseError("程序规则由「核算编制」岗位的人员拟定")


def _note(
    action: str, rules: ProcedureRules, by: Officer, at: datetime, detail: dict[str, object]
) -> None:
    audit.record(audit.Deed(action, "procedure_rules", rules.pk, detail), by=by, at=at)
