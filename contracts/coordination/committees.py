"""Committees of the network (comités): that one met, what was decided, that its charter was signed.

Never who sits there, nor a text: all of it is in `coordination` alone.
"""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.event import Event
from contracts.identifiers import Count

CommitteeId = NewType("CommitteeId", UUID)
CommitteeMemberId = NewType("CommitteeMemberId", UUID)
CommitteeAddressId = NewType("CommitteeAddressId", UUID)
CharterId = NewType("CharterId", UUID)
MeetingId = NewType("MeetingId", UUID)
DecisionId = NewType("DecisionId", UUID)


class CommitteeKind(StrEnum):
    """What a committee is (nature du comité)."""

    CLEE = "clee"
    CAMPUS = "campus"
    STEERING = "steering"
    NETWORK = "network"


class CharterSignedV1(Event, audience="department", aggregate="charter_id", family=None):
    """A committee signed its charter, for the first time or a new version (charte signée)."""

    charter_id: CharterId
    committee_id: CommitteeId
    kind: CommitteeKind
    signed_on: date
    occurred_on: date


class CommitteePersonErasedV1(Event, audience="bureau", aggregate="member_id"):
    """Who sat in a committee is kept no more (personne d’un comité effacée). Said by the DSDEN.

    What was written to that person is forgotten with them.
    """

    member_id: CommitteeMemberId
    occurred_on: date


class CommitteeMetV1(Event, audience="department", aggregate="meeting_id", family=None):
    """A committee met (réunion tenue): how many came, and how many decisions were noted by then."""

    meeting_id: MeetingId
    committee_id: CommitteeId
    kind: CommitteeKind
    attended: Count
    decisions: Count
    occurred_on: date


class DecisionState(StrEnum):
    """Where a decision of a committee is (état d’une décision)."""

    OPEN = "open"
    DONE = "done"
    GIVEN_UP = "given_up"


class DecisionTakenV1(Event, audience="department", aggregate="decision_id", family=None):
    """A committee decided something that is to be done (décision prise)."""

    decision_id: DecisionId
    committee_id: CommitteeId
    kind: CommitteeKind
    due_on: date | None
    occurred_on: date


class DecisionMovedV1(Event, audience="department", aggregate="decision_id", family=None):
    """A decision was done, given up or taken up again (suite d’une décision)."""

    decision_id: DecisionId
    committee_id: CommitteeId
    kind: CommitteeKind
    state: DecisionState
    occurred_on: date


class DecisionWithdrawnV1(Event, audience="department", aggregate="decision_id", family=None):
    """A decision was noted by mistake and taken back (décision retirée)."""

    decision_id: DecisionId
    committee_id: CommitteeId
    kind: CommitteeKind
    occurred_on: date


class DecisionStep(StrEnum):
    """What the bureau of a lycée, or the supervisor, hears of a decision (suivi d’une décision)."""

    ENTRUSTED = "entrusted"
    LATE = "late"
    REPORTED_DONE = "reported_done"
    """Its lycée says so."""
    CLOSED = "closed"
    """The DSDEN closed it, or gave it to somebody else."""
    REOPENED = "reopened"


class DecisionFollowedV1(Event, audience="bureau", aggregate="decision_id"):
    """A decision is a lycée’s to carry out, is late, or is no more (suivi d’une décision).

    It speaks for the lycée that owns it.
    """

    decision_id: DecisionId
    step: DecisionStep
    occurred_on: date
