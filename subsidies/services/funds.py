"""Published figures of the fund: entered with their source, voided with a reason, not summed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from pension.models import Officer, Region, RegionLevel, Upload
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.money import yuan
from pension.vocabulary.posts import Post
from subsidies.models import FundEntry
from subsidies.workflow.states import FundKind

POSTS = (Post.PERFORMANCE, Post.PREPARE)
EARLIEST_YEAR = 2000
AMOUNT_LIMIT_FEN = 1_000_000_000_000 * 100
DISTRICT_DIGITS = 6
Key = tuple[int, str, str]  # year, kind, account: where a figure stands once


@dataclass(frozen=True, slots=True, kw_only=True)
class FundFigure:
    """One published figure of a year; the amount in whole fen."""

    year: int
    kind: FundKind
    account: str
    amount_fen: int
    source: str
    as_of: date
    payment_method: str = ""

    @property
    def key(self) -> Key:
        """What the figure says: year, kind and account."""
        return self.year, self.kind, self.account

    def faults(self, day: date) -> list[tuple[str, str]]:
        """What can't be right on ``day``: pairs of field and sentence with the cure."""
        found = []
        if not EARLIEST_YEAR <= self.year <= day.year + 1:
            found.append(
                ("year", f"年度{self.year}不在{EARLIEST_YEAR}年至{day.year + 1}年之间，请核对")
            )
        if self.as_of > day:
            found.append(("as_of", f"截止日期{self.as_of}在今天之后，请核对文件后重新填写"))
        if self.as_of.year < EARLIEST_YEAR:
            found.append(
                ("as_of", f"截止日期{self.as_of}早于{EARLIEST_YEAR}年，请核对文件后重新填写")
            )
        if self.amount_fen > AMOUNT_LIMIT_FEN:
            found.append(("amount_fen", "金额超过1万亿元，请核对单位是否为元"))
        return found


@transaction.atomic
def record_many(
    figures: Sequence[FundFigure], *, by: Officer, at: datetime, upload: Upload | None = None
) -> list[FundEntry]:
    """Enter figures for the officer's district; all or none.

    Refuses with ``CaseError``: a post that doesn't enter them, an odd year or day, a figure that
    stands already (void it first).
    """
    _require(by)
    district = district_of(by)
    known = standing(by)
    sentences = [
        sentence
        for figure in figures
        for _, sentence in [
            *figure.faults(timezone.localdate(at)),
            *([("kind", known[figure.key])] if figure.key in known else []),
        ]
    ]
    if sentences:
        raise CaseError(*sentences)
    try:
        entries = _create(figures, district, by, at, upload)
    except IntegrityError as error:
        raise CaseError("其中有已经录入的数，请刷新后核对") from error
    deeds = [
        audit.Deed("录入资金数据", "fund_entry", entry.pk, {"fen": entry.amount_fen})
        for entry in entries
    ]
    audit.record_many(deeds, by=by, at=at)
    return entries


@transaction.atomic
def void(entry_id: int, *, reason: str, by: Officer, at: datetime) -> None:
    """Take a figure back with a reason; it stays visible as voided."""
    _require(by)
    if not reason.strip():
        raise CaseError("请填写作废的理由")
    is_own = FundEntry.objects.visible_to(by).filter(pk=entry_id).exists()
    # Past the join: PostgreSQL asks a condition again after a wait only of the row itself.
    left = FundEntry.objects.filter(pk=entry_id, voided_at__isnull=True)
    if not is_own or not left.update(voided_at=at, void_reason=reason.strip()):
        raise CaseError("这个数已经作废")
    deed = audit.Deed("作废资金数据", "fund_entry", entry_id, {"reason": reason.strip()})
    audit.record(deed, by=by, at=at)


def standing(officer: Officer) -> dict[Key, str]:
    """The figures that stand in the officer's district, with the sentence that refuses another."""
    entries = FundEntry.objects.visible_to(officer).filter(voided_at__isnull=True)
    return {
        (entry.year, entry.kind, entry.account): (
            f"{entry.year}年度{entry.account}的{FundKind(entry.kind).label}"
            f"已录入{yuan(entry.amount_fen)}元（{entry.source}），更正请先作废原数"
        )
        for entry in entries
    }


def district_of(officer: Officer) -> Region:
    """The district that the officer's office works for."""
    if officer.office is None:
        raise CaseError("您的账号没有所属机构")
    code = officer.office.region.code[:DISTRICT_DIGITS]
    districts = Region.objects.filter(code=code, level=RegionLevel.DISTRICT)
    return districts.order_by("valid_from").last() or officer.office.region


def _require(by: Officer) -> None:
    if not by.holds(*POSTS):
        names = "、".join(post.label for post in POSTS)
        raise CaseError(f"资金数据由「{names}」岗位录入")


def _create(
    figures: Sequence[FundFigure],
    district: Region,
    by: Officer,
    at: datetime,
    upload: Upload | None,
) -> list[FundEntry]:
    with transaction.atomic():
        return FundEntry.objects.bulk_create(
            FundEntry(
                district=district,
                year=figure.year,
                kind=figure.kind,
                account=figure.account,
                amount_fen=figure.amount_fen,
                payment_method=figure.payment_method,
                source=figure.source,
                as_of=figure.as_of,
                upload=upload,
                entered_by=by,
                entered_at=at,
            )
            for figure in figures
        )
