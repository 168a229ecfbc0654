"""A campaign (campagne): what is asked of which lycées, by when, and the states it goes through."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.coordination.campaigns import CampaignMeasure
from contracts.identifiers import Mef, Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

TEXT_CHARACTERS_MAX = 2_000
TARGET_MAX = 10_000
OF_STAYS = frozenset({CampaignMeasure.PLACES, CampaignMeasure.NEW_HOSTS})
"""Measures of stays: when those begin is not when the campaign takes place."""


class CampaignStatus(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class CampaignMoved(Conflict):
    """A campaign that is not in the state this is done in."""

    code = "campaign-moved"
    title = "Cette campagne a changé d’état entre-temps\u202f: relisez-la avant de recommencer."


class EndsBeforeItBegins(Invalid):
    """Its last day is before its first one."""

    code = "campaign-ends-before"
    title = "Indiquez une fin qui n’est pas avant le début."


class StaysMissing(Invalid):
    """What it counts needs to know of which stays."""

    code = "campaign-stays-missing"
    title = "Indiquez quand commencent les PFMP dont il s’agit."


class NobodyAsked(Invalid):
    """No lycée has a target."""

    code = "campaign-nobody-asked"
    title = "Indiquez l’objectif d’au moins un lycée avant de lancer la campagne."


class CampaignAlreadyOver(Invalid):
    """Its last day is past."""

    code = "campaign-already-over"
    title = "La fin de la campagne est passée\u202f: corrigez-la avant de la lancer."


class NotAsked(Conflict):
    """The campaign asks nothing of this lycée."""

    code = "campaign-not-asked"
    title = "Cette campagne ne demande rien à votre lycée."


@dataclass(frozen=True)
class CampaignDetails:
    """Details of a campaign. `targets`: by lycée; one that is not asked is not there, which is not zero."""

    title: str
    text: str
    measure: CampaignMeasure
    from_on: date
    until_on: date
    mefs: tuple[Mef, ...] = ()
    stays_from: date | None = None
    stays_until: date | None = None
    targets: Mapping[Uai, int] = field(default_factory=dict)

    @property
    def of_stays(self) -> bool:
        """Whether it counts stays that begin in days of their own."""
        return self.measure in OF_STAYS

    def check(self) -> None:
        """Raises EndsBeforeItBegins, StaysMissing."""
        if self.until_on < self.from_on:
            raise EndsBeforeItBegins(field="until_on")
        if not self.of_stays:
            return
        if self.stays_from is None:
            raise StaysMissing(field="stays_from")
        if self.stays_until is None:
            raise StaysMissing(field="stays_until")
        if self.stays_until < self.stays_from:
            raise EndsBeforeItBegins(field="stays_until")


@dataclass(frozen=True)
class Campaign:
    """A campaign, with what is asked and where it stands."""

    id: UUID
    details: CampaignDetails
    changed_at: datetime
    status: CampaignStatus = CampaignStatus.DRAFT
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    closing: str | None = None
    version: int = 1

    def changed(self, version: int, details: CampaignDetails, *, now: datetime) -> "Campaign":
        """Asking for something else. Raises StaleVersion, CampaignMoved, EndsBeforeItBegins, StaysMissing, NobodyAsked."""
        self._expect(version, CampaignStatus.DRAFT, CampaignStatus.OPEN)
        details.check()
        if self.status is CampaignStatus.OPEN and not details.targets:
            raise NobodyAsked
        return replace(self._now(now), details=details)

    def opened(self, version: int, *, today: date, now: datetime) -> "Campaign":
        """Under way. Raises StaleVersion, CampaignMoved, NobodyAsked, CampaignAlreadyOver."""
        self._expect(version, CampaignStatus.DRAFT)
        self.details.check()
        if not self.details.targets:
            raise NobodyAsked
        if self.details.until_on < today:
            raise CampaignAlreadyOver
        return replace(self._now(now), status=CampaignStatus.OPEN, opened_at=now)

    def closed(self, version: int, closing: str | None, *, now: datetime) -> "Campaign":
        """Over, with a word of what came of it. Raises StaleVersion, CampaignMoved."""
        self._expect(version, CampaignStatus.OPEN)
        over = replace(self._now(now), status=CampaignStatus.CLOSED, closed_at=now)
        return replace(over, closing=closing)

    def reopened(self, version: int, *, now: datetime) -> "Campaign":
        """Under way after all; the closing word waits in the form. Raises StaleVersion, CampaignMoved."""
        self._expect(version, CampaignStatus.CLOSED)
        return replace(self._now(now), status=CampaignStatus.OPEN, closed_at=None)

    def withdrawn(self, version: int, *, now: datetime) -> "Campaign":
        """A draft nobody will read. Raises StaleVersion, CampaignMoved."""
        self._expect(version, CampaignStatus.DRAFT)
        return replace(self._now(now), status=CampaignStatus.WITHDRAWN)

    def restored(self, version: int, *, now: datetime) -> "Campaign":
        """A draft again. Raises StaleVersion, CampaignMoved."""
        self._expect(version, CampaignStatus.WITHDRAWN)
        return replace(self._now(now), status=CampaignStatus.DRAFT)

    def _expect(self, version: int, *statuses: CampaignStatus) -> None:
        if version != self.version:
            raise StaleVersion(current={**vars(self.details), "version": self.version})
        if self.status not in statuses:
            raise CampaignMoved

    def _now(self, now: datetime) -> "Campaign":
        return replace(self, changed_at=now, version=self.version + 1)


@dataclass(frozen=True)
class Comment:
    """What a bureau wrote of what it meets: read by the supervisor, and by itself."""

    id: UUID
    uai: Uai
    text: str
    at: datetime
