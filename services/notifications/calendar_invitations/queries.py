"""An invitation as a calendar reads it (RFC 5545, 5546), and what was told of it before."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event, vCalAddress, vText
from sqlalchemy import select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.notifications.calendar_invitations.model import (
    CalendarFile,
    CalendarInvitation,
    EarlierMail,
    Method,
)
from services.notifications.mails.model.mail import State, Template
from services.notifications.mails.tables import mails

PROGRAM = "-//Passerelle//Invitation//FR"
M = mails.c
WITHOUT = (Template.ACTION_REMINDER,)
"""Mails about an appointment that put nothing into a calendar."""


def invitation_file(
    invitation: CalendarInvitation,
    method: Method,
    *,
    description: str,
    organizer: tuple[str, str],
    attendee: tuple[str | None, str],
    now: datetime,
) -> CalendarFile:
    """The message to a calendar; `organizer` and `attendee` are a name and an address each."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PROGRAM)
    calendar.add("method", method.value)
    event = Event()
    event.add("uid", f"invitation-{invitation.id}@passerelle")
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    _add_when(event, invitation)
    event.add("summary", invitation.summary)
    event.add("description", description)
    if invitation.place:
        event.add("location", invitation.place)
    event.add("organizer", _person(*organizer), encode=False)
    # Answers of calendars are not read here: none is asked for.
    asked = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    event.add("attendee", _person(*attendee, **asked), encode=False)
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    calendar.add_component(event)
    return CalendarFile(
        calendar.to_ical().decode(), method.value, invitation.sequence, invitation.facts
    )


def _person(name: str | None, mail: str, **more: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{mail}")
    for key, value in ({"CN": name} if name else {}).items() | more.items():
        person.params[key] = vText(value)
    return person


def _add_when(event: Event, invitation: CalendarInvitation) -> None:
    """By the clock of the world, which every calendar shows as its own; without an hour the whole day."""
    if invitation.starts_at is None:
        event.add("dtstart", invitation.on)
        # The end of whole days is the day after.
        event.add("dtend", invitation.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return
    starts = datetime.combine(invitation.on, invitation.starts_at, tzinfo=PARIS)
    event.add("dtstart", starts.astimezone(UTC))
    if invitation.ends_at is not None:
        ends = datetime.combine(invitation.on, invitation.ends_at, tzinfo=PARIS)
        event.add("dtend", ends.astimezone(UTC))


async def read_earlier_mails(
    uow: UnitOfWork, about: UUID, *, but: UUID | None = None
) -> Sequence[EarlierMail]:
    """The mails about an appointment that put something into a calendar, or will; all but one."""
    statement = select(
        *(M.mail_id, M.state, M.queued_at, M.may_have_left, M.calendar_out, M.last_reason),
        *(M.calendar_method, M.calendar_sequence, M.calendar_facts),
    ).where(M.aggregate_id == about, M.template.not_in([one.value for one in WITHOUT]))
    return [
        EarlierMail(
            mail_id=row.mail_id,
            state=State(row.state),
            queued_at=row.queued_at,
            may_have_left=row.may_have_left,
            out=row.calendar_out,
            reason=row.last_reason,
            method=Method(row.calendar_method) if row.calendar_method else None,
            sequence=row.calendar_sequence,
            facts=row.calendar_facts,
        )
        for row in await uow.execute(statement)
        if row.mail_id != but
    ]
