"""The form of a bank's file format: a line for each column, «账号 = 收款账号»."""

from django import forms
from django.http import QueryDict

from pension.forms.wording import ClerkForm
from pension.vocabulary.labels import Labelled
from pension.vocabulary.text import tidy
from subsidies.models import BankFormat
from subsidies.queries.bank_formats import stated_format
from subsidies.rules.bank_formats import CREDIT_BANK, AnswerColumn, FileColumn, FileFormat, Pairs

LINES = forms.Textarea(attrs={"rows": 9, "cols": 34})


class BankForm(ClerkForm):
    """Columns of the roster and of the answer in the order of the bank, and what its words mean."""

    name = forms.CharField(label="银行", max_length=60)
    columns = forms.CharField(label="名册列", widget=LINES)
    return_columns = forms.CharField(label="回盘列", widget=LINES)
    success_words = forms.CharField(
        label="表示成功的结果", max_length=200, help_text="几个之间用顿号分开，与回盘文字完全相同"
    )
    returned_words = forms.CharField(label="表示退回的结果", max_length=200, required=False)

    def __init__(self, data: QueryDict | None, *, known: BankFormat | None = None) -> None:
        """Begin with a bank's format, or with the usual one for a new bank."""
        super().__init__(data, initial=_said(stated_format(known) if known else None))
        self.fields["columns"].help_text = _help(FileColumn)
        self.fields["return_columns"].help_text = _help(AnswerColumn)
        if known is not None:
            self.fields["name"].disabled = True

    def clean_columns(self) -> Pairs:
        """Read the lines of the roster."""
        return _pairs(self.cleaned_data["columns"], FileColumn)

    def clean_return_columns(self) -> Pairs:
        """Read the lines of the answer."""
        return _pairs(self.cleaned_data["return_columns"], AnswerColumn)

    def clean(self) -> dict[str, object]:
        """Refuse a format that can't carry a payment or an answer; what was typed stays."""
        said = super().clean() or {}
        if not self.errors:
            for fault in self.stated.faults():
                self.add_error(None, fault)
        return said

    @property
    def stated(self) -> FileFormat:
        """What the form says, once it is valid."""
        said = self.cleaned_data
        return FileFormat(
            name=said["name"],
            columns=said["columns"],
            return_columns=said["return_columns"],
            success_words=_words(said["success_words"]),
            returned_words=_words(said["returned_words"]),
        )


def _said(known: FileFormat | None) -> dict[str, str]:
    usual = known or CREDIT_BANK
    return {
        "name": known.name if known else "",
        "columns": _lines(usual.columns, FileColumn),
        "return_columns": _lines(usual.return_columns, AnswerColumn),
        "success_words": "、".join(usual.success_words),
        "returned_words": "、".join(usual.returned_words),
    }


def _lines(pairs: Pairs, columns: type[Labelled]) -> str:
    return "\n".join(f"{columns(key).label} = {heading}" for key, heading in pairs)


def _help(columns: type[Labelled]) -> str:
    names = "、".join(column.label for column in columns)
    return f"每行一列，按文件中的先后：内容 = 表头；表头与内容相同的可只写内容。可用内容：{names}"


def _pairs(text: str, columns: type[Labelled]) -> Pairs:
    """Read lines of content and heading; refuses by the line what nobody can fill."""
    known = {column.label: str(column) for column in columns}
    pairs = []
    for number, line in enumerate(filter(str.strip, text.splitlines()), 1):
        content, _, heading = (tidy(part) for part in line.partition("="))
        if content not in known:
            raise forms.ValidationError(
                f"第{number}行的内容“{content}”无法识别，请从可用内容中选用"
            )
        pairs.append((known[content], heading or content))
    return tuple(pairs)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for part in text.split("、") if (word := tidy(part)))
