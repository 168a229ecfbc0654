"""Which facts may be sent outside: a lycée's own, as the contracts of their producers offer them."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.outside import offered

PING = "fr.passerelle.ping.v1"
"""Sent by hand, to see whether an endpoint answers; it says nothing."""

_FIRST = (
    "Entreprises",
    "Échanges et délai de courtoisie",
    "Partenariats et places d’accueil",
    "PFMP",
)


def _place(part: str) -> tuple[int, str]:
    """The place of an event in a list: those a bureau works with, then the others by name."""
    return (_FIRST.index(part) if part in _FIRST else len(_FIRST)), part


OFFERED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {part: offered()[part] for part in sorted(offered(), key=_place)}
)
"""By part of the form: `service.event`, whatever its version, and what people call it."""

TITLES: Mapping[str, str] = MappingProxyType(
    {name: title for part in OFFERED.values() for name, title in part.items()}
)


def title_of(event_type: str) -> str:
    """What people call an event, by its CloudEvents type."""
    if event_type == PING:
        return "Message d’essai"
    return TITLES.get(name_of(event_type), event_type)


def name_of(event_type: str) -> str:
    """`fr.passerelle.partnerships.site_paused.v1` is `partnerships.site_paused`."""
    return event_type.removeprefix("fr.passerelle.").rpartition(".")[0]
