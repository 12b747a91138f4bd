"""A form that asks for one row of a workbook, read by the workbook's own columns."""

from typing import Any

from django import forms

from pension.forms.wording import ClerkForm
from pension.workbooks import Column, Kind, Sheet
from pension.workbooks.cells import cell_reader

CHOOSE, UNKNOWN = ("", "请选择"), ("", "不清楚")


class CellField(forms.Field):
    """One cell typed into a form: the same spellings are put right, the same refusals said."""

    def __init__(self, column: Column) -> None:
        """Offer the choices of the column, or a line to type in."""
        first = CHOOSE if column.required else UNKNOWN
        choices = [first, *((choice, choice) for choice in column.choices)]
        super().__init__(
            label=f"{column.header}（元）" if column.kind is Kind.MONEY else column.header,
            required=column.required,
            help_text=column.help,
            widget=forms.Select(choices=choices) if column.choices else forms.TextInput(),
        )
        self._read = cell_reader(column)

    def to_python(self, value: object) -> object:
        """The column's value, or its refusal."""
        try:
            return self._read(str(value or "") or None).value
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class RowForm(ClerkForm):
    """The columns of ``sheet``, each as a field; what was typed is in ``cleaned_data`` by key."""

    sheet: Sheet

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make a field of every column."""
        super().__init__(*args, **kwargs)
        for column in self.sheet.columns:
            self.fields[column.key] = CellField(column)

    def refuse(self, faults: list[tuple[str, str]]) -> None:
        """Show what the rows' own check found, each at its field."""
        for key, sentence in faults:
            self.add_error(key, sentence)
