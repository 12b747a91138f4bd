"""Rule sets: proposed by one officer, put in force by another; never changed after that."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from pension.models import Officer, Region
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import PolicyDocument, RuleSet, RuleValue
from subsidies.rules.known_values import TEXT_WANTING, WANTING_MARK, known_values
from subsidies.rules.rule_values import RuleText, check
from subsidies.rules.vocabulary import Grade, ParameterName, Programme
from subsidies.workflow.states import RuleSetState

APPROVERS = (Post.SECOND_CHECK, Post.DIRECTOR)


@transaction.atomic
def propose(
    district: Region,
    *,
    name: str,
    document: PolicyDocument,
    valid_from: date,
    by: Officer,
    at: datetime,
    like: RuleSet | None = None,
) -> RuleSet:
    """Draft a rule set of a district from a day on, with the values of another one to start from.

    Refused unless ``by`` holds the post that prepares calculations, in that district.
    """
    _need_preparer(by)
    if not Region.objects.visible_to(by).filter(pk=district.pk).exists():
        raise CaseError("只能为本区拟定补助规则")
    rule_set = RuleSet.objects.create(
        district=district,
        name=name.strip(),
        version=_next_version(district),
        document=document,
        valid_from=valid_from,
        state=RuleSetState.DRAFT,
        proposed_by=by,
        proposed_at=at,
    )
    if like is not None:
        _copy_values(like, rule_set)
    _note("拟定补助规则", rule_set, by, at, {"valid_from": valid_from.isoformat()})
    return rule_set


@transaction.atomic
def install(
    district: Region,
    values: Sequence[RuleText] | None = None,
    *,
    name: str,
    valid_from: date,
    by: Officer,
    at: datetime,
    titles: Mapping[str, str] | None = None,
) -> RuleSet:
    """Draft a rule set from stated values, those of public documents unless others are given.

    The first value's document is the set's own. ``titles`` names documents by their number.
    """
    stated = tuple(values) if values is not None else known_values(district.code)
    if not stated:
        raise CaseError(f"没有{district.name}的公开标准，请逐项录入")
    documents = {
        text.source.document: register_document(
            text.source.document.removesuffix(WANTING_MARK),
            title=(titles or {}).get(text.source.document, ""),
            has_text=text.note != TEXT_WANTING,
        )
        for text in stated
    }
    first = documents[stated[0].source.document]
    rule_set = propose(district, name=name, document=first, valid_from=valid_from, by=by, at=at)
    for text in stated:
        _write(rule_set, text, documents[text.source.document])
    return rule_set


@transaction.atomic
def register_document(number: str, *, title: str = "", has_text: bool = False) -> PolicyDocument:
    """The document of this number; noted on first asking, its text being to hand or not."""
    found, _ = PolicyDocument.objects.get_or_create(
        number=number, defaults={"title": title or number, "has_text": has_text}
    )
    return found


@transaction.atomic
def state_value(
    rule_set_id: int, text: RuleText, document: PolicyDocument, *, by: Officer, at: datetime
) -> None:
    """Write a value into a draft, in place of the one of the same name, grade and month.

    Refuses a text that the parameter can't mean, in the words of its reader.
    """
    rule_set = _draft(rule_set_id, by)
    _write(rule_set, text, document)
    detail = {"name": text.name.label, "variant": text.variant, "value": text.text}
    _note("录入规则参数", rule_set, by, at, detail)


@transaction.atomic
def remove_value(rule_set_id: int, value_id: int, *, by: Officer, at: datetime) -> None:
    """Take a value out of a draft; what needs it is then refused by its name."""
    rule_set = _draft(rule_set_id, by)
    value = rule_set.values.filter(pk=value_id).first()
    if value is None:
        raise CaseError("这个参数已经删去")
    detail = {"name": ParameterName(value.name).label, "value": value.value}
    value.delete()
    _note("删去规则参数", rule_set, by, at, detail)


@transaction.atomic
def discard(rule_set_id: int, *, by: Officer, at: datetime) -> None:
    """Set a draft aside for good."""
    rule_set = _draft(rule_set_id, by)
    RuleSet.objects.filter(pk=rule_set.pk).update(state=RuleSetState.RETIRED)
    _note("废弃补助规则草稿", rule_set, by, at, {})


@transaction.atomic
def put_in_force(rule_set_id: int, *, by: Officer, at: datetime) -> None:
    """Put a draft in force from its day on; the set before it ends on that day.

    Refused unless ``by`` holds the post of second check or approval and didn't propose it. A set
    that began on the same day or later is retired.
    """
    if not by.holds(*APPROVERS):
        raise CaseError("补助规则由「区级复核」或「局领导审批」岗位的人员复核生效")
    drafts = RuleSet.objects.visible_to(by).select_for_update()
    rule_set = drafts.filter(pk=rule_set_id, state=RuleSetState.DRAFT).first()
    if rule_set is None:
        raise CaseError("只有拟定中的规则可以生效")
    if rule_set.proposed_by_id == by.pk:
        raise CaseError("您就是拟定人，规则须由另一人复核生效")
    if not rule_set.values.exists():
        raise CaseError("规则中还没有任何参数")
    others = RuleSet.objects.filter(district=rule_set.district, state=RuleSetState.IN_FORCE)
    others.filter(valid_from__gte=rule_set.valid_from).update(state=RuleSetState.RETIRED)
    others.filter(valid_from__lt=rule_set.valid_from).exclude(
        valid_to__lt=rule_set.valid_from
    ).update(valid_to=rule_set.valid_from)
    RuleSet.objects.filter(pk=rule_set.pk).update(
        state=RuleSetState.IN_FORCE, approved_by=by, approved_at=at
    )
    _note("补助规则生效", rule_set, by, at, {"valid_from": rule_set.valid_from.isoformat()})


def _copy_values(source: RuleSet, target: RuleSet) -> None:
    """Give a draft every value of another rule set."""
    RuleValue.objects.bulk_create(
        RuleValue(
            rule_set=target,
            name=value.name,
            variant=value.variant,
            from_month=value.from_month,
            value=value.value,
            document_id=value.document_id,
            article=value.article,
        )
        for value in source.values.all()
    )


def _draft(rule_set_id: int, by: Officer) -> RuleSet:
    """The draft, locked; refused when it is no draft any more or ``by`` may not change it."""
    _need_preparer(by)
    drafts = RuleSet.objects.visible_to(by).select_for_update()
    rule_set = drafts.filter(pk=rule_set_id, state=RuleSetState.DRAFT).first()
    if rule_set is None:
        raise CaseError("规则已经生效或停用，不能再改；请拟定新的一版")
    return rule_set


def _need_preparer(by: Officer) -> None:
    if not by.holds(Post.PREPARE):
        raise CaseError("补助规则由「核算编制」岗位的人员拟定")


def _write(rule_set: RuleSet, text: RuleText, document: PolicyDocument) -> None:
    _check(text)
    RuleValue.objects.update_or_create(
        rule_set=rule_set,
        name=text.name,
        variant=text.variant,
        from_month=str(text.from_month) if text.from_month else "",
        defaults={
            "value": text.text,
            "document": document,
            "article": text.source.article,
        },
    )


def _check(text: RuleText) -> None:
    variants = {ParameterName.MONTHLY_RATE: Grade, ParameterName.BASIS: Programme}
    wanted = variants.get(text.name)
    if wanted and text.variant not in {word.value for word in wanted}:
        raise CaseError(f"{text.name.label}须选明档次或项目")
    if not wanted and text.variant:
        raise CaseError(f"{text.name.label}不分档次")
    try:
        check(text)
    except ValueError as error:
        raise CaseError(str(error)) from error


def _next_version(district: Region) -> int:
    last = RuleSet.objects.filter(district=district).order_by("-version").first()
    return last.version + 1 if last else 1


def _note(
    action: str, rule_set: RuleSet, by: Officer, at: datetime, detail: dict[str, str]
) -> None:
    audit.record(audit.Deed(action, "rule_set", rule_set.pk, detail), by=by, at=at)
