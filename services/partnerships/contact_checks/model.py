"""A host is asked to check how it can be reached (fiche à confirmer), by a link sent to a contact."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import SchoolYear
from contracts.personal_links import CONTACT_CARD
from services.chassis.base.errors import Conflict, PasserelleError
from services.partnerships.base.calendar import local_date

LINK_PURPOSE = "contact-check"
PAGE = CONTACT_CARD.path
LINK_LASTS = CONTACT_CARD.lasts


class Revocation(StrEnum):
    """Why a link was ended by the lycée."""

    CANCELLED = "cancelled"
    REPLACED = "replaced"
    CONTACT_GONE = "contact_gone"


class CheckState(StrEnum):
    """What has become of a check."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    CONTACT_GONE = "contact_gone"


class LinkOver(PasserelleError):
    """The link opens nothing any more; `standing` says why."""

    status = 410
    code = "link-over"
    title = "Ce lien ne sert plus"

    def __init__(self, standing: CheckState) -> None:
        super().__init__()
        self.standing = standing


class CheckNotPending(Conflict):
    """A check with nothing to cancel: it was confirmed, or has ended, meanwhile."""

    code = "check-not-pending"
    title = "Cette demande n’est plus en cours."


class ContactWithoutMail(Conflict):
    """A contact without an address: nobody can be asked by mail."""

    code = "contact-without-mail"
    title = "Notez d’abord l’adresse mail de ce contact."


@dataclass(frozen=True)
class ContactCheck:
    """One check asked of one contact; it ends once, by being confirmed or revoked, or with time."""

    id: UUID
    company_id: UUID
    site_id: UUID
    contact_id: UUID | None
    placement_id: UUID | None
    asked_at: datetime
    confirmed_at: datetime | None = None
    corrected: bool | None = None
    revoked_at: datetime | None = None
    revoked_because: Revocation | None = None

    @property
    def expires_at(self) -> datetime:
        """When the link stops opening the card."""
        return self.asked_at + LINK_LASTS

    def standing(self, now: datetime) -> CheckState:
        """What has become of it."""
        if self.confirmed_at is not None:
            return CheckState.CONFIRMED
        if self.revoked_because is not None:
            return CheckState(self.revoked_because.value)
        return CheckState.EXPIRED if now >= self.expires_at else CheckState.PENDING

    def is_pending(self, now: datetime) -> bool:
        """Whether its link opens the card."""
        return self.standing(now) is CheckState.PENDING

    def expect_pending(self, now: datetime) -> None:
        """Raises LinkOver unless its link opens the card."""
        if not self.is_pending(now):
            raise LinkOver(self.standing(now))


def is_due(checks: Iterable[ContactCheck], now: datetime) -> bool:
    """Whether a contact whose pupils' place was just agreed should be asked by itself.

    Not while a check is pending; nor again in a school year in which it was confirmed, or in
    which the bureau cancelled one: it had a reason.
    """
    year = SchoolYear.of(local_date(now))
    settled = {CheckState.CONFIRMED, CheckState.CANCELLED}
    return not any(
        one.is_pending(now)
        or (one.standing(now) in settled and SchoolYear.of(local_date(one.asked_at)) == year)
        for one in checks
    )
