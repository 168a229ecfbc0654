"""Option lists (listes de suggestions): what a field offers of a nomenclature, fetched when one first enters it.

A list of 1,600 trades weighs 110 kB in a page whose form weighs 15: it has an address of its own that
changes when it does, and a browser keeps it. Without a script a field is typed without suggestions.
"""

import functools
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence

from services.chassis.reference.nomenclatures import activity_choices, commune_options
from services.chassis.reference.nomenclatures.trades import trade_choices

Options = Sequence[tuple[str, str]]
"""What is written into the field, and the words shown beside it; empty where there are none."""

FOLDER = "listes/"
DIGEST_LENGTH = 12


def _trades() -> Options:
    return [(shown, "") for _, shown in trade_choices()]


LISTS: Mapping[str, Callable[[], Options]] = {
    "metiers": _trades,
    "activites": activity_choices,
    "communes": commune_options,
}
"""The lists by name; a nomenclature may be replaced while the service runs, so that each is asked anew."""


@functools.lru_cache(maxsize=8)
def _drawn(options: tuple[tuple[str, str], ...]) -> tuple[bytes, str]:
    content = json.dumps(options, ensure_ascii=False, separators=(",", ":")).encode()
    return content, hashlib.sha256(content).hexdigest()[:DIGEST_LENGTH]


def option_list(name: str) -> tuple[bytes, str]:
    """A list as JSON, an array of [value, label], and its digest. Raises KeyError."""
    return _drawn(tuple(LISTS[name]()))


def options_url(name: str) -> str:
    """Address of a list, which changes when its content does. Raises KeyError."""
    return f"/static/{FOLDER}{name}.json?v={option_list(name)[1]}"
