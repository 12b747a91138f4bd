"""Calls that services refuse, each registered with the sentence that it is refused by."""

from collections.abc import Callable

import pytest

from pension.vocabulary.errors import CaseError

Call = Callable[[], object]


class Refusals(dict[str, tuple[str, Call]]):
    """The refused calls of one test module, by their names."""

    def __call__(self, sentence: str) -> Callable[[Call], Call]:
        """Register the decorated call with what it is refused by."""

        def register(call: Call) -> Call:
            self[call.__name__] = (sentence, call)
            return call

        return register

    def try_one(self, name: str) -> None:
        """Make the call: it has to be refused by its own sentence."""
        sentence, call = self[name]

        with pytest.raises(CaseError, match=sentence):
            call()
