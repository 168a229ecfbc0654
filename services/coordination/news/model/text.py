"""What a news item says: paragraphs of plain text, whose https addresses become links.

There is no markup to clean: a text that looks like HTML is shown as it was typed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.coordination.base.text import is_link

BODY_CHARACTERS_MAX = 4_000

_ADDRESS = re.compile(r"https://[^\s<>\"«»]+")
_CLOSING = ".,;:!?)]}’'\u202f\u00a0"


@dataclass(frozen=True)
class NewsText:
    """A title, a text and an optional address to read on."""

    title: str
    body: str
    link: str | None = None


@dataclass(frozen=True)
class Piece:
    """Some text, and where it leads if it is an address."""

    text: str
    href: str | None = None


def paragraphs(text: NewsText) -> Sequence[Sequence[Piece]]:
    """The text cut at its empty lines, the address to read on last."""
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text.body)]
    shown = [_pieces(block) for block in blocks if block]
    return [*shown, [Piece(text.link, text.link)]] if text.link else shown


def summary(text: NewsText, characters_max: int = 200) -> str:
    """The beginning of the text, cut between two words."""
    return cut(text.body, characters_max)


def cut(typed: str, characters_max: int) -> str:
    """The beginning of what was typed on one line, cut between two words."""
    line = " ".join(typed.split())
    if len(line) <= characters_max:
        return line
    return line[:characters_max].rsplit(" ", 1)[0] + "…"


def _pieces(block: str) -> Sequence[Piece]:
    pieces, at = [], 0
    for found in _ADDRESS.finditer(block):
        address = found[0].rstrip(_CLOSING)
        if not is_link(address):
            continue
        if found.start() > at:
            pieces.append(Piece(block[at : found.start()]))
        pieces.append(Piece(address, address))
        at = found.start() + len(address)
    if at < len(block):
        pieces.append(Piece(block[at:]))
    return pieces
