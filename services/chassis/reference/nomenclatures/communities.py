"""Groupings of communes (intercommunalités, EPCI) of the département, by their code."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from contracts.words import plain

_FILE = Path(__file__).parent / "communities.json"


@dataclass(frozen=True)
class Community:
    """A grouping of communes: its name, and the INSEE codes of its communes."""

    code: str
    name: str
    communes: frozenset[str]


@cache
def communities() -> Mapping[str, Community]:
    """Each grouping by its code; read when first asked for."""
    entries = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        code: Community(code, one["name"], frozenset(one["communes"]))
        for code, one in entries.items()
    }


def community_of(commune: str | None) -> Community | None:
    """The grouping a commune belongs to, or None where it is not known."""
    return next((one for one in communities().values() if commune in one.communes), None)


def community_name(code: str | None) -> str | None:
    """Name of a grouping, or None when its code is absent or unknown."""
    found = communities().get(code) if code else None
    return found.name if found else None


def community_choices() -> Sequence[tuple[str, str]]:
    """Code and name of the groupings, by name."""
    named = [(one.code, one.name) for one in communities().values()]
    return sorted(named, key=lambda item: plain(item[1]))
