"""What was overpaid to a person, as their case and their calculation tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pension.models import Officer
from pension.vocabulary.posts import Post
from subsidies.models import Recovery
from subsidies.queries.overpaid import overpaid_of, payments_of
from subsidies.queries.recoveries import recoveries_of


@dataclass(frozen=True, slots=True)
class OverpaidPanel:
    """Sentences on what was found, the recoveries that stand, and whether one may be proposed."""

    found: Sequence[str]
    claimed: Sequence[Recovery]
    may_propose: bool


def overpaid_panel(person_id: int, officer: Officer, today: date) -> OverpaidPanel:
    """What was overpaid to a person whose money ``officer`` may see.

    A recovery may be proposed where something was paid that nobody claims back yet.
    """
    found = overpaid_of([person_id], today).get(person_id, [])
    return OverpaidPanel(
        [one.sentence for one in found],
        recoveries_of(person_id, officer),
        officer.holds(Post.PREPARE) and payments_of(person_id).exists(),
    )
