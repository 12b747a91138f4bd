"""What the community registers about signed rosters and the street about signed papers."""

from typing import Any

from django import forms

from enrollment.forms.decisions import DayInput
from enrollment.services.opinion_sheets import SignedPaper
from enrollment.workflow.desks import PAPER_STEPS
from pension.forms.wording import ClerkForm
from pension.models import Officer, Region, RegionLevel
from pension.vocabulary.posts import Desk

SCANS = ".pdf,.jpg,.jpeg,.png"


class RosterForm(ClerkForm):
    """On which day the group signed; the scan may follow with the paper."""

    signed_on = forms.DateField(label="签字日期", widget=DayInput())
    scan = forms.FileField(
        label="扫描件",
        required=False,
        help_text="可不传；PDF、JPG 或 PNG，10 MB 以内",
        widget=forms.ClearableFileInput(attrs={"accept": SCANS}),
    )


class TakeOffForm(ClerkForm):
    """Why people come off a roster."""

    reason = forms.CharField(label="移出理由", max_length=200)


class SheetForm(ClerkForm):
    """For which department and which place a sheet is drawn up."""

    desk = forms.ChoiceField(
        label="部门", choices=[(desk.value, desk.label) for desk in PAPER_STEPS]
    )
    region = forms.ModelChoiceField(Region.objects.none(), label="街道或社区", empty_label=None)

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        """Offer the street and its communities."""
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        levels = (RegionLevel.STREET, RegionLevel.COMMUNITY)
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Region.objects.visible_to(officer).filter(
                level__in=levels, valid_to__isnull=True
            )

    def desk_chosen(self) -> Desk:
        """The desk of the department."""
        return Desk(self.cleaned_data["desk"])


class PaperForm(ClerkForm):
    """Who signed a sheet, when, and its scan."""

    signed_by = forms.CharField(label="签字人", max_length=40)
    signed_on = forms.DateField(label="签字日期", widget=DayInput())
    scan = forms.FileField(
        label="扫描件",
        help_text="盖章签字的意见表，PDF、JPG 或 PNG，10 MB 以内",
        widget=forms.ClearableFileInput(attrs={"accept": SCANS}),
    )
    text = forms.CharField(label="意见内容（可不填）", max_length=400, required=False)

    def paper(self) -> SignedPaper:
        """The paper for the service."""
        return SignedPaper(**self.cleaned_data)
