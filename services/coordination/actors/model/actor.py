"""An actor of the network (acteur du réseau): an organisation, and how it is reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.coordination.actors import ACTOR_KINDS, ActorKind
from contracts.identifiers import CommuneCode
from contracts.words import plain
from services.chassis.base.errors import Conflict, StaleVersion
from services.coordination.actors.model.perimeter import UNSAID, Perimeter

OTHER_NAMES: Mapping[ActorKind, str] = {
    ActorKind.CLEE: "Comité local école-entreprise",
    ActorKind.CMQ: "CMQ",
    ActorKind.TECHNOLOGY_PLATFORM: "PFT",
    ActorKind.INSPECTORATE: "IEN, IA-IPR, inspecteurs",
    ActorKind.SCHOOL_ENGINEERS: "IPE",
    ActorKind.DRAFPICA: "Délégation régionale à la formation professionnelle, Dafpic",
    ActorKind.ACADEMIC_CFA: "Centre de formation d’apprentis, apprentissage",
    ActorKind.GRETA: "Groupement d’établissements, formation continue",
    ActorKind.CHAMBER: "CCI, CMA, chambre de commerce, chambre de métiers, chambre d’agriculture",
    ActorKind.REGION: "Conseil régional",
    ActorKind.FRANCE_TRAVAIL: "Pôle emploi, ANPE",
    ActorKind.MISSION_LOCALE: "MLJ, mission locale jeunes",
    ActorKind.OPCO: "Opérateur de compétences, OPCA",
    ActorKind.BRANCH: "Fédération, syndicat professionnel",
    ActorKind.ALUMNI: "Association d’anciens élèves",
}
"""What people still call them, or call them in short: they are found by it too."""


@dataclass(frozen=True)
class ActorDetails:
    """What is known of an actor; its contact point is a desk, told to nobody but the network."""

    kind: ActorKind
    name: str
    other_names: str | None = None
    commune: CommuneCode | None = None
    about: str | None = None
    website: str | None = None
    desk: str | None = None
    mail: str | None = None
    phone: str | None = None
    perimeter: Perimeter = UNSAID

    def words(self, place: str | None) -> str:
        """Everything it is found by, each word after a space."""
        known = (self.name, self.other_names, place)
        return " " + plain(" ".join(text for text in known if text))


@dataclass(frozen=True)
class Actor:
    """An entry of the directory; an archived one is kept and no longer proposed."""

    id: UUID
    details: ActorDetails
    archived_at: datetime | None = None
    version: int = 1

    def expect(self, version: int, *, archived: bool = False) -> None:
        """Raises StaleVersion unless `version` is current, ActorArchived or ActorNotArchived."""
        if version != self.version:
            raise StaleVersion(current={**vars(self.details), "version": self.version})
        if archived and self.archived_at is None:
            raise ActorNotArchived
        if not archived and self.archived_at is not None:
            raise ActorArchived


class ActorArchived(Conflict):
    """An actor that was taken out of the directory."""

    code = "actor-archived"
    title = "Cet acteur est archivé\u202f: remettez-le d’abord dans l’annuaire"


class ActorNotArchived(Conflict):
    """An actor that is in the directory already."""

    code = "actor-not-archived"
    title = "Cet acteur est déjà dans l’annuaire"


def kinds_called(word: str) -> frozenset[ActorKind]:
    """The kinds whose label or other name has a word that begins so (« pole », « emploi »)."""
    return frozenset(
        kind
        for kind, label in ACTOR_KINDS.items()
        if f" {word}" in " " + plain(f"{label} {OTHER_NAMES.get(kind, '')}")
    )
