"""What is known already of people by their identity numbers, whoever asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enrollment.models import Case, Person
from enrollment.workflow.states import DEAD_STATES

CHUNK = 500  # keeps lists of keys below SQLite's limit of variables


@dataclass(frozen=True, slots=True)
class Standing:
    """A person who is registered: key, name, region's code; the live case if there is one."""

    person_id: int
    name: str
    region: str
    case_number: str = ""
    case_region: str = ""


def standings(identity_numbers: Sequence[str]) -> dict[str, Standing]:
    """The standing of each registered person among ``identity_numbers``.

    Not narrowed to an office: that a person is registered elsewhere must be found by all. What is
    told to whom is the caller's business.
    """
    found: dict[str, Standing] = {}
    for part in _chunks(list(dict.fromkeys(identity_numbers))):
        people = Person.objects.filter(identity_number__in=part)
        cases = {
            person: (number, region)
            for person, number, region in Case.objects.filter(person__identity_number__in=part)
            .exclude(state__in=DEAD_STATES)
            .values_list("person_id", "number", "region__code")
        }
        known = people.values_list("pk", "identity_number", "name", "region__code")
        for key, identity, name, region in known:
            found[identity] = Standing(key, name, region, *cases.get(key, ("", "")))
    return found


def _chunks(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(numbers), CHUNK):
        yield numbers[start : start + CHUNK]
