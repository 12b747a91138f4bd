"""What an applicant has to bring: which papers are there, which are wanting, and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass

from enrollment.models import Case
from enrollment.queries.dossier import Dossier
from enrollment.rules.categories import Category
from enrollment.workflow.states import EvidenceState, MergeChoice


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paper or particular: how it stands, and the cure where it is wanting."""

    name: str
    held: bool
    detail: str
    remedy: str


def evidence_of(dossier: Dossier) -> list[Evidence]:
    """All that the applicant answers for; opinions of desks are not the applicant's to bring."""
    merging = dossier.case.category == Category.ORIGINAL
    own = _of_merging(dossier.case) if merging else _of_confirmation(dossier.case)
    return [*own, _account(dossier)]


def wanting(dossier: Dossier) -> list[Evidence]:
    """What the applicant has still to bring."""
    return [one for one in evidence_of(dossier) if not one.held]


def _of_confirmation(case: Case) -> Iterator[Evidence]:
    roster = case.signed_roster
    yield Evidence(
        "村民小组签字的花名册",
        roster is not None,
        f"{roster.signed_on:%Y-%m-%d} 签字" if roster else "尚未签字",
        "请联系村民小组在花名册上签字后交社区",
    )
    yield _paper("征地批文", case.approval, "请向村民小组或自然资源局索取批文，交复印件")
    yield _paper("征地协议", case.agreement, "协议由村民小组签订，请向村民小组索取复印件")
    certificate = EvidenceState(case.certificate)
    yield Evidence(
        "土地确权证",
        certificate is not EvidenceState.MISSING,
        certificate.label,
        "请交确权证复印件；没有发过证的由社区登记为“未发证”，不影响办理",
    )
    yield _particular("征地时间", case.taken_on, "请说明承包地何时被征收，以协议或批文为据")
    yield _particular("家庭人口", case.household_size, "请交户口簿复印件")
    areas = (case.area_before, case.area_after)
    known = None if None in areas else f"{areas[0]} 亩，{areas[1]} 亩"
    yield _particular("征地前、后面积", known, "请交土地承包合同或村民小组出具的面积证明")


def _of_merging(case: Case) -> Iterator[Evidence]:
    choice = MergeChoice(case.choice)
    yield Evidence(
        "本人签字的选择（权益告知书回执）",
        choice is not MergeChoice.UNDECIDED,
        choice.label,
        "请看清权益告知书后选择并签字；暂不选择的，以后仍可办理",
    )


def _paper(name: str, paper: object | None, remedy: str) -> Evidence:
    return Evidence(name, paper is not None, str(paper) if paper else "未提供", remedy)


def _particular(name: str, value: object | None, remedy: str) -> Evidence:
    return Evidence(name, value is not None, "未登记" if value is None else str(value), remedy)


def _account(dossier: Dossier) -> Evidence:
    """The account counts as brought as soon as it was entered: its check is the officers' work."""
    account = dossier.account or dossier.waiting_account
    checked = "" if dossier.account or account is None else "，待第二人确认"
    return Evidence(
        "收款账户",
        account is not None,
        f"{account}{checked}" if account else "未提供",
        "请交本人银行卡或存折复印件",
    )
