"""How far companies are from the lycées of who reads, from commune to commune."""

from collections.abc import Collection
from dataclasses import dataclass

from contracts.identifiers import CommuneCode, Uai
from services.chassis.nomenclatures import places
from services.chassis.nomenclatures.nearby import distance_km
from services.chassis.work import UnitOfWork
from services.partnerships.storage.acquaintances import Lycees


@dataclass(frozen=True)
class Distances:
    """Distances as the crow flies (à vol d’oiseau) from the nearest of some communes, in km."""

    communes: frozenset[CommuneCode]

    def km(self, commune: str | None) -> int | None:
        """To a commune, rounded; None in the same commune, or where a place is not known."""
        there = places().get(commune or "")
        if there is None or commune in self.communes:
            return None
        known = [places()[one] for one in self.communes if one in places()]
        return round(min((distance_km(one, there) for one in known), default=0)) or None


async def read_distances(uow: UnitOfWork, uais: Collection[Uai]) -> Distances:
    """From where these lycées are."""
    return Distances(frozenset((await Lycees(uow).communes_of(uais)).values()))
