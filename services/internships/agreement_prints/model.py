"""An agreement to print (convention de PFMP): of whom, where, when, and whether it may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.identifiers import SchoolYear, SiteKey, Uai
from services.chassis.base.errors import Conflict
from services.internships.stays.model.states import PlacementStatus

PRINTED_MAX = 100
"""More than any class."""


class AgreementNotPrinted(Conflict):
    """No agreement is printed for a pupil who left, or without a host that agreed."""

    code = "agreement-not-printed"
    title = "Cette convention ne s’imprime pas."


class NothingToPrint(Conflict):
    """A class in which nobody has a confirmed host so far."""

    code = "nothing-to-print"
    title = "Aucune convention à imprimer\u202f: confirmez d’abord le lieu d’accueil d’un élève de cette PFMP."


class TooManyToPrint(Conflict):
    """A class at a time: the paper of a whole lycée is nobody's wish."""

    code = "too-many-to-print"
    title = f"Plus de {PRINTED_MAX} conventions\u202f: imprimez-les classe par classe."


@dataclass(frozen=True)
class AgreementFacts:
    """What the lycée knows of one agreement; names of the host's people are asked of the registry."""

    placement_id: UUID
    uai: Uai
    status: PlacementStatus
    period_id: UUID
    school_year: SchoolYear
    weeks: int
    first_on: date
    last_on: date
    pupil_year_id: UUID
    last_name: str | None
    first_name: str | None
    left_on: date | None
    born_on: date | None
    referent: str | None
    class_label: str
    formation_id: UUID
    formation: str
    site_key: SiteKey
    host_label: str
    host_named: bool
    commune: str | None
    activity: str | None
    tutor_id: UUID | None

    @property
    def pupil(self) -> str:
        """« NOM Prénom »."""
        return f"{self.last_name} {self.first_name}"

    @property
    def why_not(self) -> str | None:
        """Why it is not printed, in a sentence; None when it may be."""
        if self.last_name is None:
            return "Les données de cet élève sont effacées\u202f: il n’y a plus de convention à imprimer."
        if self.left_on is not None and self.left_on <= self.last_on:
            return (
                f"Cet élève a quitté le lycée le {self.left_on:%d/%m/%Y}\u202f: sa convention ne s’imprime"
                " plus. S’il est revenu, annulez d’abord sa sortie sur sa fiche."
            )
        if self.status != PlacementStatus.CONFIRMED:
            return (
                "Le lieu d’accueil n’est pas confirmé, ou ne l’est plus\u202f: confirmez-le, puis imprimez"
                " la convention."
            )
        return None

    def expect_printable(self) -> None:
        """Raises AgreementNotPrinted."""
        if why := self.why_not:
            raise AgreementNotPrinted(why)


def printable(found: Sequence[AgreementFacts]) -> Sequence[AgreementFacts]:
    """Those that may be printed. Raises NothingToPrint, TooManyToPrint."""
    those = [one for one in found if one.why_not is None]
    if not those:
        raise NothingToPrint
    if len(those) > PRINTED_MAX:
        raise TooManyToPrint
    return those
