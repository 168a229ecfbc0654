"""Planned visits to who hosts a pupil (visites prévues): that one is to be told, and what it is when its mail leaves."""

from datetime import date, time
from enum import StrEnum
from typing import NewType
from uuid import UUID

from pydantic import BaseModel

from contracts.event import Event
from contracts.identifiers import ContactId, PlacementId, SiteKey
from contracts.questions import Question, declare

VisitId = NewType("VisitId", UUID)


class VisitWay(StrEnum):
    """How a teacher and a host meet (forme de la visite)."""

    ON_SITE = "on_site"
    CALL = "call"
    VIDEO = "video"


class VisitInviteKind(StrEnum):
    """What a host is written about (nature du courriel de visite)."""

    PLANNED = "planned"
    MOVED = "moved"
    CALLED_OFF = "called_off"


class VisitInviteAskedV1(Event, audience="bureau", aggregate="visit_id"):
    """Who hosts a pupil is to be written to about a visit (courriel de visite).

    `visit_id` is one for the life of the appointment. What it says, and to which address, is asked
    when it leaves; the place and the tutor are those whose erasure takes it along.
    """

    visit_id: VisitId
    placement_id: PlacementId
    tutor_id: ContactId | None
    kind: VisitInviteKind
    occurred_on: date


class VisitInviteRequest(BaseModel):
    visit_id: VisitId


class VisitInvite(BaseModel):
    """A visit as it is now. `standing`: it is to take place; `silent`: nothing is written any more: the
    day is over, or the visit was noted.

    `sequence` grows with each change. The hour is one of Paris. `tutor_id`: its reader, None for the
    contact of the site.
    """

    standing: bool
    silent: bool
    sequence: int
    site_key: SiteKey
    tutor_id: ContactId | None
    placement_id: PlacementId
    pupil_name: str
    formation: str
    referent: str | None
    way: VisitWay
    commune: str | None
    on: date
    starts_at: time | None = None


VISIT_INVITE = declare(
    Question(
        "internships",
        "visit_invite",
        VisitInviteRequest,
        VisitInvite,
        frozenset({"notifications"}),
    )
)
