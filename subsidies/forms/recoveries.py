"""Forms of recoveries: what is proposed, how it comes back, what was decided, what was received."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from pension.forms.wording import ClerkForm
from pension.vocabulary import money
from pension.vocabulary.money import yuan
from subsidies.forms.calculations import DATE_INPUT
from subsidies.models import Entitlement, Recovery
from subsidies.rules.overpaid import Overpaid
from subsidies.rules.recovery_plans import FEWEST_PARTS, MOST_PARTS
from subsidies.rules.vocabulary import Kind, RecoveryWay, ReturnChannel
from subsidies.services.recoveries import Document, Money, Proposal

BASIS = "《社会保险经办条例》"


class ProposalForm(ClerkForm):
    """Which payments were too much, why, and who is to return it."""

    found = forms.TypedMultipleChoiceField(
        label="系统查出的多付", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    entered = forms.TypedChoiceField(
        label="另行登记的款项",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="系统查不出的，如银行重复入账，凭文件登记",
    )
    entered_amount = forms.CharField(
        label="另行登记的多付金额（元）", max_length=30, required=False
    )
    reason = forms.CharField(
        label="多付原因", max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    document = forms.CharField(label="追回依据", max_length=200, help_text="规定或文件的名称、文号")
    addressee = forms.CharField(
        label="退款人", max_length=60, help_text="本人已死亡的，填继承人的姓名"
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        found: Sequence[Overpaid],
        payments: Sequence[Entitlement],
        name: str,
    ) -> None:
        """Offer what was found, and every other payment to enter by hand."""
        initial = {
            "found": [one.paid.entitlement_id for one in found],
            "reason": "；".join(dict.fromkeys(one.why for one in found)),
            "document": BASIS,
            "addressee": name,
        }
        super().__init__(data, initial=initial)
        offered = [(one.paid.entitlement_id, one.sentence) for one in found]
        _offer(self, "found", offered)
        if not offered:
            del self.fields["found"]
        others = [(one.pk, _named(one)) for one in payments]
        _offer(self, "entered", [("", "没有"), *others])

    def clean_entered_amount(self) -> int | None:
        """Read the amount as whole fen; none is none."""
        text = self.cleaned_data["entered_amount"]
        return _fen(text) if text else None

    def clean(self) -> dict[str, Any]:
        """A payment and its sum come together; something has to be chosen."""
        said = super().clean() or {}
        chosen, fen = said.get("entered"), said.get("entered_amount")
        if "entered_amount" not in self.errors and (chosen is None) != (fen is None):
            self.add_error("entered_amount", "另行登记的款项和金额要一起填写")
        if chosen is None and not said.get("found"):
            self.add_error("entered", "请勾选系统查出的多付，或者另行登记一笔")
        return said

    @property
    def proposal(self) -> Proposal:
        """What the form says, once it is valid."""
        said = self.cleaned_data
        entered = {said["entered"]: said["entered_amount"]} if said["entered"] else {}
        return Proposal(
            found=said.get("found", []),
            entered=entered,
            reason=said["reason"],
            document=said["document"],
            addressee=said["addressee"],
        )


class PlanForm(ClerkForm):
    """How what is still open comes back."""

    way = forms.TypedChoiceField(
        label="追回方式", choices=RecoveryWay.choices(), coerce=RecoveryWay
    )
    first = forms.DateField(
        label="（首期）退回期限",
        widget=DATE_INPUT,
        required=False,
        help_text="分期的，以后各期为每月最后一天；抵扣的不填",
    )
    count = forms.IntegerField(
        label="期数", min_value=FEWEST_PARTS, max_value=MOST_PARTS, required=False
    )


class HearingForm(ClerkForm):
    """What the person said when told."""

    heard_on = forms.DateField(label="听取意见日期", widget=DATE_INPUT)
    opinion = forms.CharField(
        label="陈述申辩",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="本人没有意见的填“无意见”",
    )


class DecisionForm(ClerkForm):
    """The paper of a decision."""

    number = forms.CharField(label="决定文号", max_length=60)
    decided_on = forms.DateField(label="决定日期", widget=DATE_INPUT)

    @property
    def paper(self) -> Document:
        """The paper, once the form is valid."""
        return Document(self.cleaned_data["number"], self.cleaned_data["decided_on"])


class WaiverForm(DecisionForm):
    """The paper and the reason for not recovering."""

    reason = forms.CharField(
        label="不予追回的理由", max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class ServiceForm(ClerkForm):
    """When the person got the decision."""

    served_on = forms.DateField(label="送达日期", widget=DATE_INPUT)


class ReceiptForm(ClerkForm):
    """Money that came back."""

    received_on = forms.DateField(label="收款日期", widget=DATE_INPUT)
    amount = forms.CharField(label="金额（元）", max_length=30)
    channel = forms.TypedChoiceField(
        label="退款渠道", choices=ReturnChannel.choices(), coerce=ReturnChannel
    )
    voucher = forms.CharField(label="凭证号", max_length=60)
    scan = forms.FileField(
        label="凭证扫描件", required=False, help_text="可以没有；PDF、JPG 或 PNG，不超过 10 MB"
    )

    def clean_amount(self) -> int:
        """Read the amount as whole fen."""
        return _fen(self.cleaned_data["amount"])

    @property
    def money(self) -> Money:
        """The money, once the form is valid."""
        said = self.cleaned_data
        return Money(
            said["received_on"], said["amount"], said["channel"], said["voucher"], said["scan"]
        )


class VoidReceiptForm(ClerkForm):
    """Which receipt was noted by mistake, and why it is taken back."""

    receipt = forms.TypedChoiceField(label="作废哪一笔", coerce=int)
    reason = forms.CharField(label="作废理由", max_length=200)

    def __init__(self, data: QueryDict | None, *, recovery: Recovery, **options: Any) -> None:
        """Offer the receipts that stand."""
        super().__init__(data, **options)
        standing = [
            (one.pk, f"{one.received_on} {yuan(one.amount_fen)} 元 凭证 {one.voucher_number}")
            for one in recovery.receipts.all()
            if one.voided_at is None
        ]
        _offer(self, "receipt", standing)


class SetOffForm(ClerkForm):
    """Which sum that is due is kept."""

    entitlement = forms.TypedChoiceField(
        label="抵扣哪一笔应补", coerce=int, help_text="只能整笔抵扣，且不大于未追回的金额"
    )

    def __init__(
        self, data: QueryDict | None, *, dues: Sequence[Entitlement], **options: Any
    ) -> None:
        """Offer the sums that no batch holds."""
        super().__init__(data, **options)
        _offer(self, "entitlement", [(one.pk, _named(one)) for one in dues])


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[int | str, str]]) -> None:
    """Let a field offer what the database holds now."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def _fen(text: str) -> int:
    try:
        return money.parse_yuan(text)
    except ValueError as refusal:
        raise forms.ValidationError(str(refusal)) from refusal


def _named(one: Entitlement) -> str:
    return f"{Kind(one.kind).of(one.year)} {yuan(one.amount_fen)} 元"
