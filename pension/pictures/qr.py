"""A QR code as one SVG path, drawn by the template like every other picture."""

from dataclasses import dataclass

import segno

QUIET = 4  # modules of margin that the standard asks for


@dataclass(frozen=True, slots=True)
class QrCode:
    """The side of the square in modules, margin included, and the path of the dark ones."""

    side: int
    path: str


def qr_code(text: str) -> QrCode:
    """Draw ``text``; runs of dark modules become one bar each."""
    matrix = segno.make(text, error="m", micro=False).matrix
    bars = [
        f"M{QUIET + start} {QUIET + y}h{length}v1h-{length}z"
        for y, row in enumerate(matrix)
        for start, length in _runs(row)
    ]
    return QrCode(side=len(matrix) + 2 * QUIET, path="".join(bars))


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Start and length of every run of dark modules in a row."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((x, 1))
    return found
