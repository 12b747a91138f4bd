"""One opening record typed in: the columns of the opening workbook as a form."""

from pension.forms.rows import RowForm
from subsidies.imports.opening import SHEET, entry_from
from subsidies.models import OpeningRecord
from subsidies.services.opening import OpeningEntry, entry_of


class OpeningForm(RowForm):
    """Who, and what was enjoyed, paid and contributed before this system; unknown stays empty."""

    sheet = SHEET

    def entry(self) -> OpeningEntry:
        """What was typed, as the service takes it."""
        return entry_from(self.cleaned_data)


def typed_from(record: OpeningRecord) -> dict[str, str]:
    """A record as the fields of the form, for its correction."""
    entry = entry_of(record)
    return SHEET.texts({name: getattr(entry, name) for name in entry.__dataclass_fields__})
