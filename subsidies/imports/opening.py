"""The bureau's opening workbook: what was enjoyed, paid and contributed before this system."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from django.urls import reverse

from enrollment.queries.standing import standings
from enrollment.rules.categories import Drawing
from pension.models import Upload
from pension.services.uploads import Examined, ImportKind, Scene, register
from pension.vocabulary import identity_numbers
from pension.vocabulary.labels import Labelled
from pension.vocabulary.masking import mask_identity
from pension.vocabulary.months import Month
from pension.vocabulary.posts import Post
from pension.workbooks import Column, Row, Sheet
from pension.workbooks.specs import Kind
from subsidies.rules.vocabulary import Grade
from subsidies.services import opening
from subsidies.services.opening import OpeningEntry
from subsidies.services.opening.proposing import people_in_force, waiting_people


def _identity(text: str) -> str:
    return identity_numbers.parse(text).value


def _choice(members: Sequence[Labelled]) -> Callable[[str], object]:
    return {member.label: member for member in members}.__getitem__


def _label(value: object) -> str:
    return value.label if isinstance(value, Labelled) else str(value)


SHEET = Sheet(
    title="期初数据",
    columns=(
        Column(
            header="身份证号",
            key="identity_number",
            kind=Kind.IDENTIFIER,
            required=True,
            width=22,
            parse=_identity,
            help="此人须已在花名册中登记。",
            example="440524188001010014",
        ),
        Column(header="姓名", key="name", help="只用来核对，不会改动登记的姓名。", max_length=60),
        Column(
            header="已享受政府补贴",
            key="subsidy_enjoyed_fen",
            kind=Kind.MONEY,
            help="原参保人已享受的政府补贴总额；不清楚的留空，不要填0。",
            example="9600.00",
        ),
        Column(
            header="已补助年度",
            key="paid_years",
            kind=Kind.YEARS,
            width=24,
            help="单位已经发过缴费补助的年度，系统不再发放。",
            example="2020、2021",
        ),
        Column(
            header="缴费年度",
            key="contribution_years",
            kind=Kind.YEARS,
            width=24,
            help="本人已缴费的年度，包括已补助的年度。",
            example="2019-2021",
        ),
        Column(
            header="缴费凭证",
            key="contribution_proof",
            width=26,
            help="票据名称或编号；填了缴费年度就必填。",
            example="税务缴费凭证2021-0088",
        ),
        Column(
            header="领取待遇",
            key="drawing",
            kind=Kind.CHOICE,
            width=12,
            choices=tuple(member.label for member in Drawing),
            parse=_choice(tuple(Drawing)),
            write=_label,
            help="正在领取哪一种养老金。",
            example=Drawing.NONE.label,
        ),
        Column(header="原账户余额", key="balance_fen", kind=Kind.MONEY, example="12345.67"),
        Column(
            header="原办法缴费起始月",
            key="legacy_start",
            width=18,
            parse=Month.parse,
            help="写成2010-01。",
            example="2010-01",
        ),
        Column(header="原办法缴费月数", key="legacy_months", kind=Kind.INTEGER, example="60"),
        Column(
            header="原办法缴费档次",
            key="legacy_grade",
            kind=Kind.CHOICE,
            choices=tuple(grade.label for grade in Grade),
            parse=_choice(tuple(Grade)),
            write=_label,
            example=Grade.MIDDLE.label,
        ),
        Column(
            header="原已补助金额",
            key="legacy_given_fen",
            kind=Kind.MONEY,
            help="对原办法缴费已经给过的补助；没有给过填0，不清楚的留空。",
            example="0.00",
        ),
    ),
    guidance=(
        "一人一行；不知道的内容留空，空白表示不清楚，不等于0。",
        "入库后由「区级复核」岗位的另一人复核，复核后才生效。",
        "更正已生效的期初数据：填写此人的全部内容重新导入，复核后替换原来的记录。",
    ),
)
FIELDS = frozenset(field.name for field in fields(OpeningEntry))
EMPTY = (None, "")  # what a cell left empty is read as


class OpeningCheck:
    """Checks entries in themselves and against the register and what waits or is in force."""

    def __init__(self, scene: Scene) -> None:
        """Keep who enters and on which day."""
        self._scene = scene

    def __call__(self, rows: Sequence[Examined]) -> None:
        """Refuse and hint, each at its cell."""
        identified = [row for row in rows if "identity_number" in row.values]
        known = standings([row.values["identity_number"] for row in identified])
        people = [standing.person_id for standing in known.values()]
        waiting, in_force = waiting_people(people), people_in_force(people)
        for row in identified:
            entry = entry_from(row.values, row.row.number)
            standing = known.get(entry.identity_number)
            faults = entry.faults(self._scene.day) if row.is_good else []
            faults += opening.obstacles(entry, standing, waiting, self._scene.officer)
            for field, sentence in faults:
                row.refuse(field, sentence)
            if standing and standing.person_id in in_force:
                row.hint("identity_number", "此人已有生效的期初数据，复核后将由本行替换")


def entry_from(values: Mapping[str, Any], number: int | None = None) -> OpeningEntry:
    """The entry that a row stands for; one typed in has no number."""
    given = {key: value for key, value in values.items() if key in FIELDS and value not in EMPTY}
    return OpeningEntry(row_number=number, **given)


def commit(rows: Sequence[Row], scene: Scene) -> dict[int, str]:
    """Enter the rows' records; each waits for a second officer."""
    entries = [entry_from(row.values, row.number) for row in rows]
    records = opening.propose_many(entries, by=scene.officer, at=scene.at, upload=scene.upload)
    return {row.number: f"期初{record.pk}" for row, record in zip(rows, records, strict=True)}


def result_url(upload: Upload) -> str:
    """The page where the second officer decides."""
    return reverse("subsidies:opening_upload", args=[upload.pk])


OPENING = register(
    ImportKind(
        code="opening",
        title="期初数据",
        sheet=SHEET,
        posts=(Post.MERGE,),
        checker=OpeningCheck,
        commit=commit,
        unique_by=("identity_number",),
        shown=(
            "name",
            "identity_number",
            "subsidy_enjoyed_fen",
            "paid_years",
            "contribution_years",
            "drawing",
            "balance_fen",
        ),
        masks={"identity_number": mask_identity},
        committed_label="记录号",
        guidance=SHEET.guidance,
        afterwards="入库后由「区级复核」岗位的另一人复核，复核后才生效。",
        result_url=result_url,
    )
)
