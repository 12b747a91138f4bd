"""Forms of batches: what to draw up, why a batch goes back, what the bank's receipt says."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict

from enrollment.forms.decisions import DayInput, offer
from pension.forms.wording import ClerkForm
from pension.models import Officer, Region, RegionLevel
from pension.vocabulary import money
from pension.vocabulary.errors import CaseError
from subsidies.queries.bank_formats import choices as bank_choices
from subsidies.queries.batches.candidates import Scope
from subsidies.queries.batches.pages import CommunityWord
from subsidies.rules.vocabulary import Channel, Kind
from subsidies.services.batches import BankPaper, PaperWord, Plan

FormT = TypeVar("FormT", bound=forms.Form)
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


class DraftForm(ClerkForm):
    """Which amounts are drawn up together."""

    region = forms.ModelChoiceField(queryset=Region.objects.none())
    channel = forms.ChoiceField(label="渠道", choices=Channel.choices())
    bank_format = forms.ModelChoiceField(queryset=bank_choices().none())
    kind = forms.ChoiceField(
        label="类别", choices=[("", "全部类别"), *Kind.choices()], required=False
    )
    year = forms.IntegerField(
        label="资金年度", min_value=EARLIEST_YEAR, max_value=LATEST_YEAR, help_text="用哪一年的资金"
    )
    title = forms.CharField(
        label="名称", max_length=120, required=False, help_text="留空则由系统拟定"
    )

    def __init__(self, data: QueryDict | None, *, officer: Officer, year: int) -> None:
        """Offer the district and streets that ``officer`` sees, and the banks."""
        first = bank_choices().first()
        initial = {"year": year, "channel": Channel.BANK, "bank_format": first and first.pk}
        super().__init__(data, initial=initial)
        levels = (RegionLevel.DISTRICT, RegionLevel.STREET)
        regions = Region.objects.visible_to(officer).filter(level__in=levels, valid_to__isnull=True)
        self.fields["region"] = forms.ModelChoiceField(
            label="范围", queryset=regions.order_by("code"), empty_label=None
        )
        self.fields["bank_format"] = forms.ModelChoiceField(
            label="代发银行",
            queryset=bank_choices(),
            required=False,
            empty_label="不经银行",
            help_text="打入个人银行账户的须选择",
        )

    def clean(self) -> dict[str, object]:
        """A roster for persons' accounts needs a bank; other channels have none."""
        said = super().clean() or {}
        if said.get("channel") == Channel.BANK and not said.get("bank_format"):
            self.add_error("bank_format", "打入个人银行账户的批次须选择代发银行")
        if said.get("channel") != Channel.BANK:
            said["bank_format"] = None
        return said

    @property
    def plan(self) -> Plan:
        """What the form says, once it is valid."""
        said = self.cleaned_data
        kind = Kind(said["kind"]) if said["kind"] else None
        return Plan(
            scope=Scope(said["region"], Channel(said["channel"]), kind),
            year=said["year"],
            bank_format=said["bank_format"],
            title=said["title"],
        )


class ReasonForm(ClerkForm):
    """Why a batch is sent back or given up."""

    reason = forms.CharField(
        label="理由", max_length=400, widget=forms.Textarea(attrs={"rows": 3, "cols": 40})
    )


class ReceiptForm(ClerkForm):
    """The bank's receipt that an answer comes with; the batch goes along in the address."""

    batch = forms.IntegerField(widget=forms.HiddenInput)
    receipt = forms.CharField(label="银行回单号", max_length=40)


class LateSuccessForm(ClerkForm):
    """A row that the bank paid after all, and the bank's document."""

    position = forms.IntegerField(label="行号", min_value=1, help_text="批次中「失败」的那一行")
    document_number = forms.CharField(label="银行凭证号", max_length=40)
    scan = forms.FileField(
        label="凭证扫描件", required=False, help_text="可以没有；PDF、JPG 或 PNG，不超过 10 MB"
    )

    @property
    def paper(self) -> BankPaper:
        """The bank's document, once the form is valid."""
        return BankPaper(self.cleaned_data["document_number"], self.cleaned_data["scan"])


class PaperWordForm(ClerkForm):
    """What a community that doesn't log in signed on paper."""

    region = forms.TypedChoiceField(label="社区", coerce=int)
    signed_by = forms.CharField(label="签字人", max_length=40)
    signed_on = forms.DateField(label="签字日期", widget=DayInput)
    scan = forms.FileField(
        label="核实表扫描件", help_text="PDF、JPG 或 PNG，不超过 10 MB，看得清签字和印章"
    )

    def __init__(self, *args: Any, words: Sequence[CommunityWord], **kwargs: Any) -> None:
        """Offer the communities that haven't spoken."""
        super().__init__(*args, **kwargs)
        offer(self, "region", [(str(one.region_id), one.name) for one in words if not one.at])

    @property
    def paper(self) -> PaperWord:
        """What was signed, once the form is valid."""
        said = self.cleaned_data
        return PaperWord(said["region"], said["signed_by"], said["signed_on"], said["scan"])


class RestForm(ClerkForm):
    """What the receipt says of the rows that the bank's file doesn't name."""

    rows = forms.IntegerField(label="其余成功行数", min_value=1)
    amount = forms.CharField(label="其余成功金额（元）", max_length=20)

    def clean_amount(self) -> int:
        """Read the amount as whole fen."""
        try:
            return money.parse_yuan(self.cleaned_data["amount"])
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def refuse_unfit(form: FormT) -> FormT:
    """The form, or a refusal with what is wrong in it, where no page shows the form again."""
    if not form.is_valid():
        raise CaseError(*(str(fault) for faults in form.errors.values() for fault in faults))
    return form
