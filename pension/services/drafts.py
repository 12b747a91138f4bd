"""What was typed and not yet sent: kept per officer and form, thrown away once sent."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from pension.models import Draft, Officer

MAX_CHARACTERS = 50_000
MAX_KEY = 120
# PostgreSQL keeps neither in JSON; no key of a keyboard types them.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")


def keep(key: str, fields: Mapping[str, Sequence[str]], *, by: Officer, at: datetime) -> bool:
    """Keep the fields of a form; False when they are none that a form of ours would send."""
    texts = [text for name, values in fields.items() for text in (name, *values)]
    if len(key) > MAX_KEY or sum(map(len, texts)) > MAX_CHARACTERS:
        return False
    if any(map(_UNKEPT.search, texts)):
        return False
    Draft.objects.update_or_create(
        officer=by, key=key, defaults={"fields": dict(fields), "saved_at": at}
    )
    return True


def throw_away(key: str, *, by: Officer) -> None:
    """Forget the draft of a form, sent or given up."""
    Draft.objects.filter(officer=by, key=key).delete()
