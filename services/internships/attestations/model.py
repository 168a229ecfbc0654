"""What a host attests after a stay (attestation de PFMP): whole days, typed from the paper, never computed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid


class AttestationInvalid(Invalid):
    """The numbers of a line cannot be those of the paper; nothing was recorded."""

    code = "attestation-invalid"
    title = "Relisez les attestations\u202f: rien n’a été enregistré."


class AttestationInTheFuture(Invalid):
    """An attestation is noted once it was received."""

    code = "attestation-in-the-future"
    title = "Ce jour n’est pas encore passé\u202f: indiquez aujourd’hui ou un jour d’avant."


@dataclass(frozen=True)
class Stayed:
    """A stay that has begun, for which an attestation is expected at its end."""

    placement_id: UUID
    uai: Uai
    period_id: UUID
    pupil_year_id: UUID
    first_on: date
    last_on: date

    @property
    def calendar_days(self) -> int:
        """No attestation says more days than there were."""
        return (self.last_on - self.first_on).days + 1


@dataclass(frozen=True)
class Attested:
    """The days of presence and of absence that a paper says."""

    days: int
    absences: int = 0


def check(stay: Stayed, told: Attested) -> None:
    """Raises AttestationInvalid, by the line it is about."""
    if told.days + told.absences <= stay.calendar_days:
        return
    raise AttestationInvalid(
        f"Ce séjour compte {stay.calendar_days}\u00a0jours au plus, du {stay.first_on:%d/%m/%Y} au"
        f" {stay.last_on:%d/%m/%Y}\u202f: recopiez le nombre de jours de l’attestation.",
        field=str(stay.placement_id),
    )
