"""Trades of the ROME (répertoire opérationnel des métiers et des emplois), and how one is found by its name."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from contracts.words import plain

_FILE = Path(__file__).parent / "trades.json"
_OF_ACTIVITIES = Path(__file__).parent / "naf_trades.json"
_CODE = re.compile(r"\(?([A-N][0-9]{4})\)?\s*$", re.IGNORECASE)
OFFERED_MAX = 12
"""Trades offered where several have the words that were typed."""
_SHORT = 3
"""A word as short is no plural."""


@dataclass(frozen=True)
class UnderstoodTrade:
    """What was typed for a trade: the code that is meant, or those it may be meant for."""

    code: str | None
    offered: Sequence[tuple[str, str]] = ()
    more: bool = False
    """Whether there are others than those offered."""


@cache
def trades() -> Mapping[str, str]:
    """Label of each trade by its ROME code, such as "F1602"; read when first asked for."""
    entries: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
    return entries


def trade_label(code: str | None) -> str | None:
    """Label of a trade, or None when the code is absent or unknown."""
    return trades().get(code) if code else None


@cache
def trade_choices() -> Sequence[tuple[str, str]]:
    """Code of each trade and how a field shows it, « Soudeur / Soudeuse (H2913) », by label."""
    named = [(code, f"{label} ({code})") for code, label in trades().items()]
    return sorted(named, key=lambda item: plain(item[1]))


@cache
def _by_division() -> Mapping[str, Sequence[str]]:
    entries: dict[str, list[str]] = json.loads(_OF_ACTIVITIES.read_text(encoding="utf-8"))
    return entries


def trades_of_activity(naf: str | None) -> Sequence[str]:
    """How a field shows the trades of the division of an activity (« 43.22A »: 43), by label; none where none is known."""
    codes = _by_division().get(naf[:2], ()) if naf else ()
    return sorted(map(trade_typed, codes), key=plain)


def trade_typed(code: str | None) -> str:
    """What a field shows of a trade that is chosen; empty without one."""
    label = trade_label(code)
    return f"{label} ({code})" if label else ""


def understand_trade(typed: str) -> UnderstoodTrade:
    """The trade somebody means: by its code, by its label, or by words that only it has and begins with.

    « aide à domicile » is in the label of who leads them alone: that one is offered, not taken.
    """
    ended = _CODE.search(typed)
    if ended and ended[1].upper() in trades():
        return UnderstoodTrade(ended[1].upper())
    wanted = plain(typed)
    named = [code for code, label in trades().items() if plain(label) == wanted]
    if len(named) == 1:
        return UnderstoodTrade(named[0])
    found = trades_called(typed, limit=OFFERED_MAX + 1)
    if len(found) == 1 and _begins(found[0][1], wanted):
        return UnderstoodTrade(found[0][0])
    return UnderstoodTrade(None, found[:OFFERED_MAX], len(found) > OFFERED_MAX)


def trades_called(typed: str, *, limit: int) -> Sequence[tuple[str, str]]:
    """Code and label of the trades that have each word typed, in any order, or that code."""
    wanted = [_singular(word) for word in plain(typed).split()]
    if not wanted:
        return ()
    found = [
        (code, label)
        for code, label, words in _words()
        if all(f" {word}" in words for word in wanted)
    ]
    return found[:limit]


def _begins(label: str, wanted: str) -> bool:
    first = _singular(wanted.split(maxsplit=1)[0])
    return any(plain(half).startswith(first) for half in label.split("/"))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _SHORT and word[-1] in "sx" else word


@cache
def _words() -> Sequence[tuple[str, str, str]]:
    return [(code, label, f" {plain(code)} {plain(label)}") for code, label in trades().items()]
