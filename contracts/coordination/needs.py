"""What the animation of the network tells of companies' needs: where each stands, never what it says.

Who asked, the text and the answers stay in `coordination`.
"""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from pydantic import BaseModel

from contracts.event import Event
from contracts.identifiers import CommuneCode, Count, Siren, Uai
from contracts.questions import Question, declare

NeedId = NewType("NeedId", UUID)
NeedAssignmentId = NewType("NeedAssignmentId", UUID)


class NeedKind(StrEnum):
    """What a company asks of the network (nature du besoin)."""

    PFMP = "pfmp"
    APPRENTICE = "apprentice"
    JOB = "job"
    INTERVENTION = "intervention"
    TRAINING = "training"
    VISIT = "visit"
    EQUIPMENT = "equipment"
    OTHER = "other"


class NeedSource(StrEnum):
    """How a need reached the network (provenance)."""

    FORM = "form"
    MAIL = "mail"
    PHONE = "phone"
    MEETING = "meeting"


class NeedHandler(StrEnum):
    """Who takes a need in charge (qui s’en occupe)."""

    BUREAU = "bureau"
    ACTOR = "actor"
    SUPERVISOR = "supervisor"


class NeedOutcome(StrEnum):
    """What came of a need (issue)."""

    HELPED = "helped"
    NO_SOLUTION = "no_solution"
    UNREACHABLE = "unreachable"
    NOT_FOR_US = "not_for_us"


class NeedClosing(StrEnum):
    """Why a need is closed (motif de clôture)."""

    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    """By the company: it needs nothing any more."""


class NeedDismissal(StrEnum):
    """Why what was sent is no need (motif de mise à l’écart)."""

    SPAM = "spam"
    DUPLICATE = "duplicate"
    NO_NEED = "no_need"


class NeedReceivedV1(Event, audience="department", aggregate="need_id", family=None):
    """A company told a need, from an address it answers at or through a bureau (besoin reçu)."""

    need_id: NeedId
    kind: NeedKind
    source: NeedSource
    due_on: date
    occurred_on: date


class NeedQualifiedV1(Event, audience="department", aggregate="need_id", family=None):
    """The supervisor said what a need is about, and of which company (besoin qualifié)."""

    need_id: NeedId
    kind: NeedKind
    siren: Siren | None
    commune: CommuneCode | None
    occurred_on: date


class NeedRoutedV1(Event, audience="department", aggregate="need_id", family=None):
    """A need was passed on to bureaux (besoin transmis): how many have it now."""

    need_id: NeedId
    bureaux: Count
    due_on: date
    occurred_on: date


class NeedEntrustedV1(Event, audience="department", aggregate="need_id", family=None):
    """A need was handed to an actor of the network (besoin confié à un acteur)."""

    need_id: NeedId
    due_on: date
    occurred_on: date


class NeedTakenV1(Event, audience="department", aggregate="need_id", family=None):
    """Somebody takes a need in charge (besoin pris en charge), so many working days after it came."""

    need_id: NeedId
    handler: NeedHandler
    working_days: Count
    promised_on: date
    occurred_on: date


class NeedReleasedV1(Event, audience="department", aggregate="need_id", family=None):
    """Who had taken a need in charge has it no more (prise en charge annulée)."""

    need_id: NeedId
    occurred_on: date


class NeedAnsweredV1(Event, audience="department", aggregate="need_id", family=None):
    """A need was answered (réponse donnée à un besoin)."""

    need_id: NeedId
    outcome: NeedOutcome
    handler: NeedHandler
    occurred_on: date


class NeedEscalatedV1(Event, audience="department", aggregate="need_id", family=None):
    """Nobody took a need in charge in time (besoin sans prise en charge): said once of each."""

    need_id: NeedId
    occurred_on: date


class NeedClosedV1(Event, audience="department", aggregate="need_id", family=None):
    """A need is over (besoin clos)."""

    need_id: NeedId
    closing: NeedClosing
    occurred_on: date


class NeedReopenedV1(Event, audience="department", aggregate="need_id", family=None):
    """A need that was over, answered or dismissed is to be seen to again (besoin rouvert)."""

    need_id: NeedId
    occurred_on: date


class NeedDismissedV1(Event, audience="department", aggregate="need_id", family=None):
    """What had been received is no need (besoin écarté): it counts nowhere."""

    need_id: NeedId
    reason: NeedDismissal
    occurred_on: date


class NeedAssignedV1(Event, audience="bureau", aggregate="assignment_id"):
    """A need was passed on to this bureau (besoin transmis au bureau)."""

    assignment_id: NeedAssignmentId
    need_id: NeedId
    due_on: date
    occurred_on: date


class NeedRecalledV1(Event, audience="bureau", aggregate="assignment_id"):
    """A need is this bureau’s no more (besoin repris au bureau)."""

    assignment_id: NeedAssignmentId
    need_id: NeedId
    occurred_on: date


class NeedPrecisedV1(Event, audience="bureau", aggregate="need_id"):
    """A company added something to its need (précision apportée à un besoin), once a working day at most.

    Told to each bureau that works on it, and to the DSDEN while nobody does or nobody took it in time.
    """

    need_id: NeedId
    occurred_on: date


class NeedStep(StrEnum):
    """What who has a need is told of it (suite d’un besoin)."""

    WITHDRAWN = "withdrawn"
    """The company needs nothing any more."""
    TAKEN = "taken"
    """Somebody else took it in charge."""
    ANSWERED = "answered"
    """Somebody else answered."""
    CLOSED = "closed"
    """The supervisor answered herself."""
    DISMISSED = "dismissed"
    """It is no need."""
    AGAIN = "again"
    """It waits for them again."""
    PROMISE_PASSED = "promise_passed"
    """The day they promised the company an answer for is past; of an actor it is said by the DSDEN."""


class NeedFollowedV1(Event, audience="bureau", aggregate="assignment_id"):
    """What others did of a need this bureau has, or what became of its promise (suite d’un besoin)."""

    assignment_id: NeedAssignmentId
    need_id: NeedId
    step: NeedStep
    occurred_on: date


class NeedTracesRequest(BaseModel):
    """Which mail address and phone are looked for; the question is asked for the DSDEN, and nothing of it is kept."""

    mail: str | None
    phone: str | None


class NeedTrace(BaseModel):
    """A need that names them, and the bureaux that told it or have it."""

    need_id: NeedId
    told_on: date
    lycees: tuple[Uai, ...]


class NeedTraces(BaseModel):
    """The needs of the department that name them, the newest first; `more`: there are others besides."""

    needs: tuple[NeedTrace, ...]
    more: bool = False


NEED_TRACES = declare(
    Question(
        "coordination", "need_traces", NeedTracesRequest, NeedTraces, frozenset({"partnerships"})
    )
)
