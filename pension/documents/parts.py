"""Parts of a long paper as the processes that set them hand them to each other."""

import json
from dataclasses import asdict, dataclass

ROW = "row-"
HEAD = "head-"
FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Part:
    """A text with the styles of its place in the paper.

    ``starts`` are the rows, counted from the part's first, that must begin its pages; where
    ``goes_on``, one row more follows, which must find no room on them. Without ``starts`` the
    text is set as it comes.
    """

    html: str
    styles: str = ""
    starts: tuple[int, ...] = ()
    goes_on: bool = False

    def to_bytes(self) -> bytes:
        """Write the part down for another process."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, said: bytes) -> "Part":
        """Read what another process wrote down."""
        values = json.loads(said)
        return cls(values["html"], values["styles"], tuple(values["starts"]), values["goes_on"])
