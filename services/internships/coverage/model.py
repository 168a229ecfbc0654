"""Coverage (taux de couverture): how many pupils of a formation have a place for a period."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from services.internships.participations.model import Participation, PupilSituation


@dataclass(frozen=True)
class Counts:
    """The figures of one formation for one period.

    `concerned` is every pupil the period is for, the exempted and those who left included; the
    three levels of cover hold one another: signed ≤ issued ≤ agreed.
    """

    concerned: int = 0
    exempted: int = 0
    left: int = 0
    host_agreed: int = 0
    agreement_issued: int = 0
    agreement_signed: int = 0

    @property
    def expected(self) -> int:
        """Pupils who need a place."""
        return self.concerned - self.exempted - self.left

    @property
    def without(self) -> int:
        """Pupils who need a place and have none confirmed (sans lieu d'accueil)."""
        return self.expected - self.host_agreed

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))


def count(groups: Iterable[tuple[Participation, int]]) -> Counts:
    """Count each pupil once, under one standing; a group is so many pupils alike."""
    total = Counts()
    for alike, pupils in groups:
        covered = alike.standing is PupilSituation.COVERED
        issued = covered and (alike.agreement_issued or alike.agreement_signed)
        total += Counts(
            concerned=pupils,
            exempted=pupils * (alike.standing is PupilSituation.EXEMPTED),
            left=pupils * (alike.standing is PupilSituation.LEFT),
            host_agreed=pupils * covered,
            agreement_issued=pupils * issued,
            agreement_signed=pupils * (covered and alike.agreement_signed),
        )
    return total
