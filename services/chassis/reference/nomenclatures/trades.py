"""Trades of the ROME (répertoire opérationnel des métiers et des emplois), and how one is found by its name."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from contracts.words import plain

_FILE = Path(__file__).parent / "trades.json"


@cache
def trades() -> Mapping[str, str]:
    """Label of each trade by its ROME code, such as "F1602"; read when first asked for."""
    entries: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
    return entries


def trade_label(code: str | None) -> str | None:
    """Label of a trade, or None when the code is absent or unknown."""
    return trades().get(code) if code else None


def trades_called(typed: str, *, limit: int) -> Sequence[tuple[str, str]]:
    """Code and label of the trades that have each word typed, in any order, or that code."""
    wanted = plain(typed).split()
    if not wanted:
        return ()
    found = [
        (code, label)
        for code, label, words in _words()
        if all(f" {word}" in words for word in wanted)
    ]
    return found[:limit]


@cache
def _words() -> Sequence[tuple[str, str, str]]:
    return [(code, label, f" {plain(code)} {plain(label)}") for code, label in trades().items()]
