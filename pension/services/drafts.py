"""What was typed and not yet sent: kept per officer and form, thrown away once sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pension.models import Draft, Officer

MAX_CHARACTERS = 50_000


def keep(key: str, fields: Mapping[str, Sequence[str]], *, by: Officer, at: datetime) -> bool:
    """Keep the fields of a form; False when they are too long to be a form."""
    if sum(len(value) for values in fields.values() for value in values) > MAX_CHARACTERS:
        return False
    Draft.objects.update_or_create(
        officer=by, key=key, defaults={"fields": dict(fields), "saved_at": at}
    )
    return True


def throw_away(key: str, *, by: Officer) -> None:
    """Forget the draft of a form, sent or given up."""
    Draft.objects.filter(officer=by, key=key).delete()
