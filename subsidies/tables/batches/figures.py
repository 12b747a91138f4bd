"""The equation of a batch as the page draws it."""

from collections.abc import Sequence

from subsidies.queries.batches.papers import Term


def equation_terms(terms: Sequence[Term]) -> list[dict[str, object]]:
    """The terms with their amounts and, below, how many rows each comes from."""
    return [
        {
            "label": term.label,
            "fen": term.total.fen,
            "note": f"{term.total.rows:,} 行",
            "tone": term.tone,
        }
        for term in terms
    ]
