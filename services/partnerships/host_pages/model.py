"""The page a company holds by a personal link (espace de l’entreprise), and what it does there."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Mef, Uai
from contracts.personal_links import HOST_PAGE
from services.chassis.base.errors import Conflict, Invalid, PasserelleError
from services.partnerships.capacities.model import Capacity
from services.partnerships.pauses.model import PauseReason

LINK_PURPOSE = "host-page"
PAGE = HOST_PAGE.path
LINK_LASTS = HOST_PAGE.lasts
OWN_REASONS = (PauseReason.ITS_WISH, PauseReason.CAPACITY, PauseReason.CHANGE)
"""What a company gives as the reason of its own pause."""
OWN_OFFERS_MAX = 24
"""Offers of a site that are not over."""
DOINGS_A_DAY_MAX = 60


class HostPageOver(PasserelleError):
    """The link opens nothing any more: it was closed, replaced, or is too old."""

    status = 410
    code = "host-page-over"
    title = "Ce lien ne sert plus"


class HostPageNotOpen(Conflict):
    """A page that is not open: there is nothing to close, print or send."""

    code = "host-page-not-open"
    title = "Ce contact n’a pas de lien en cours vers la page de son entreprise."


class PauseReasonNotOwn(Invalid):
    """A reason of a pause that is a lycée's to give."""

    code = "pause-reason-not-own"
    title = "Choisissez un motif de la liste."


class PlacesGone(Conflict):
    """Places that were changed or taken back since the page was opened."""

    code = "places-gone"
    title = "Ces places ont changé depuis que la page est ouverte\u202f: rechargez-la."


class TooManyOffers(Conflict):
    """A site has a few offers at a time."""

    code = "too-many-offers"
    title = (
        f"Vous proposez déjà {OWN_OFFERS_MAX} fois des places\u202f: changez-en ou retirez-en une."
    )


class TooMuchDone(Conflict):
    """A page on which more was changed than anybody does in a day."""

    code = "too-much-done"
    title = "Beaucoup a changé ici en un jour\u202f: revenez demain, ou appelez le lycée."


class MailUnknown(Conflict):
    """Who holds a link chooses for the address it was given for, and for no other."""

    code = "mail-unknown"
    title = (
        "Ce lien n’a pas été remis pour l’adresse notée ici\u202f: demandez-en un autre au lycée "
        "pour choisir si l’on vous écrit."
    )


@dataclass(frozen=True)
class HostPage:
    """One link given to one contact; it holds no secret: link and code are derived from its id."""

    id: UUID
    uai: Uai
    company_id: UUID
    site_id: UUID
    contact_id: UUID
    mail_digest: str | None
    """The address of the contact when it was given, as those that want no mail are known."""
    given_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether it opens the page."""
        return self.revoked_at is None and now < self.expires_at

    def expect_open(self, now: datetime) -> None:
        """Raises HostPageOver unless it opens the page."""
        if not self.is_open(now):
            raise HostPageOver

    def is_for(self, mail_digest: str | None) -> bool:
        """Whether it was given for an address."""
        return self.mail_digest is not None and self.mail_digest == mail_digest


@dataclass(frozen=True)
class OwnSite:
    """A site of which somebody did something by another link than that of a page."""

    uai: Uai
    company_id: UUID
    site_id: UUID


class Doing(StrEnum):
    """What a company did on its page."""

    PLACES_OFFERED = "places_offered"
    PLACES_CHANGED = "places_changed"
    PLACES_WITHDRAWN = "places_withdrawn"
    PAUSED = "paused"
    RESUMED = "resumed"
    CONTACT_CORRECTED = "contact_corrected"
    MAILS_STOPPED = "mails_stopped"
    MAILS_ALLOWED = "mails_allowed"
    ACTION_COMING = "action_coming"
    ACTION_DECLINED = "action_declined"
    ACTION_UNANSWERED = "action_unanswered"


@dataclass(frozen=True)
class Places:
    """Places as they were offered, to be told and put back."""

    seats: int
    from_month: date
    to_month: date
    mef: Mef | None

    @classmethod
    def of(cls, capacity: Capacity) -> "Places":
        """What an offer says."""
        return cls(capacity.seats, capacity.from_month, capacity.to_month, capacity.mef)


@dataclass(frozen=True)
class HostDoing:
    """One thing done by the company itself (fait par l’entreprise): nobody is named."""

    id: UUID
    uai: Uai
    company_id: UUID
    site_id: UUID
    what: Doing
    done_at: datetime
    about: UUID | None = None
    """The offer or the pause it made."""
    places: Places | None = None
    until_on: date | None = None
