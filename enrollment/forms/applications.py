"""One application typed in by hand, and its correction: the fields of the roster."""

from datetime import date
from typing import Any

from django import forms

from enrollment.forms.account_numbers import AccountNumberField
from enrollment.forms.decisions import DayInput, offer
from enrollment.rules.categories import Category, HolderRelation, Scheme
from enrollment.services.applications import Application
from pension.forms.telephones import PhoneField
from pension.forms.wording import ClerkForm
from pension.models import Region
from pension.vocabulary import identity_numbers
from pension.vocabulary.text import tidy

CHOOSE = [("", "请选择")]
UNKNOWN = [("", "不清楚")]
YES_NO = [*UNKNOWN, ("yes", "是"), ("no", "否")]
SCHEMES = (Scheme.RESIDENT, Scheme.EMPLOYEE, Scheme.LEGACY, Scheme.NONE)
Choices = list[tuple[str, Any]]


class ApplicationForm(ClerkForm):
    """Who, which land, which account; what is not known stays empty."""

    name = forms.CharField(label="姓名", max_length=60)
    identity_number = forms.CharField(
        label="身份证号", max_length=30, help_text="18 位，末位可以是 X"
    )
    region = forms.TypedChoiceField(label="村民小组", coerce=int)
    category = forms.ChoiceField(label="人员类别", choices=[*CHOOSE, *Category.choices()])
    phone = PhoneField(label="电话")
    taken_on = forms.DateField(label="征地时间", required=False, widget=DayInput)
    approval = forms.CharField(label="征地批文", max_length=80, required=False, help_text="文号")
    agreement = forms.CharField(
        label="征地协议", max_length=120, required=False, help_text="与村组签订的协议名称"
    )
    in_school_when_taken = forms.ChoiceField(label="征地时在校", choices=YES_NO, required=False)
    household_size = forms.IntegerField(label="家庭人口", required=False, min_value=1, max_value=99)
    area_before = forms.DecimalField(
        label="征地前面积（亩）", required=False, min_value=0, max_digits=8, decimal_places=2
    )
    area_after = forms.DecimalField(
        label="征地后面积（亩）", required=False, min_value=0, max_digits=8, decimal_places=2
    )
    scheme = forms.ChoiceField(
        label="参保制度",
        choices=[*UNKNOWN, *((scheme.value, scheme.label) for scheme in SCHEMES)],
        required=False,
    )
    bank = forms.CharField(label="开户银行", max_length=60, required=False)
    holder = forms.CharField(label="户名", max_length=60, required=False, help_text="不填就是本人")
    account_number = AccountNumberField(label="账号", required=False)
    relation = forms.ChoiceField(
        label="户名与本人的关系",
        choices=[("", "户名是本人"), *HolderRelation.choices()],
        required=False,
    )
    holder_note = forms.CharField(
        label="户名说明", max_length=200, required=False, help_text="户名不是本人的，写明缘由和证明"
    )

    def __init__(self, *args: Any, regions: Choices, **kwargs: Any) -> None:
        """Offer the village groups that the office may enter for."""
        super().__init__(*args, **kwargs)
        offer(self, "region", [*CHOOSE, *regions])

    def clean_name(self) -> str:
        """The name without stray spaces and dots."""
        return tidy(self.cleaned_data["name"])

    def clean_identity_number(self) -> str:
        """The number in its normal form, or the reason why it is none."""
        try:
            return identity_numbers.parse(self.cleaned_data["identity_number"]).value
        except identity_numbers.IdentityError as error:
            raise forms.ValidationError(str(error)) from error

    def application(self, region: Region) -> Application:
        """What was typed, as the service takes it."""
        said = dict(self.cleaned_data)
        said |= {
            "region": region,
            "category": Category(said["category"]),
            "scheme": Scheme(said["scheme"]) if said["scheme"] else None,
            "relation": HolderRelation(said["relation"]) if said["relation"] else None,
            "in_school_when_taken": {"yes": True, "no": False}.get(said["in_school_when_taken"]),
        }
        said.pop("reason", None)
        return Application(**said)

    def is_fit(self, application: Application, day: date) -> bool:
        """Whether nothing in it can't be right on ``day``; what can't is shown at its field."""
        for name, sentence in application.faults(day):
            self.add_error(name, sentence)
        return not self.errors


class CorrectionForm(ApplicationForm):
    """The same fields with the reason of the correction; number and category stay."""

    reason = forms.CharField(
        label="更正原因", max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what cannot be corrected without letting it be typed."""
        super().__init__(*args, **kwargs)
        for name in ("identity_number", "category"):
            self.fields[name].disabled = True
            self.fields[name].help_text = "不能更正；确有错误请撤回后重新录入"


def initial_of(application: Application) -> dict[str, object]:
    """An application as the fields of its form."""
    values: dict[str, object] = {
        name: getattr(application, name) for name in ApplicationForm.base_fields
    }
    school = {True: "yes", False: "no", None: ""}[application.in_school_when_taken]
    return values | {
        "region": application.region.pk,
        "in_school_when_taken": school,
        "scheme": application.scheme or "",
        "relation": application.relation or "",
    }
