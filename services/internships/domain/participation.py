"""Whether a pupil takes part in a period: exempted (dispensé) or gone (sorti)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import Conflict, Invalid


class ExemptionReason(StrEnum):
    """Why a pupil is exempted from a period. No code tells anything about health."""

    APPRENTICESHIP = "apprenticeship"
    MIXED_PATH = "mixed_path"
    ALREADY_VALIDATED = "already_validated"
    HEAD_DECISION = "head_decision"


class PupilNotConcerned(Conflict):
    """The period is not for this pupil's formation, class or school year."""

    code = "pupil-not-concerned"
    title = "Cette PFMP ne concerne pas cet élève."


class PupilExempted(Conflict):
    """No place is looked for while a pupil is exempted."""

    code = "pupil-exempted"
    title = "Cet élève est dispensé de cette PFMP."


class PupilLeft(Conflict):
    """The pupil is no longer at the lycée."""

    code = "pupil-left"
    title = "Cet élève a quitté le lycée."


class PupilErased(Conflict):
    """Whose name was erased is counted, and nothing more is done about them."""

    code = "pupil-erased"
    title = "Les données de cet élève sont effacées."


class PupilNotLeft(Conflict):
    """Only a departure that was recorded can be cancelled."""

    code = "pupil-not-left"
    title = "Aucune sortie n’est enregistrée pour cet élève."


class PupilHasAPlacement(Conflict):
    """A pupil with a live placement is not exempted: the host has to be told first."""

    code = "pupil-has-a-placement"
    title = "Retirez d’abord le lieu d’accueil de cet élève."


class DepartureInTheFuture(Invalid):
    """A departure is recorded once it happened."""

    code = "departure-in-the-future"
    title = "La date de sortie ne peut pas être dans le futur."


@dataclass(eq=False)
class Pupil:
    """A pupil of one school year; the id says nothing and lasts that year. Names are elsewhere."""

    id: UUID
    uai: Uai
    school_year: SchoolYear
    class_id: UUID
    formation_id: UUID
    left_on: date | None
    version: int

    def leave(self, on: date, *, today: date) -> None:
        """Record a departure (sortie). Raises PupilLeft, DepartureInTheFuture."""
        if self.left_on is not None:
            raise PupilLeft
        if on > today:
            raise DepartureInTheFuture(field="on")
        self.left_on = on
        self.version += 1

    def come_back(self) -> None:
        """Cancel a departure (retour). Raises PupilNotLeft."""
        if self.left_on is None:
            raise PupilNotLeft
        self.left_on = None
        self.version += 1

    def left_before(self, day: date) -> bool:
        """Whether the pupil was gone by that day: a period already over keeps its figures."""
        return self.left_on is not None and self.left_on <= day
