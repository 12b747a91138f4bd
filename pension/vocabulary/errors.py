"""The refusal that every service raises: a sentence for the officer."""


class CaseError(Exception):
    """A decision that was refused, worded so that the officer knows what to do next."""

    def __init__(self, *sentences: str) -> None:
        """Keep one or more sentences; ``str()`` joins them."""
        super().__init__("；".join(sentences))
        self.sentences: tuple[str, ...] = sentences
