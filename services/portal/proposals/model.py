"""A proposal (proposition d’accès): the supervisor suggests who could hold a role; the head decides."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

KEPT_FOR = timedelta(days=90)
"""How long a decided proposal is remembered: it names somebody."""


class Status(StrEnum):
    """What became of a proposal."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """French, as shown beside it."""
        return _LABELS[self]


_LABELS = {
    Status.WAITING: "En attente de la direction",
    Status.ACCEPTED: "Acceptée",
    Status.REFUSED: "Refusée",
    Status.WITHDRAWN: "Retirée",
}


class ProposalDecided(Conflict):
    """A proposal that waits no more."""

    code = "proposal-decided"
    title = "Cette proposition n’attend plus de décision"


class NobodyDecides(Invalid):
    """The lycée has no head here yet, hence nobody who could accept."""

    code = "nobody-decides"
    title = (
        "Personne ne peut encore décider dans ce lycée\u202f: la DSDEN doit d’abord y nommer le chef"
        " d’établissement (commande «\u00a0passerelle account add\u00a0»)"
    )


@dataclass(frozen=True)
class Proposal:
    """Who could hold which role, in which lycée, from a day on."""

    id: UUID
    uai: Uai
    role: str
    mail: str
    display_name: str
    from_on: date
    last_day: date | None
    proposed_at: datetime
    proposed_by: UUID
    status: Status = Status.WAITING
    decided_at: datetime | None = None
    decided_by: UUID | None = None
    version: int = 1

    def expect(self, version: int) -> None:
        """Raises StaleVersion when somebody changed it meanwhile."""
        if version != self.version:
            current = {"version": self.version}
            raise StaleVersion("Quelqu’un a répondu à cette proposition.", current=current)

    def decided(self, status: Status, *, by: UUID | None, now: datetime) -> "Proposal":
        """The proposal with an answer. Raises ProposalDecided when it has one already."""
        if self.status is not Status.WAITING:
            raise ProposalDecided
        return replace(self, status=status, decided_at=now, decided_by=by, version=self.version + 1)

    def reconsidered(self) -> "Proposal":
        """The proposal, waiting again. Raises ProposalDecided unless it was refused or withdrawn."""
        if self.status not in (Status.REFUSED, Status.WITHDRAWN):
            raise ProposalDecided
        return replace(
            self,
            status=Status.WAITING,
            decided_at=None,
            decided_by=None,
            version=self.version + 1,
        )

    def first_day(self, today: date) -> date:
        """From when the role is held when it is accepted that day."""
        return max(self.from_on, today)
