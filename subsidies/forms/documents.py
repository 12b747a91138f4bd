"""Forms of policy documents: what a document is, the words of an article."""

from django import forms

from pension.forms.wording import ClerkForm
from subsidies.forms.calculations import DATE_INPUT
from subsidies.models import PolicyDocument
from subsidies.services.documents import Particulars


class ParticularsForm(ClerkForm):
    """What a document is called, who issued it and when."""

    title = forms.CharField(label="标题", max_length=200)
    issuer = forms.CharField(label="发文机关", max_length=80, required=False)
    issued_on = forms.DateField(label="发文日期", required=False, widget=DATE_INPUT)

    @property
    def particulars(self) -> Particulars:
        """What the form says, once it is valid."""
        said = self.cleaned_data
        return Particulars(said["title"], said["issuer"], said["issued_on"])


class DocumentForm(ParticularsForm):
    """A document that nobody has entered yet."""

    number = forms.CharField(label="文号", max_length=80, help_text="如“昆政办〔2020〕3号”")
    field_order = ("number", "title", "issuer", "issued_on")


class ArticleForm(ClerkForm):
    """The words of an article, copied from the document."""

    label = forms.CharField(
        label="条款", max_length=80, help_text="与补助规则所引用的写法相同，如“五（四）1”"
    )
    text = forms.CharField(
        label="原文",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="照文件逐字录入，不要概括；同一条款再次录入的，以新录入的为准",
    )


def particulars_of(document: PolicyDocument) -> ParticularsForm:
    """The form with what is known of a document."""
    known = {
        "title": document.title,
        "issuer": document.issuer,
        "issued_on": document.issued_on,
    }
    return ParticularsForm(initial=known)
