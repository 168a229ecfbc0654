"""A link given to somebody without an account: about a pupil, a class, whom a teacher follows or a stay, for a while."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from contracts.personal_links import (
    CLASS_PERIODS,
    FOLLOWED_PUPILS,
    HOSTED_STAY,
    PARENT_PERIODS,
    PUPIL_PERIODS,
    LinkKind,
)
from services.chassis.base.errors import Conflict
from services.internships.base.days import local_date

OF_PUPILS = {kind.word: kind for kind in (PUPIL_PERIODS, PARENT_PERIODS)}
OF_PERIODS = {**OF_PUPILS, CLASS_PERIODS.word: CLASS_PERIODS}
"""Those that read periods, on pages of one sort."""
KINDS = {**OF_PERIODS, **{kind.word: kind for kind in (FOLLOWED_PUPILS, HOSTED_STAY)}}
TEACHER_CHARACTERS = 80
OPEN_OF_A_CLASS_MAX = 20
"""As many links at once as a class has teachers."""


class LinkStanding(StrEnum):
    """What has become of a link."""

    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"


class LinkNotOpen(Conflict):
    """A link that is not open: there is nothing to revoke."""

    code = "link-not-open"
    title = "Ce lien ne sert déjà plus."


class TooManyLinks(Conflict):
    """A class has a link for each of its teachers already."""

    code = "too-many-links"
    title = (
        f"Cette classe a déjà {OPEN_OF_A_CLASS_MAX} liens en cours\u202f: fermez d’abord ceux qui"
        " ne servent plus."
    )


@dataclass(frozen=True)
class PersonalLink:
    """One link given on paper; it holds no secret: link and code are derived from its id."""

    id: UUID
    uai: Uai
    kind: str
    about: UUID
    """The pupil whose periods it shows, the class, the referent teacher whose pupils it shows, or the placement."""
    given_at: datetime
    expires_at: datetime
    given_to: str | None = None
    """The teacher who was given a link about a class: several of a class have one each."""
    revoked_at: datetime | None = None

    @property
    def last_day(self) -> date:
        """The last day it opens its page: one of a stay ends at midnight."""
        return local_date(self.expires_at - timedelta(microseconds=1))

    @property
    def of_class(self) -> bool:
        """Whether it is about a class."""
        return self.kind == CLASS_PERIODS.word

    @property
    def of_referent(self) -> bool:
        """Whether a referent teacher holds it, to tell of their pupils."""
        return self.kind == FOLLOWED_PUPILS.word

    @property
    def of_stay(self) -> bool:
        """Whether who hosts a pupil holds it, to follow that stay."""
        return self.kind == HOSTED_STAY.word

    @property
    def of_pupil(self) -> bool:
        """Whether it is about one pupil."""
        return self.kind in OF_PUPILS

    def standing(self, now: datetime) -> LinkStanding:
        """What has become of it."""
        if self.revoked_at is not None:
            return LinkStanding.REVOKED
        return LinkStanding.OPEN if now < self.expires_at else LinkStanding.EXPIRED

    def is_open(self, now: datetime) -> bool:
        """Whether it opens its page."""
        return self.standing(now) is LinkStanding.OPEN


def purpose_of(kind: LinkKind) -> str:
    """What secrets of this kind are derived for: one of another kind opens nothing here."""
    return f"periods-{kind.word}"
