"""What waits in the animation of the network (échéances du réseau), said whole each time one of them moves.

A need, a request for support, a decision of a committee: by ids, days and codes. What is asked stays in `coordination`.
"""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.coordination.needs import NeedOutcome
from contracts.event import Event
from contracts.identifiers import Count

NetworkDueId = NewType("NetworkDueId", UUID)


class NetworkDueKind(StrEnum):
    """What waits (nature de l’échéance)."""

    NEED = "need"
    SUPPORT = "support"
    DECISION = "decision"


class NetworkDueStanding(StrEnum):
    """Where it is (état de l’échéance)."""

    WAITING = "waiting"
    PROMISED = "promised"
    """Somebody sees to it, or promised a day."""
    DONE = "done"
    OVER = "over"
    """Nobody waits for it any more, and it counts nowhere."""


class NetworkDueStatedV1(Event, audience="department", aggregate="due_id", family=None):
    """Where a need, a request for support or a decision is (échéance du réseau), said in the name of the lycée
    it waits at.

    A need as a whole, wherever it is, is said by the DSDEN. `working_days`: until somebody took the need in
    charge, or answered the request; None before. `outcome`: of a need that was answered, by the
    bureau or as a whole. `escalated`: whether nobody took it in time, and it waited there then.
    """

    due_id: NetworkDueId
    kind: NetworkDueKind
    standing: NetworkDueStanding
    since_on: date
    due_on: date | None
    working_days: Count | None
    outcome: NeedOutcome | None
    escalated: bool
    occurred_on: date
