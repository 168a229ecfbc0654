"""A stay as the letters to its host look at it: its days, what is still to be signed or attested."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.internships.host_letters import HostLetterKind


@dataclass(frozen=True)
class StayAtHost:
    """A confirmed place and what its host still has to do.

    `issued_on`: of the agreement that waits for the host or the tutor, None where none does.
    """

    placement_id: UUID
    site_id: UUID
    site_key: str
    tutor_id: UUID | None
    first_on: date
    last_on: date
    issued_on: date | None = None
    awaits_host: bool = False
    awaits_tutor: bool = False
    attested: bool = False
    absent: bool = False
    """Whether it is open that the pupil did not come."""

    @property
    def awaits_signature(self) -> bool:
        """Whether its agreement waits for the host or the tutor."""
        return self.issued_on is not None and (self.awaits_host or self.awaits_tutor)

    def signs(self, kind: HostLetterKind) -> bool:
        """Whether the reader is who signs for the host."""
        return kind is HostLetterKind.AGREEMENT_READY and self.awaits_host

    def reader(self, kind: HostLetterKind) -> UUID | None:
        """The tutor who reads such a letter, None for the contact of the site."""
        return None if self.signs(kind) else self.tutor_id

    def is_told(self, kind: HostLetterKind, today: date) -> bool:
        """Whether such a letter still says something that is so today."""
        match kind:
            case HostLetterKind.AGREEMENT_READY:
                return self.awaits_signature and today <= self.last_on
            case HostLetterKind.PUPIL_ARRIVES:
                return today <= self.first_on
            case HostLetterKind.ATTESTATION_DUE:
                return not self.attested and not self.absent
            case HostLetterKind.STAY_THANKS:
                return self.last_on < today and not self.absent
