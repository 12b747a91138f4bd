"""The register of makers: for each address with arguments, one that makes what it names."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from pension.models import Officer
from pension.vocabulary.posts import OfficeKind
from tests.access.homes import Home


@dataclass(frozen=True, slots=True)
class Try:
    """One call of an address: its arguments, and what a form would send along."""

    arguments: dict[str, object]
    body: dict[str, object] = field(default_factory=dict)


Made = Iterator[Try]


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the objects of one home; ``unseen_by`` names offices that never see such objects.

    Without ``is_scoped`` the arguments name no object: nothing can be another office's.
    """

    make: Callable[[Home], Made]
    unseen_by: Collection[OfficeKind] = ()
    is_scoped: bool = True

    def shows(self, officer: Officer) -> bool:
        """Whether an office of this kind sees such objects of its own region."""
        return officer.office is not None and officer.office.kind not in self.unseen_by


MAKERS: dict[str, Maker] = {}


def makes(
    *names: str, unseen_by: Collection[OfficeKind] = (), is_scoped: bool = True
) -> Callable[[Callable[[Home], Made]], Callable[[Home], Made]]:
    """Register a maker for addresses by their names."""

    def register(make: Callable[[Home], Made]) -> Callable[[Home], Made]:
        for name in names:
            assert name not in MAKERS, f"two makers for {name}"
            MAKERS[name] = Maker(make, unseen_by, is_scoped)
        return make

    return register


def chosen(**words: Collection[str]) -> Callable[[Home], Made]:
    """A maker for addresses whose one argument is a word out of a list."""
    ((name, values),) = words.items()

    def make(home: Home) -> Made:
        for value in values:
            yield Try({name: value})

    return make
