"""An address as a QR code, drawn on the server: what the camera of a phone opens."""

from dataclasses import dataclass

import segno

QUIET = 4
"""Modules left white around it: ISO/IEC 18004 asks four, or cameras hesitate."""


@dataclass(frozen=True)
class Drawing:
    """A square of `size` modules, and the path of the dark ones, for an SVG."""

    size: int
    path: str


def drawn(text: str) -> Drawing:
    """The QR code of a text, which survives a fold in the paper (15 % may be lost)."""
    code = segno.make_qr(text, error="m", boost_error=False)
    rows = [bytes(row) for row in code.matrix_iter(border=QUIET)]
    strokes = [
        f"M{start} {y}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    ]
    return Drawing(len(rows), "".join(strokes))


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many follow each other."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((x, 1))
    return found
