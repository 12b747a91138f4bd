"""Lists of people and of what is known of one."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from enrollment.models import BankAccount, Case
from enrollment.queries.people import PersonFile, PersonRow
from enrollment.queries.search import Hit
from enrollment.rules.categories import Drawing, Scheme
from enrollment.tables.cases import state_tone
from enrollment.workflow.states import CaseState
from pension.tables import Cell, Column, Row, Table
from pension.vocabulary.masking import mask_account


def people_table(rows: Sequence[PersonRow]) -> Table:
    """The list of people."""
    return Table(
        caption="人员",
        columns=[
            Column("姓名"),
            Column("身份证号"),
            Column("社区"),
            Column("电话"),
            Column("参保制度"),
            Column("身份确认"),
        ],
        rows=[_person(row) for row in rows],
        empty="没有符合条件的人员",
    )


def hits_table(hits: Sequence[Hit]) -> Table:
    """What a search found."""
    return Table(
        caption="查找结果",
        columns=[
            Column("姓名"),
            Column("身份证号"),
            Column("社区"),
            Column("受理号"),
            Column("状态"),
        ],
        rows=[_hit(hit) for hit in hits],
        empty="没有找到",
        cure="只能查到本单位辖区内的人员；可以换成身份证号后四至六位或姓名拼音首字母再试。",
    )


def hit_url(hit: Hit) -> str:
    """Where a hit leads: to its case, or to the person who has none."""
    if hit.case_id is not None:
        return reverse("enrollment:case", args=[hit.case_id])
    return reverse("enrollment:person", args=[hit.person_id])


def cases_of(file: PersonFile) -> Table:
    """Every case of a person."""
    return Table(
        caption="身份确认",
        columns=[Column("受理号"), Column("类别"), Column("受理日期"), Column("状态")],
        rows=[_case(case) for case in file.cases],
        empty="没有受理过",
        cure="",
    )


def schemes_of(file: PersonFile) -> Table:
    """The schemes that a person has been in."""
    return Table(
        caption="参保",
        columns=[
            Column("参保制度"),
            Column("领取待遇"),
            Column("自"),
            Column("至"),
            Column("来源"),
        ],
        rows=[
            Row(
                (
                    Cell(Scheme(scheme.scheme).label),
                    Cell(Drawing(scheme.drawing).label),
                    Cell(str(scheme.valid_from)),
                    Cell(str(scheme.valid_to or "现在")),
                    Cell(scheme.source),
                )
            )
            for scheme in file.schemes
        ],
        empty="没有参保记录",
        cure="",
    )


def contributions_of(file: PersonFile) -> Table:
    """The years whose contribution is fulfilled."""
    return Table(
        caption="缴费年度",
        columns=[Column("年度"), Column("参保制度"), Column("缴费凭证"), Column("来源")],
        rows=[
            Row(
                (
                    Cell(str(year.year)),
                    Cell(Scheme(year.scheme).label),
                    Cell(year.proof),
                    Cell(year.source),
                )
            )
            for year in file.contributions
        ],
        empty="没有缴费记录",
        cure="",
    )


def accounts_of(file: PersonFile) -> Table:
    """The accounts of a person, numbers masked, with both officers."""
    return Table(
        caption="收款账户",
        columns=[
            Column("账户"),
            Column("户名"),
            Column("状态"),
            Column("录入"),
            Column("确认"),
            Column("说明"),
        ],
        rows=[_account(account) for account in file.accounts],
        empty="没有登记收款账户",
        cure="",
    )


def _person(row: PersonRow) -> Row:
    url = reverse("enrollment:person", args=[row.key])
    state = Cell("—")
    if row.state is not None:
        state = Cell(row.state.label, tone=state_tone(row.state))
    return Row(
        (
            Cell(row.name, url=url),
            Cell(row.identity),
            Cell(row.place),
            Cell(row.phone),
            Cell(row.scheme),
            state,
        ),
        url=url,
    )


def _hit(hit: Hit) -> Row:
    url = hit_url(hit)
    state = Cell(hit.state.label, tone=state_tone(hit.state)) if hit.state else Cell("没有受理")
    cells = (
        Cell(hit.name, url=url),
        Cell(hit.identity),
        Cell(hit.place),
        Cell(hit.case_number),
        state,
    )
    return Row(cells, url=url)


def _case(case: Case) -> Row:
    url = reverse("enrollment:case", args=[case.pk])
    state = CaseState(case.state)
    cells = (
        Cell(case.number, url=url),
        Cell(case.category_label),
        Cell(str(case.accepted_on)),
        Cell(state.label, tone=state_tone(state)),
    )
    return Row(cells, url=url)


def _relation(account: BankAccount) -> str:
    """Whose account it is, if not the person's; where nobody told, nothing is paid there."""
    is_untold = not account.relation and account.holder != account.person.name
    return "没有登记与本人的关系，不能付款" if is_untold else account.told_relation


def _account(account: BankAccount) -> Row:
    confirmed = account.confirmed_at and account.confirmed_by
    if account.ended_at is not None:
        state = Cell("已停用" if confirmed else "未通过", tone="plain")
    else:
        state = Cell("使用中", tone="ok") if confirmed else Cell("待第二人确认", tone="warn")
    entered = timezone.localtime(account.entered_at)
    who = ""
    if account.confirmed_at and account.confirmed_by:
        who = f"{account.confirmed_by.name} {timezone.localtime(account.confirmed_at):%Y-%m-%d}"
    return Row(
        (
            Cell(f"{account.bank} {mask_account(account.number)}"),
            Cell(account.holder, note=_relation(account)),
            state,
            Cell(f"{account.entered_by.name} {entered:%Y-%m-%d}"),
            Cell(who),
            Cell(account.reason),
        )
    )
