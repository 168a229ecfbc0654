"""Readers of feeds (lecteurs de flux): an organisation, what it may read, of whom, and until when."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.chassis.base.errors import Conflict, Invalid, NotFound

SECRET_BYTES = 32
YEARS_MAX = 2
YEARS_LONGER = 1
"""From the day it is extended: somebody looks at each reader once a year."""
NO_HASH = bytes(hashlib.sha256().digest_size)
"""Compared with when there is no such reader: the answer takes as much work."""


class FeedPart(StrEnum):
    """What a feed tells."""

    ACTIVITY = "activity"
    COVERAGE = "coverage"
    INDICATORS = "indicators"

    @property
    def label(self) -> str:
        """The part as people are shown it."""
        return _LABELS[self]


_LABELS = {
    FeedPart.ACTIVITY: "Activité du réseau",
    FeedPart.COVERAGE: "Couverture des PFMP",
    FeedPart.INDICATORS: "Indicateurs du département",
}


class FeedReaderUnknown(NotFound):
    """No such reader: never given, or forgotten a year after its end."""

    code = "feed-reader-unknown"


class FeedReaderRevoked(Conflict):
    """What was taken back is not given again: another address is."""

    code = "feed-reader-revoked"
    title = "Ce flux a été retiré\u202f: ajoutez un nouveau lecteur"


class EndRefused(Invalid):
    """A feed that has ended already, or that nobody would look at again."""

    code = "feed-end-refused"


class LyceesRefused(Invalid):
    """A lycée the department does not know."""

    code = "feed-lycees-refused"


@dataclass(frozen=True)
class FeedReader:
    """A reader, without its secret."""

    id: UUID
    organisation: str
    inside: bool
    """Whether it is of the DSDEN; others are told no small number."""
    parts: tuple[FeedPart, ...]
    uais: tuple[str, ...] | None
    """The lycées it reads of; None: all of the department, those to come too."""
    created_at: datetime
    created_by: UUID
    expires_on: date
    """Its last day."""
    revoked_at: datetime | None = None
    last_read_at: datetime | None = None
    times_read: int = 0

    def stands(self, today: date) -> bool:
        """Whether it opens anything."""
        return self.revoked_at is None and today <= self.expires_on

    def may_read(self, part: FeedPart, today: date) -> bool:
        """Whether it opens this."""
        return self.stands(today) and part in self.parts

    def reads_of(self, uai: str) -> bool:
        """Whether it may read of a lycée."""
        return self.uais is None or uai in self.uais


def in_years(day: date, years: int) -> date:
    """The same day some years later; the 28th of February for the 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def check_end(expires_on: date, today: date) -> None:
    """Raises EndRefused for a last day that is over, or too far away."""
    latest = in_years(today, YEARS_MAX)
    if expires_on < today:
        raise EndRefused("Choisissez aujourd’hui ou un jour à venir.", field="expires_on")
    if expires_on > latest:
        raise EndRefused(
            f"Choisissez au plus tard le {latest:%d/%m/%Y}\u00a0: un flux dure deux ans au plus, "
            "puis se prolonge.",
            field="expires_on",
        )


def check_longer(expires_on: date, before: date, today: date) -> None:
    """Raises EndRefused for a last day earlier than the one before, or more than a year away."""
    earliest, latest = max(today, before), in_years(today, YEARS_LONGER)
    if expires_on < earliest:
        raise EndRefused(
            f"Choisissez au plus tôt le {earliest:%d/%m/%Y}\u00a0: pour finir un flux avant, "
            "retirez-le.",
            field="expires_on",
        )
    if expires_on > max(latest, before):
        raise EndRefused(
            f"Choisissez au plus tard le {latest:%d/%m/%Y}\u00a0: un flux se prolonge d’un an au plus.",
            field="expires_on",
        )


def new_secret() -> str:
    """Draw the secret of an address (256 bits): shown once, kept nowhere."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_hash(secret: str) -> bytes:
    """What the database keeps of it."""
    return hashlib.sha256(secret.encode()).digest()


def is_secret(secret: str, kept: bytes | None) -> bool:
    """Whether this is the secret of which that was kept, after as much work whichever it is."""
    same = hmac.compare_digest(secret_hash(secret), kept or NO_HASH)
    return same and kept is not None
