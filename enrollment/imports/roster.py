"""The community's roster: who was handed in, checked row by row, accepted in bulk."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from enrollment.imports.roster_sheet import SHEET
from enrollment.queries.procedure import DISTRICT_DIGITS
from enrollment.queries.standing import standings
from enrollment.rules.categories import Category, HolderRelation
from enrollment.services import applications
from enrollment.services.applications import Application
from enrollment.services.applications.refusals import already_there
from enrollment.workflow.states import CaseState
from pension.models import Region, Upload
from pension.queries.places import PlaceError, Places, known_district_codes
from pension.services.uploads import Examined, ImportKind, Scene, register
from pension.vocabulary import identity_numbers, masking
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from pension.workbooks import Row

# «张三（监护人）»: the account of somebody who receives for the person.
RELATIONS = {relation.label: relation for relation in HolderRelation}
RECEIVER = re.compile(rf"(.+?)（({'|'.join(RELATIONS)})）")
COLUMNS = frozenset(column.key for column in SHEET.columns)
FIELDS = frozenset(field.name for field in fields(Application))
EMPTY = (None, "")  # what a cell left empty is read as


class RosterCheck:
    """Checks rows against each other field, the places of the district and who is registered."""

    def __init__(self, scene: Scene) -> None:
        """Read the district's places once for all rows."""
        self._scene = scene
        self._own_code = _office_code(scene)
        self._places = Places(self._own_code[:DISTRICT_DIGITS], scene.day)
        self._district_codes = known_district_codes()

    def __call__(self, rows: Sequence[Examined]) -> None:
        """Refuse and hint, each at its cell."""
        day = self._scene.day
        known = standings([row.values["identity_number"] for row in rows if _has_identity(row)])
        for row in rows:
            region = self._region(row)
            if _has_identity(row):
                self._doubt(row)
            if region is None or not {"identity_number", "name", "category"} <= set(row.values):
                continue
            application = application_from(row.values, region)
            for field, sentence in application.faults(day):
                # A cell that was refused isn't an empty one: its own sentence is enough.
                if field in row.values or field not in COLUMNS:
                    row.refuse(field if field in COLUMNS else "name", sentence)
            standing = known.get(application.identity_number)
            for sentence in already_there(standing, application.name, self._scene.officer):
                row.refuse("identity_number", sentence)
            self._check_post(row, application)

    def _region(self, row: Examined) -> Region | None:
        """The place that the row names, if it is one of the office's own."""
        if not {"street", "community", "group"} <= set(row.values):
            return None
        try:
            region = self._places.find(
                row.values["street"], row.values["community"], row.values["group"]
            )
        except PlaceError as unknown:
            row.refuse(unknown.part, str(unknown))
            return None
        if not region.code.startswith(self._own_code):
            office = self._scene.officer.office
            row.refuse("community", f"这个社区不在{office}的辖区内，请由所在社区录入")
            return None
        return region

    def _doubt(self, row: Examined) -> None:
        identity = identity_numbers.parse(row.values["identity_number"])
        for doubt in identity.warnings(self._district_codes):
            row.hint("identity_number", doubt)
        taken_on = row.values.get("taken_on")
        if taken_on and taken_on < identity.birth_date:
            row.hint("taken_on", f"征地时间{taken_on}早于出生日期{identity.birth_date}，请核对")

    def _check_post(self, row: Examined, application: Application) -> None:
        officer = self._scene.officer
        if application.category != Category.ORIGINAL and not officer.holds(Post.COMMUNITY_ENTRY):
            row.refuse("category", "「区级并轨」岗位只录入原参保人，其他人员请由所在社区录入")


def application_from(values: Mapping[str, Any], region: Region) -> Application:
    """The application that a good row stands for."""
    given = {key: value for key, value in values.items() if key in FIELDS and value not in EMPTY}
    receiver = RECEIVER.fullmatch(given.get("holder", ""))
    if receiver:
        relation = RELATIONS[receiver[2]]
        given |= {"holder": receiver[1], "relation": relation, "holder_note": "花名册登记代收"}
    return Application(region=region, **given)


def commit(rows: Sequence[Row], scene: Scene) -> dict[int, str]:
    """Accept the rows' applications; gives the case number of each row."""
    places = Places(_office_code(scene)[:DISTRICT_DIGITS], scene.day)
    handed_in = [
        application_from(
            row.values,
            places.find(*(str(row.values[part]) for part in ("street", "community", "group"))),
        )
        for row in rows
    ]
    cases = applications.accept_many(
        handed_in, by=scene.officer, at=scene.at, source=f"花名册「{scene.upload.name}」"
    )
    return {row.number: case.number for row, case in zip(rows, cases, strict=True)}


def result_url(upload: Upload) -> str:
    """The list of cases at the step where those of the roster now wait."""
    return f"{reverse('enrollment:cases')}?{urlencode({'state': CaseState.ENTERED})}"


def _has_identity(row: Examined) -> bool:
    return "identity_number" in row.values


def _office_code(scene: Scene) -> str:
    if scene.officer.office is None:
        raise CaseError("您的账号没有所属机构，不能导入花名册")
    return scene.officer.office.region.code


ROSTER = register(
    ImportKind(
        code="roster",
        title="被征地人员花名册",
        sheet=SHEET,
        posts=(Post.COMMUNITY_ENTRY, Post.MERGE),
        checker=RosterCheck,
        commit=commit,
        unique_by=("identity_number",),
        shown=("name", "identity_number", "community", "group", "category"),
        masks={
            "identity_number": masking.mask_identity,
            "account_number": masking.mask_account,
            "phone": masking.mask_phone,
        },
        committed_label="受理号",
        guidance=SHEET.guidance,
        result_url=result_url,
        afterwards="入库后由社区确认岗位确认；原参保人转到区居保局办理并轨。",
    )
)
