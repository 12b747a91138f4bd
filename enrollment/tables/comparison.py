"""What was handed in beside what the desks confirmed: neither overwrites the other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from enrollment.models import Submission
from enrollment.queries.dossier import Dossier
from enrollment.rules.categories import Scheme
from pension.tables import Cell, Column, Row, Table
from pension.vocabulary import masking

UNKNOWN = "—"
MASKS: Mapping[str, Callable[[str], str]] = {
    "identity_number": masking.mask_identity,
    "account_number": masking.mask_account,
    "phone": masking.mask_phone,
}
LABELS: Mapping[str, str] = {
    "name": "姓名",
    "identity_number": "身份证号",
    "region": "村民小组",
    "phone": "电话",
    "category": "人员类别",
    "approval": "征地批文",
    "agreement": "征地协议",
    "taken_on": "征地时间",
    "in_school_when_taken": "征地时在校",
    "household_size": "家庭人口",
    "area_before": "征地前面积（亩）",
    "area_after": "征地后面积（亩）",
    "scheme": "参保制度",
    "bank": "开户银行",
    "holder": "户名",
    "account_number": "账号",
    "relation": "户名与本人的关系",
    "holder_note": "户名说明",
}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of what was handed in: heading and contents by field, masked."""

    heading: str
    content: Mapping[str, str]


def comparison(dossier: Dossier) -> Table:
    """A row per field: every version handed in, and what stands now; differences are marked."""
    versions = [_version(submission) for submission in dossier.submissions]
    now = _now(dossier)
    fields = [f for f in LABELS if any(v.content.get(f) for v in versions) or now.get(f)]
    return Table(
        caption="提交内容与现核定内容",
        columns=[Column("项目"), *(Column(v.heading) for v in versions), Column("现核定")],
        rows=[_row(field, versions, now) for field in fields],
        empty="没有提交记录",
        cure="",
    )


def _row(field: str, versions: Sequence[Version], now: Mapping[str, str]) -> Row:
    handed_in = [version.content.get(field, "") for version in versions]
    current = now.get(field, "")
    last = handed_in[-1] if handed_in else current
    differs = last != current
    remark = "" if not differs else "已更正" if last else "已补充"
    return Row(
        cells=(
            Cell(LABELS[field]),
            *(Cell(value or UNKNOWN) for value in handed_in),
            Cell(current or UNKNOWN, note=remark),
        ),
        mark="warn" if differs else "",
    )


def _version(submission: Submission) -> Version:
    content = {
        field: _masked(field, str(value or "")) for field, value in submission.content.items()
    }
    content["holder"] = content.get("holder") or content.get("name", "")  # left empty: the person
    if region := content.get("region"):
        content["region"] = region.partition(" ")[2] or region
    return Version(f"第{submission.version}次提交（{submission.at:%m-%d}）", content)


def _now(dossier: Dossier) -> dict[str, str]:
    case, person = dossier.case, dossier.case.person
    account = dossier.account or dossier.waiting_account
    values: dict[str, object] = {
        "name": person.name,
        "identity_number": person.identity_number,
        "region": case.region.name,
        "phone": person.phone,
        "category": case.category_label,
        "approval": case.approval,
        "agreement": case.agreement,
        "taken_on": case.taken_on,
        "in_school_when_taken": {True: "是", False: "否", None: ""}[case.in_school_when_taken],
        "household_size": case.household_size,
        "area_before": case.area_before,
        "area_after": case.area_after,
        "scheme": Scheme(dossier.scheme.scheme).label if dossier.scheme else None,
        "bank": account.bank if account else None,
        "holder": account.holder if account else person.name,
        "account_number": account.number if account else None,
        "relation": account.get_relation_display() if account else None,
        "holder_note": account.holder_note if account else None,
    }
    return {
        field: _masked(field, "" if value is None else str(value))
        for field, value in values.items()
    }


def _masked(field: str, text: str) -> str:
    mask = MASKS.get(field)
    return mask(text) if mask and text else text
