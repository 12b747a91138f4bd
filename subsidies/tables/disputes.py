"""The list of sums that wait for a ruling, and what an officer can do with one."""

from collections.abc import Iterable

from django.forms import Form
from django.urls import reverse

from pension.models import Officer
from pension.services import steps
from pension.tables import Cell, Column, Row, Table
from pension.vocabulary.masking import mask_identity
from pension.vocabulary.money import yuan
from pension.vocabulary.transitions import Check, checks, steps_from
from subsidies.forms.batches import ReasonForm
from subsidies.forms.disputes import RulingForm
from subsidies.models import Calculation, Dispute
from subsidies.queries.disputes import Totals
from subsidies.rules.facts import Facts
from subsidies.rules.vocabulary import Kind, Ruling
from subsidies.services.disputes import DISPUTES
from subsidies.tables.batches.actions import Action
from subsidies.workflow.disputes import DISPUTE_STEPS
from subsidies.workflow.states import DisputeState

TONES = {
    DisputeState.OPEN: "bad",
    DisputeState.RULED: "warn",
    DisputeState.UPHELD: "ok",
}
FORMS: dict[str, type[Form]] = {"rule": RulingForm, "send_back": ReasonForm}
BY_CALCULATION = "resolve"


def tone_of(dispute: Dispute) -> str:
    """The tone of a dispute's badge."""
    return TONES.get(DisputeState(dispute.state), "plain")


def label_of(dispute: Dispute) -> str:
    """What the disputed sum is for."""
    return Kind(dispute.entitlement.kind).of(dispute.entitlement.year)


def dispute_table(rows: Iterable[Dispute], totals: Totals) -> Table:
    """The list of disputes; the totals are those of the whole list, not of the page."""
    return Table(
        caption="待裁定",
        columns=(
            Column("裁定编号"),
            Column("姓名"),
            Column("身份证号"),
            Column("款项"),
            Column("原核定（元）", is_number=True),
            Column("重新核算（元）", is_number=True),
            Column("裁定"),
            Column("状态"),
        ),
        rows=[_row(row) for row in rows],
        totals=(
            Cell("全部合计"),
            Cell(f"{totals.count:,} 笔"),
            Cell(""),
            Cell(f"其中未裁定完 {yuan(totals.open_fen)} 元"),
            Cell(yuan(totals.fen), is_number=True),
            Cell(""),
            Cell(""),
            Cell(""),
        ),
        empty="没有符合条件的款项",
        cure="重新核算与未发放的款项有矛盾时，款项列在这里，裁定以前不发放。",
    )


def changes_between(before: Calculation, after: Calculation | None) -> list[str]:
    """How the person was insured when the sum was found, and how now, where that differs."""
    if after is None:
        return []
    first, now = Facts.from_json(before.facts), Facts.from_json(after.facts)
    pairs = (("参保制度", first.scheme, now.scheme), ("领取待遇", first.drawing, now.drawing))
    return [
        f"{name}：原为「{was.label}」，现为「{has.label}」"
        for name, was, has in pairs
        if was is not None and has is not None and was != has
    ]


def actions_of(dispute: Dispute, officer: Officer) -> list[tuple[Action, Form | None]]:
    """Every step that the officer's post takes from here, with the form of its dialog."""
    seen = steps.subject(DISPUTES, dispute, by=officer)
    found = []
    for name, step in steps_from(DISPUTE_STEPS, DisputeState(dispute.state)).items():
        if name == BY_CALCULATION or not officer.holds(step.post):
            continue
        unmet = tuple(
            _sentence(check) for check in checks(step, seen, officer.actor) if not check.met
        )
        form = FORMS[name](auto_id=f"{name}-%s") if name in FORMS and not unmet else None
        tone = "danger" if name == "send_back" else "primary"
        url = reverse("subsidies:dispute_step", args=[dispute.pk, name])
        dialog = f"do-{name}" if form else ""
        found.append((Action(step.label, url, tone, unmet, dialog), form))
    return found


def ruling_of(dispute: Dispute) -> str:
    """The ruling in a word."""
    return Ruling(dispute.ruling).label if dispute.ruling else "未裁定"


def _row(row: Dispute) -> Row:
    url = reverse("subsidies:dispute", args=[row.pk])
    person = row.entitlement.person
    return Row(
        (
            Cell(row.number, url=url),
            Cell(person.name),
            Cell(mask_identity(person.identity_number)),
            Cell(label_of(row)),
            Cell(yuan(row.entitlement.amount_fen), is_number=True),
            Cell(yuan(row.found_fen) if row.found_fen else "不再应补", is_number=True),
            Cell(ruling_of(row)),
            Cell(row.state_label, tone=tone_of(row)),
        ),
        url=url,
    )


def _sentence(check: Check) -> str:
    return f"{check.text}（{check.remedy}）" if check.remedy else check.text
