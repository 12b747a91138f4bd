"""A form that asks for one row of a workbook, read by the workbook's own columns."""

from typing import Any

from django import forms

from pension.forms.wording import ClerkForm
from pension.workbooks import Column, Kind, Sheet
from pension.workbooks.cells import cell_reader

CHOOSE = ("", "请选择")


class CellField(forms.Field):
    """One cell typed into a form: the same spellings are put right, the same refusals said."""

    def __init__(self, column: Column) -> None:
        """Offer the choices of the column, or a line to type in."""
        choices = [CHOOSE, *((choice, choice) for choice in column.choices)]
        widget = forms.Select(choices=choices) if column.kind is Kind.CHOICE else forms.TextInput()
        super().__init__(
            label=column.header, required=column.required, help_text=column.help, widget=widget
        )
        self._read = cell_reader(column)

    def to_python(self, value: object) -> object:
        """The column's value, or its refusal with the name of the field before it."""
        try:
            return self._read(str(value or "") or None).value
        except ValueError as refusal:
            raise forms.ValidationError(f"{self.label}：{refusal}") from refusal


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
            label = self.fields[key].label
            self.add_error(key, f"{label}：{sentence}")
