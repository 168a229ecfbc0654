"""Which host some typed words name: pure rules, so that nobody is placed by a guess."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from contracts.identifiers import SiteKey
from contracts.partnerships.host_names import FOUND_AT_MOST
from services.internships.hosts.model import search_text

PUPILS_MAX = 60
"""Pupils of one sending; what undoes it names each of their places, in a cookie of 4 KB."""
WORDS_CHARACTERS = 120


class NamedHost(Protocol):
    """A host that is called by a name and is somewhere."""

    @property
    def site_key(self) -> SiteKey:
        """What it is known by in every lycée."""

    @property
    def label(self) -> str:
        """How it is called."""

    @property
    def commune(self) -> str | None:
        """The commune of the host."""


HostType = TypeVar("HostType", bound=NamedHost)


@dataclass(frozen=True)
class HostMatch(Generic[HostType]):
    """The hosts that have the words of a line; `host` is the one they name without a doubt."""

    candidates: Sequence[HostType] = ()
    host: HostType | None = None
    registry_answered: bool = True

    def chosen(self, site_key: SiteKey | None) -> HostType | None:
        """The candidate with this key, else the host that is named: a choice is one of the words it was made for."""
        return next((one for one in self.candidates if one.site_key == site_key), self.host)

    @property
    def doubt(self) -> str | None:
        """What is to be answered before a place is proposed there; None when nothing is."""
        if self.host is not None:
            return None
        if not self.registry_answered:
            return (
                "Le registre des entreprises ne répond pas\u202f: choisissez parmi les lieux trouvés sans lui."
                if self.candidates
                else "Le registre des entreprises ne répond pas\u202f: réessayez dans un instant."
            )
        if len(self.candidates) >= FOUND_AT_MOST:
            return (
                f"Au moins {FOUND_AT_MOST} lieux d’accueil ont ces mots\u202f: précisez-les par la commune"
                " ou le nom entier, ou choisissez parmi les premiers."
            )
        if self.candidates:
            return "Plusieurs lieux d’accueil ont ces mots\u202f: choisissez lequel."
        return "Aucun lieu d’accueil n’a ces mots\u202f: corrigez-les, ou ajoutez d’abord l’entreprise."


def too_long(words: str) -> str | None:
    """Why no host is looked for by words of this length; None when it is."""
    return (
        None
        if len(words) <= WORDS_CHARACTERS
        else f"Écrivez au plus {WORDS_CHARACTERS} caractères."
    )


def match_host(
    words: str, found: Sequence[HostType], *, registry_answered: bool
) -> HostMatch[HostType]:
    """The only host that was found, or the only one that has just these words for its name."""
    if not registry_answered:  # a company that only the registry has the name of may be meant
        return HostMatch(found, None, registry_answered=False)
    typed = _words(words)
    exact = [one for one in found if typed in (_words(one.label), _words(one.label, one.commune))]
    for some in (exact, found):
        if len(some) == 1:
            return HostMatch(found, some[0])
    return HostMatch(found)


def _words(*texts: str | None) -> list[str]:
    return search_text(*texts).split()
