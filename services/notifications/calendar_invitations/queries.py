"""An invitation as a calendar reads it (RFC 5545, 5546)."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from services.chassis.web.views.french import PARIS
from services.notifications.calendar_invitations.model import (
    CalendarFile,
    CalendarInvitation,
    Method,
)

PROGRAM = "-//Passerelle//Invitation//FR"


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
