"""Long work in short pieces: between two of them the event loop is everybody's."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import TypeVar

T = TypeVar("T")

PIECE = 20
"""Rows worked on at once: a few milliseconds."""


async def in_pieces(items: Sequence[T], size: int = PIECE) -> AsyncIterator[Sequence[T]]:
    """Go through a long sequence a few items at a time, letting others work in between."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
        await asyncio.sleep(0)
