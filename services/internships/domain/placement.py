"""A placement (lieu d'accueil d'un élève pour une PFMP): proposed, then confirmed or withdrawn."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Mef, SiteKey, Uai
from contracts.internships import PlacementOrigin, WithdrawalReason
from services.chassis.errors import Conflict, Invalid


class PlacementStatus(StrEnum):
    """Where a placement stands. Only a proposed or a confirmed one is live."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


LIVE = (PlacementStatus.PROPOSED, PlacementStatus.CONFIRMED)


class PlacementNotProposed(Conflict):
    """Only a proposed placement can be confirmed."""

    code = "placement-not-proposed"
    title = "Ce lieu d’accueil n’est plus à confirmer."


class PlacementAlreadyWithdrawn(Conflict):
    """A withdrawn placement stays as it is; a new one is proposed instead."""

    code = "placement-already-withdrawn"
    title = "Ce lieu d’accueil a déjà été retiré."


class PlacementAlreadyLive(Conflict):
    """A pupil has at most one live placement for a period."""

    code = "placement-already-live"
    title = "Cet élève a déjà un lieu d’accueil proposé ou confirmé pour cette PFMP."


class AgreementInTheFuture(Invalid):
    """A host's agreement is recorded once given: its date cannot be after today."""

    code = "agreement-in-the-future"
    title = "La date de l’accord ne peut pas être dans le futur."


@dataclass(eq=False)
class Placement:
    """One pupil at one site for one period.

    `reference` is drawn at confirmation, for the departmental audience alone: nothing the bureau
    publishes bears it.
    """

    id: UUID
    uai: Uai
    period_id: UUID
    pupil_year_id: UUID
    mef: Mef
    site_id: UUID
    site_key: SiteKey
    origin: PlacementOrigin
    proposed_on: date
    status: PlacementStatus = PlacementStatus.PROPOSED
    reference: UUID | None = None
    confirmed_on: date | None = None
    withdrawn_on: date | None = None
    withdrawal_reason: WithdrawalReason | None = None
    version: int = 1

    def confirm(self, on: date, *, reference: UUID, today: date) -> None:
        """Record that the host agreed on that day (accord de l'entreprise).

        Raises PlacementNotProposed, AgreementInTheFuture.
        """
        if self.status is not PlacementStatus.PROPOSED:
            raise PlacementNotProposed
        if on > today:
            raise AgreementInTheFuture(field="on")
        self.status, self.confirmed_on = PlacementStatus.CONFIRMED, on
        self.reference = reference
        self.version += 1

    def withdraw(self, reason: WithdrawalReason, *, on: date) -> UUID | None:
        """Give the placement up (retrait). Returns the reference the department knows it by, if any.

        Raises PlacementAlreadyWithdrawn.
        """
        if self.status is PlacementStatus.WITHDRAWN:
            raise PlacementAlreadyWithdrawn
        self.status, self.withdrawn_on, self.withdrawal_reason = (
            PlacementStatus.WITHDRAWN,
            on,
            reason,
        )
        self.version += 1
        return self.reference
