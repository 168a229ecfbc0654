"""An agreement with an actor (convention): its days say where it stands."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

RENEWED_BEFORE = timedelta(days=60)
"""How long before its end an agreement is to be renewed."""


class AgreementState(StrEnum):
    """Where an agreement stands today."""

    TO_RENEW = "to_renew"
    EXPIRED = "expired"
    COMING = "coming"
    RUNNING = "running"
    RENEWED = "renewed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class AgreementDetails:
    """What was signed. Without lycées the DSDEN signed for the network; without an end it lasts."""

    subject: str
    signed_on: date
    from_on: date
    until_on: date | None = None
    lycees: tuple[Uai, ...] = ()

    def check(self, today: date) -> None:
        """Raises AgreementNotSigned, AgreementEndsTooEarly."""
        if self.signed_on > today:
            raise AgreementNotSigned(field="signed_on")
        if self.until_on and self.until_on < self.from_on:
            raise AgreementEndsTooEarly(field="until_on")


@dataclass(frozen=True)
class ActorAgreement:
    """An agreement with an actor; one noted by mistake is withdrawn, and may be put back."""

    id: UUID
    actor_id: UUID
    details: AgreementDetails
    renews: UUID | None = None
    """The one it takes the place of."""
    withdrawn_at: datetime | None = None
    version: int = 1
    renewed: bool = False
    """Whether another one takes its place."""

    def state(self, today: date) -> AgreementState:
        """Where it stands on a day."""
        days = self.details
        if self.withdrawn_at is not None:
            return AgreementState.WITHDRAWN
        if self.renewed:
            return AgreementState.RENEWED
        if days.until_on and days.until_on < today:
            return AgreementState.EXPIRED
        if days.until_on and days.until_on <= today + RENEWED_BEFORE:
            return AgreementState.TO_RENEW
        return AgreementState.COMING if days.from_on > today else AgreementState.RUNNING

    def next_details(self) -> AgreementDetails:
        """What a renewal begins with: the day after, for as long."""
        days = self.details
        if days.until_on is None:
            return days
        begins = days.until_on + timedelta(days=1)
        months = (begins.year - days.from_on.year) * 12 + begins.month - days.from_on.month
        if begins == _months_later(days.from_on, months):
            # Whole months, or years: February is of 28 days, or of 29.
            ends = _months_later(begins, months) - timedelta(days=1)
        else:
            ends = begins + (days.until_on - days.from_on)
        return replace(days, from_on=begins, until_on=ends)

    def expect(self, version: int, *, withdrawn: bool = False) -> None:
        """Raises StaleVersion unless `version` is current, AgreementWithdrawn or AgreementNotWithdrawn."""
        if version != self.version:
            raise StaleVersion(current={**vars(self.details), "version": self.version})
        if withdrawn and self.withdrawn_at is None:
            raise AgreementNotWithdrawn
        if not withdrawn and self.withdrawn_at is not None:
            raise AgreementWithdrawn

    def changed(self, **changes: Any) -> "ActorAgreement":
        """The agreement as it is from now on."""
        return replace(self, **changes, version=self.version + 1)


def _months_later(day: date, months: int) -> date:
    """The same day so many months later; the last one of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


class AgreementNotSigned(Invalid):
    """An agreement that is not signed yet: it is noted once it was."""

    code = "agreement-not-signed"
    title = "Ce jour n’est pas encore venu\u202f: notez la convention une fois qu’elle est signée."


class AgreementEndsTooEarly(Invalid):
    """An agreement that would end before it begins."""

    code = "agreement-ends-too-early"
    title = "La convention finit avant de commencer\u202f: corrigez l’une des dates, ou laissez la fin vide."


class AgreementWithdrawn(Conflict):
    """An agreement that was noted by mistake."""

    code = "agreement-withdrawn"
    title = "Cette convention est retirée\u202f: rétablissez-la d’abord"


class AgreementNotWithdrawn(Conflict):
    """An agreement that stands already."""

    code = "agreement-not-withdrawn"
    title = "Cette convention n’est pas retirée"


class AgreementRenewedAlready(Conflict):
    """Another one took its place."""

    code = "agreement-renewed-already"
    title = "Cette convention est déjà renouvelée"
