"""How far companies are from some lycées, from commune to commune."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contracts.identifiers import CommuneCode, Uai
from services.chassis.reference.nomenclatures import places
from services.chassis.reference.nomenclatures.nearby import distance_km


@dataclass(frozen=True)
class Far:
    """A distance as the crow flies (à vol d’oiseau), in km; 0 in the same commune."""

    km: int
    lycees: tuple[str, ...] = ()
    """The nearest ones, where others are farther, or nobody told where they are."""


@dataclass(frozen=True)
class Distances:
    """Distances from the nearest of some lycées."""

    communes: Mapping[Uai, CommuneCode]
    """Where each is, of those that told."""
    tags: Mapping[Uai, str] = field(default_factory=dict)
    """What they are called, for who reads of several together."""

    def km(self, commune: str | None) -> Far | None:
        """To a commune, rounded; None where a place is not known."""
        known = {
            uai: km for uai, here in self.communes.items() if (km := _km(here, commune)) is not None
        }
        if not known:
            return None
        least = min(known.values())
        nearest = [uai for uai, km in known.items() if km == least]
        alike = set(nearest) >= self.tags.keys()
        return Far(least, () if alike else self._called(nearest))

    def _called(self, uais: Iterable[Uai]) -> tuple[str, ...]:
        return tuple(self.tags[uai] for uai in sorted(uais) if uai in self.tags)

    def any_flight(self, communes: Iterable[str | None]) -> bool:
        """Whether a distance to one of them is said in km."""
        return any(far.km for one in communes if (far := self.km(one)))


def _km(here: str, commune: str | None) -> int | None:
    if here == commune:
        return 0
    place, there = places().get(here), places().get(commune or "")
    # Another commune is not « sur place », however near.
    return max(1, round(distance_km(place, there))) if place and there else None
