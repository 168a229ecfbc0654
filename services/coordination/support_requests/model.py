"""A request for support (demande d’appui): a conversation that ends with an answer, by a day that was promised."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.coordination.support import SupportTopic
from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

TEXT_CHARACTERS_MAX = 2_000


class SupportStatus(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    PROMISED = "promised"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


OPEN = (SupportStatus.ASKED, SupportStatus.PROMISED)

TOPICS: Mapping[SupportTopic, str] = {
    SupportTopic.COMPANY: "Une entreprise",
    SupportTopic.PUPILS: "Des élèves sans lieu d’accueil",
    SupportTopic.RULES: "Une règle, un texte, la sécurité",
    SupportTopic.NETWORK: "Un acteur du réseau, un CLEE",
    SupportTopic.OFFER: "La carte des formations",
    SupportTopic.OFFICE: "L’organisation du bureau",
    SupportTopic.TOOL: "L’usage de Passerelle",
    SupportTopic.OTHER: "Autre chose",
}


class SupportOver(Conflict):
    """A request that was answered or withdrawn."""

    code = "support-over"
    title = "Cette demande est close\u202f: rouvrez-la d’abord, ou écrivez un message."


class SupportNotOver(Conflict):
    """A request that is still open."""

    code = "support-not-over"
    title = "Cette demande est déjà ouverte."


class PromisedInThePast(Invalid):
    """An answer is promised for a day to come."""

    code = "promised-in-the-past"
    title = "Indiquez aujourd’hui ou un jour à venir."


@dataclass(frozen=True)
class Message:
    """What one side wrote; `by_supervisor`: which one."""

    id: UUID
    by_supervisor: bool
    text: str
    at: datetime


@dataclass(frozen=True)
class SupportRequest:
    """What a bureau asks; what is written is in its messages."""

    id: UUID
    uai: Uai
    topic: SupportTopic
    asked_at: datetime
    changed_at: datetime
    status: SupportStatus = SupportStatus.ASKED
    promised_on: date | None = None
    answered_at: datetime | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether the bureau waits for an answer."""
        return self.status in OPEN

    def is_late(self, today: date) -> bool:
        """Whether what was promised for a day did not come."""
        return self.is_open and self.promised_on is not None and self.promised_on < today

    def written_to(self, *, by_supervisor: bool, now: datetime) -> "SupportRequest":
        """A message more; one of the bureau opens again what was over, and its time begins anew."""
        if self.is_open or by_supervisor:
            return self._now(now)
        opened = replace(self._now(now), status=SupportStatus.ASKED, promised_on=None)
        return replace(opened, asked_at=now, answered_at=None)

    def promised(self, version: int, on: date, *, today: date, now: datetime) -> "SupportRequest":
        """An answer by a day. Raises StaleVersion, SupportOver, PromisedInThePast."""
        self._expect(version, open_=True)
        if on < today:
            raise PromisedInThePast(field="promised_on")
        return replace(self._now(now), status=SupportStatus.PROMISED, promised_on=on)

    def answered(self, version: int, *, now: datetime) -> "SupportRequest":
        """Done with. Raises StaleVersion, SupportOver."""
        self._expect(version, open_=True)
        return replace(self._now(now), status=SupportStatus.ANSWERED, answered_at=now)

    def withdrawn(self, version: int, *, now: datetime) -> "SupportRequest":
        """The bureau needs it no more. Raises StaleVersion, SupportOver."""
        self._expect(version, open_=True)
        return replace(self._now(now), status=SupportStatus.WITHDRAWN)

    def reopened(self, version: int, *, now: datetime) -> "SupportRequest":
        """Neither answered nor withdrawn, after all. Raises StaleVersion, SupportNotOver."""
        self._expect(version, open_=False)
        status = SupportStatus.PROMISED if self.promised_on else SupportStatus.ASKED
        return replace(self._now(now), status=status, answered_at=None)

    def _expect(self, version: int, *, open_: bool) -> None:
        if version != self.version:
            raise StaleVersion(current={"version": self.version})
        if self.is_open and not open_:
            raise SupportNotOver
        if open_ and not self.is_open:
            raise SupportOver

    def _now(self, now: datetime) -> "SupportRequest":
        return replace(self, changed_at=now, version=self.version + 1)
