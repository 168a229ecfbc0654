"""The perimeter of an actor (périmètre): where it works, for which sectors and trades, with which campus."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from contracts.coordination.training_offer import RomeCode
from contracts.identifiers import CommuneCode, Siren

SECTORS: Mapping[str, str] = {
    "A": "Agriculture, espaces naturels et verts",
    "B": "Arts et façonnage d’ouvrages d’art",
    "C": "Banque, assurance, immobilier",
    "D": "Commerce et grande distribution",
    "E": "Communication, média et multimédia",
    "F": "Construction, bâtiment et travaux publics",
    "G": "Hôtellerie-restauration, tourisme, animation",
    "H": "Industrie",
    "I": "Installation et maintenance",
    "J": "Santé",
    "K": "Services à la personne et à la collectivité",
    "L": "Spectacle",
    "M": "Support à l’entreprise",
    "N": "Transport et logistique",
}
"""The great domains of the ROME, by the letter its codes begin with."""


@dataclass(frozen=True)
class Perimeter:
    """What an actor covers; empty, nobody noted it, which is not nothing."""

    whole_department: bool = False
    communities: tuple[Siren, ...] = ()
    """Intercommunalités (EPCI), by their SIREN."""
    communes: tuple[CommuneCode, ...] = ()
    sectors: tuple[str, ...] = ()
    trades: tuple[RomeCode, ...] = ()
    campus_id: UUID | None = None
    """The campus it belongs to, an actor of the directory."""


UNSAID = Perimeter()
