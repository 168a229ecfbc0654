"""The preparation of a meeting: its agenda, points of the network to take into it, and the figures of the day."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.committees.store import Committees
from services.coordination.meeting_points.commands import take_points
from services.coordination.meeting_points.forms import PointsForm
from services.coordination.meeting_points.labels import TOPICS
from services.coordination.meeting_points.queries import read_last_held, read_points
from services.coordination.meetings.store import Meetings
from services.coordination.news.model.text import NewsText, paragraphs
from services.coordination.permissions import MANAGE_COMMITTEES

router = Router()
PREPARATION = "/comites/reunions/{meeting_id}/preparation"


@router.page(PREPARATION, action=MANAGE_COMMITTEES)
async def preparation(request: Request, uow: RequestUnitOfWork, meeting_id: UUID) -> Response:
    """A meeting to prepare (préparer une réunion)."""
    return await _preparation(request, uow, None, meeting_id)


async def _again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], meeting_id: UUID
) -> Response:
    return await _preparation(request, uow, typed, meeting_id)


async def _preparation(
    request: Request, uow: RequestUnitOfWork, typed: Typed[Any] | None, meeting_id: UUID
) -> Response:
    meeting = await Meetings(uow).get(meeting_id)
    committee = await Committees(uow).get(meeting.committee_id)
    since = await read_last_held(uow, meeting)
    points = await read_points(uow, committee, meeting, since)
    there = {line.strip() for line in (meeting.agenda or "").splitlines()}
    return render(
        request,
        "coordination/meeting_points/preparation.html",
        meeting=meeting,
        committee=committee,
        since=since,
        agenda=paragraphs(NewsText("", meeting.agenda)) if meeting.agenda else [],
        points=points,
        topics=TOPICS,
        choices=[(one.topic.value, one.line) for one in points if one.line not in there],
        typed=typed or Typed.blank(PointsForm, version=meeting.version),
    )


@router.form(PREPARATION, action=MANAGE_COMMITTEES, redisplay=_again)
async def take(
    meeting_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PointsForm], form_of(PointsForm)],
) -> Response:
    """Write the points that were ticked into the agenda."""
    form = typed.model
    await take_points(
        uow, meeting_id=meeting_id, version=form.version, chosen=form.points, now=uow.now
    )
    return see_other(
        f"/comites/reunions/{meeting_id}/preparation",
        notice="Points ajoutés à l’ordre du jour\u202f: «\u00a0Corriger\u00a0» les reformule ou les retire.",
    )
