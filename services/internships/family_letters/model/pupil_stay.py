"""A stay as the letters to a family look at it: its days, and what the family still has to sign."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.internships.family_letters import FamilyLetterKind


@dataclass(frozen=True)
class PupilStay:
    """A place that was confirmed.

    `issued_on`: of the agreement that waits for somebody, None where none does; `left_on`: the last
    day of a stay that ended early.
    """

    placement_id: UUID
    pupil_year_id: UUID
    first_on: date
    last_on: date
    confirmed_on: date
    issued_on: date | None = None
    awaits_representative: bool = False
    awaits_pupil: bool = False
    signed_on: date | None = None
    left_on: date | None = None

    @property
    def prints(self) -> bool:
        """Whether its agreement was given to those who sign it, and stands."""
        return self.left_on is None and (self.issued_on is not None or self.signed_on is not None)

    def awaits_family(self, *, of_age: bool) -> bool:
        """Whether its agreement waits for the family: for the representative of a minor, or the pupil of age."""
        awaits = self.awaits_pupil if of_age else self.awaits_representative
        return self.issued_on is not None and awaits

    def is_told(self, kind: FamilyLetterKind, today: date, *, of_age: bool) -> bool:
        """Whether such a letter still says something that is so today."""
        if kind is FamilyLetterKind.INTERRUPTED:
            return self.left_on is not None
        if self.left_on is not None:
            return False
        match kind:
            case FamilyLetterKind.AGREEMENT_READY:
                return self.awaits_family(of_age=of_age) and today <= self.last_on
            case FamilyLetterKind.AGREEMENT_SIGNED:
                return self.signed_on is not None and today <= self.last_on
            case FamilyLetterKind.PLACE_FOUND | FamilyLetterKind.DEPARTURE:
                return today <= self.first_on

    def counted_to(self, kind: FamilyLetterKind, known: date) -> date:
        """The day a letter counts to as it is now; `known`: as it was when the letter was asked for."""
        now = {
            FamilyLetterKind.DEPARTURE: self.first_on,
            FamilyLetterKind.AGREEMENT_SIGNED: self.signed_on,
            FamilyLetterKind.INTERRUPTED: self.left_on,
        }.get(kind)
        return now or known
