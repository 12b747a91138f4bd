"""Hold worked examples against the rules and name every deviation."""

from collections.abc import Iterator

from subsidies.examples import columns
from subsidies.examples.reading import Example, Unreadable
from subsidies.rules.decide import decide


def deviations(example: Example | Unreadable) -> Iterator[str]:
    """Yield a Chinese sentence for each deviation of one example; none means that it passed.

    What isn't worked out counts as no money: an expectation of 0.00 holds for it.
    """
    if isinstance(example, Unreadable):
        yield from example.faults
        return
    decision = decide(example.facts, example.parameters)
    for column, expected in example.expected.items():
        got = columns.answer(column, decision)
        if got == expected or (got is None and expected == 0 and column != columns.YEARS_LEFT):
            continue
        sentence = (
            f"列「{column}」应为 {columns.words(column, expected)}，"
            f"实为 {columns.words(column, got)}"
        )
        lacking = f"（{'；'.join(decision.missing)}）" if decision.missing else ""
        yield sentence + lacking
