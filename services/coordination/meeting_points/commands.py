"""Commands of the preparation of a meeting: points taken into its agenda."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.committees.store import Committees
from services.coordination.meeting_points.model import Topic, agenda_with
from services.coordination.meeting_points.queries import read_last_held, read_points
from services.coordination.meetings.commands import move_meeting
from services.coordination.meetings.forms import AGENDA_CHARACTERS_MAX
from services.coordination.meetings.store import Meetings


async def take_points(
    uow: UnitOfWork, *, meeting_id: UUID, version: int, chosen: Collection[Topic], now: datetime
) -> None:
    """Write points into the agenda of a meeting (ordre du jour), as they are counted now.

    Raises NotFound, StaleVersion, MeetingStepNotPossible, CommitteeArchived, NoPoint, AgendaTooLong.
    """
    meeting = await Meetings(uow).get(meeting_id)
    meeting.expect(version)
    committee = await Committees(uow).get(meeting.committee_id)
    points = await read_points(uow, committee, meeting, await read_last_held(uow, meeting))
    agenda = agenda_with(meeting.agenda, points, chosen, AGENDA_CHARACTERS_MAX)
    await move_meeting(
        uow, meeting_id=meeting_id, version=version, plan=meeting.plan, agenda=agenda, now=now
    )
