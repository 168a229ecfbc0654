"""A pupil of a school year (élève), who may leave the lycée and come back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.identifiers import SchoolYear, Uai
from contracts.words import plain
from services.chassis.base.errors import Conflict, Invalid


class PupilLeft(Conflict):
    """The pupil is no longer at the lycée."""

    code = "pupil-left"
    title = "Cet élève a quitté le lycée."


class PupilErased(Conflict):
    """A pupil whose name was erased: counted, and nothing more is done about them."""

    code = "pupil-erased"
    title = "Les données de cet élève sont effacées."


class PupilNotLeft(Conflict):
    """Only a departure that was recorded can be cancelled."""

    code = "pupil-not-left"
    title = "Aucune sortie n’est enregistrée pour cet élève."


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


def name_key(last_name: str, first_name: str) -> str:
    """A name as it is compared; the bar keeps "Le Roy / Jean" from "Le / Roy Jean"."""
    return f"{plain(last_name)}|{plain(first_name)}"
