"""Invitations in calendars: one appointment, told once, moved, taken back, to exactly who had it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from icalendar import Calendar
from icalendar.cal import Component

from contracts.identifiers import AccountId, ContactId
from contracts.partnerships.action_invites import (
    ACTION_INVITE,
    ActionInvite,
    ActionInviteAskedV1,
    ActionInviteId,
    ActionInviteKind,
)
from contracts.partnerships.companies import ContactErasedV1
from contracts.portal.accounts import BUREAU_PEOPLE, BureauMember, BureauPeople
from services.notifications.calendar_invitations.commands import PATIENCE, enqueue_invitation
from services.notifications.calendar_invitations.model import (
    CalendarInvitation,
    EarlierMail,
    Method,
    Say,
    to_say,
)
from services.notifications.calendar_invitations.reactions import ACTION_MAILS
from services.notifications.delivery.store.leases import Leases
from services.notifications.mails.model.mail import MailId, State
from services.notifications.mails.model.reasons import RETURNED
from services.notifications.rests.model import leaves_at
from tests.notifications.mails.test_subscribers import LATER, Told, handled, told
from tests.notifications.owners import Owners, owners
from tests.notifications.sending import Clock, sending, settings_for
from tests.notifications.world import Post, own
from tests.support.network import HERE
from tests.support.services import NOW, ServiceDatabases
from tests.support.smtp import Delivered, Mailbox
from tests.support.waiting import eventually

__all__ = ["told"]
CAMILLE = BureauMember(
    account_id=AccountId(uuid4()), display_name="Camille Rivière", mail="camille@lycee.example"
)
INVITE = ActionInvite(
    standing=True,
    silent=False,
    sequence=0,
    company="Garage du Pont",
    contact_name="Hortense Delbosc",
    kind="Forum ou salon",
    title="Forum des métiers",
    on=date(2027, 1, 14),
    starts_at=time(14, 0),
    ends_at=time(17, 0),
    place="Salle d’honneur, 82000 Montauban",
    mail="hortense@garage.example",
    contact_id=ContactId(uuid4()),
    contact_version=3,
    stop_url="https://passerelle.example/espace-entreprise/courriels/abc",
)
K = ActionInviteKind


@dataclass
class Appointment:
    """One contact that comes to an action, as its owner knows it, and the mails about it."""

    post: Post
    hosts: Owners
    server: Mailbox
    clock: Clock
    id: UUID

    def becomes(self, **changes: object) -> None:
        """The owner knows it otherwise from now on."""
        asked = self.hosts.told[ACTION_INVITE.name]
        assert isinstance(asked, ActionInvite)
        later = {"sequence": asked.sequence + 1, **changes}
        self.hosts.tell(ACTION_INVITE, asked.model_copy(update=later))

    async def is_told(self, kind: ActionInviteKind) -> None:
        """A mail is asked for."""
        async with self.post.units.begin(own(HERE)) as uow:
            await enqueue_invitation(
                uow, template=ACTION_MAILS[kind], cause=uuid4(), invite_id=self.id, now=uow.now
            )

    async def leaves(self) -> Sequence[Delivered]:
        """What the mail server got once nothing waits any more."""
        self.clock.passes(seconds=PATIENCE.total_seconds() + 1)
        before = len(self.server.mails)
        composer = replace(self.hosts.composer, units=self.post.units)
        async with sending(self.post.units, settings_for(self.server.port), composer):
            for mail_id, state in await self.mails():
                if state in (State.QUEUED, State.DEFERRED):
                    await self.over(mail_id)
        return self.server.mails[before:]

    async def over(self, mail_id: MailId) -> None:
        """Wait until a mail is at its end, whichever it is."""

        async def finished() -> bool:
            return (await self.post.row(mail_id))["finished_at"] is not None

        await eventually(finished)

    async def mails(self) -> list[tuple[MailId, str]]:
        rows = await self.post.superuser.fetch(
            "SELECT mail_id, state FROM mails WHERE aggregate_id = $1 ORDER BY mail_id", self.id
        )
        return [(MailId(row["mail_id"]), row["state"]) for row in rows]


@pytest_asyncio.fixture
async def appointment(
    post: Post, server: Mailbox, clock: Clock, service_databases: ServiceDatabases, tmp_path: Path
) -> AsyncIterator[Appointment]:
    async with owners(service_databases.settings, tmp_path) as running:
        running.tell(ACTION_INVITE, INVITE)
        running.tell(
            BUREAU_PEOPLE,
            BureauPeople(
                lycee="Lycée des Tilleuls",
                members=(CAMILLE,),
                address="3 rue des Tilleuls, 82000 Montauban, 05 36 49 00 12",
            ),
        )
        yield Appointment(post, running, server, clock, uuid4())


def event_of(got: Delivered) -> tuple[Calendar, Component]:
    """The one event that a real parser finds in what was sent."""
    part = next(one for one in got.message.walk() if one.get_content_type() == "text/calendar")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


async def test_an_invitation_is_what_calendars_look_for(appointment: Appointment) -> None:
    await appointment.is_told(K.NOTED)
    (got,) = await appointment.leaves()

    message = got.message
    assert message.get_content_type() == "multipart/mixed"
    texts, attached = message.iter_parts()
    assert isinstance(texts, EmailMessage)
    kinds = [one.get_content_type() for one in texts.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    inline = list(texts.iter_parts())[2]
    assert inline.get_param("method") == "REQUEST"
    assert inline.get_content_charset() == "utf-8"
    assert attached.get_content_type() == "application/ics"
    assert attached.get_filename() == "invitation.ics"
    assert attached.get_payload(decode=True) == inline.get_payload(decode=True)
    assert max(map(len, got.content.split(b"\r\n"))) <= 200
    assert "Forum des métiers" in got.part("plain")
    assert "14\u00a0h\u00a000" in got.part("html")

    calendar, event = event_of(got)
    assert str(calendar["METHOD"]) == "REQUEST"
    assert str(event["UID"]) == f"invitation-{appointment.id}@passerelle"
    assert event["SEQUENCE"] == 0
    assert event.decoded("DTSTAMP") == appointment.clock.now.replace(microsecond=0)
    assert event.decoded("DTSTART") == datetime(2027, 1, 14, 13, 0, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2027, 1, 14, 16, 0, tzinfo=UTC)
    assert str(event["LOCATION"]) == INVITE.place
    assert str(event["SUMMARY"]) == "Forum des métiers"
    assert "05 36 49 00 12" in str(event["DESCRIPTION"])
    assert str(event["ORGANIZER"]) == "mailto:camille@lycee.example"
    assert event["ORGANIZER"].params["CN"] == "Lycée des Tilleuls"
    assert str(event["ATTENDEE"]) == "mailto:hortense@garage.example"
    asked = event["ATTENDEE"].params
    assert (asked["PARTSTAT"], asked["RSVP"]) == ("NEEDS-ACTION", "FALSE")


async def test_without_an_hour_it_is_of_the_whole_day(appointment: Appointment) -> None:
    appointment.becomes(starts_at=None, ends_at=None)
    await appointment.is_told(K.NOTED)
    (got,) = await appointment.leaves()
    _, event = event_of(got)
    assert event.decoded("DTSTART") == date(2027, 1, 14)
    assert event.decoded("DTEND") == date(2027, 1, 15)


async def test_an_hour_is_the_one_of_paris_in_summer_too(appointment: Appointment) -> None:
    appointment.becomes(on=date(2027, 6, 3))
    await appointment.is_told(K.NOTED)
    (got,) = await appointment.leaves()
    assert event_of(got)[1].decoded("DTSTART") == datetime(2027, 6, 3, 12, 0, tzinfo=UTC)


async def test_what_changes_before_anything_left_is_one_mail(appointment: Appointment) -> None:
    await appointment.is_told(K.NOTED)
    appointment.becomes(starts_at=time(9, 30), place="Atelier")
    await appointment.is_told(K.MOVED)
    (got,) = await appointment.leaves()
    _, event = event_of(got)
    assert (event["SEQUENCE"], str(event["LOCATION"])) == (1, "Atelier")
    assert got.words("Subject").startswith("Votre participation est notée")


async def test_what_changes_later_moves_the_same_appointment(appointment: Appointment) -> None:
    await appointment.is_told(K.NOTED)
    (first,) = await appointment.leaves()
    appointment.becomes(on=date(2027, 1, 21))
    await appointment.is_told(K.MOVED)
    (second,) = await appointment.leaves()

    before, after = event_of(first)[1], event_of(second)[1]
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after.decoded("DTSTART").date() == date(2027, 1, 21)
    assert second.words("Subject").startswith("Changement")


async def test_who_had_it_is_told_once_that_it_is_off(appointment: Appointment) -> None:
    await appointment.is_told(K.NOTED)
    await appointment.leaves()
    appointment.becomes(standing=False)
    await appointment.is_told(K.CALLED_OFF)
    await appointment.is_told(K.CALLED_OFF)
    (got,) = await appointment.leaves()

    calendar, event = event_of(got)
    assert (str(calendar["METHOD"]), str(event["STATUS"])) == ("CANCEL", "CANCELLED")
    assert event["SEQUENCE"] == 1
    assert got.words("Subject").startswith("Participation annulée")


async def test_who_had_nothing_is_told_nothing(appointment: Appointment) -> None:
    await appointment.is_told(K.NOTED)
    appointment.becomes(standing=False)
    await appointment.is_told(K.CALLED_OFF)
    assert await appointment.leaves() == []
    assert {state for _, state in await appointment.mails()} == {"cancelled"}


async def test_a_slip_that_was_taken_back_is_told_to_nobody(appointment: Appointment) -> None:
    await appointment.is_told(K.NOTED)
    await appointment.leaves()
    await appointment.is_told(K.CALLED_OFF)
    appointment.becomes()
    await appointment.is_told(K.NOTED)
    assert await appointment.leaves() == []


async def test_who_comes_again_after_all_is_invited_again(appointment: Appointment) -> None:
    await appointment.is_told(K.NOTED)
    await appointment.leaves()
    appointment.becomes(standing=False)
    await appointment.is_told(K.CALLED_OFF)
    await appointment.leaves()
    appointment.becomes(standing=True)
    await appointment.is_told(K.NOTED)
    (got,) = await appointment.leaves()
    calendar, event = event_of(got)
    assert (str(calendar["METHOD"]), event["SEQUENCE"]) == ("REQUEST", 2)


async def test_a_copy_that_may_be_out_is_repeated_as_it_was_then_put_right(
    appointment: Appointment,
) -> None:
    appointment.server.says("content", "keep and drop")
    await appointment.is_told(K.NOTED)
    appointment.clock.passes(minutes=11)
    composer = replace(appointment.hosts.composer, units=appointment.post.units)
    ((mail_id, _),) = await appointment.mails()
    async with sending(appointment.post.units, settings_for(appointment.server.port), composer):
        await appointment.post.becomes(mail_id, "deferred")
        appointment.becomes(place="Atelier")
        await appointment.is_told(K.MOVED)
        appointment.clock.passes(minutes=9)
        await appointment.post.becomes(mail_id, "sent")
    await appointment.leaves()

    places = [str(event_of(one)[1]["LOCATION"]) for one in appointment.server.mails]
    assert places[:-1] == [INVITE.place] * (len(places) - 1)
    assert places[-1] == "Atelier"
    first, again, *_ = appointment.server.mails
    assert (first.message_id, first.content) == (again.message_id, again.content)


async def test_what_it_said_is_forgotten_and_who_had_it_is_not(appointment: Appointment) -> None:
    await appointment.is_told(K.NOTED)
    await appointment.leaves()
    ((mail_id, _),) = await appointment.mails()
    assert "hortense@garage.example" in (await appointment.post.row(mail_id))["calendar"].replace(
        "\r\n ", ""
    )
    async with appointment.post.units.begin(own(HERE)) as uow:
        await Leases(uow).forget_bodies(now=appointment.clock.now + timedelta(days=31))
    assert (await appointment.post.row(mail_id))["calendar"] is None

    appointment.becomes(standing=False)
    await appointment.is_told(K.CALLED_OFF)
    (got,) = await appointment.leaves()
    assert str(event_of(got)[0]["METHOD"]) == "CANCEL"


@pytest.mark.parametrize(
    "changes", [{"silent": True}, {"mail": None}, {"stopped": True}, {"returned": True}]
)
async def test_who_is_not_to_be_written_to_is_not(
    appointment: Appointment, changes: dict[str, object]
) -> None:
    appointment.becomes(**changes)
    for kind in K:
        await appointment.is_told(kind)
    assert await appointment.leaves() == []


async def test_a_reminder_says_whom_to_call_and_changes_no_calendar(
    appointment: Appointment,
) -> None:
    await appointment.is_told(K.NOTED)
    await appointment.leaves()
    await appointment.is_told(K.REMINDER)
    (got,) = await appointment.leaves()
    assert got.words("Subject").startswith("Action confirmée")
    assert got.message.get_content_type() == "multipart/alternative"
    assert "Camille Rivière" in got.part("plain")
    assert "05 36 49 00 12" in got.part("plain").replace("\u00a0", " ")

    appointment.becomes(standing=False)
    await appointment.is_told(K.REMINDER)
    assert await appointment.leaves() == []


def earlier(**changes: object) -> EarlierMail:
    known = {
        "mail_id": uuid4(),
        "state": State.SENT,
        "queued_at": NOW,
        "may_have_left": False,
        "out": True,
        "method": Method.REQUEST,
        "sequence": 0,
        "facts": "others",
    }
    return EarlierMail(**{**known, **changes})  # type: ignore[arg-type]  # each test gives its own


@pytest.mark.parametrize(
    ("standing", "others", "say"),
    [
        (True, (), Say.FIRST),
        (False, (), Say.NOTHING),
        (True, (earlier(),), Say.CHANGED),
        (False, (earlier(),), Say.CANCELLED),
        (False, (earlier(reason=RETURNED, state=State.FAILED),), Say.NOTHING),
        (False, (earlier(out=False, state=State.FAILED),), Say.NOTHING),
        (False, (earlier(out=False, may_have_left=True, state=State.CANCELLED),), Say.CANCELLED),
        (False, (earlier(out=False, state=State.ATTEMPTING),), Say.LATER),
        (True, (earlier(out=False, may_have_left=True, state=State.DEFERRED),), Say.LATER),
        (True, (earlier(out=False, method=None, state=State.QUEUED),), Say.NOTHING),
        (True, (earlier(), earlier(method=Method.CANCEL, sequence=1)), Say.FIRST),
        (False, (earlier(), earlier(method=Method.CANCEL, sequence=1)), Say.NOTHING),
    ],
)
def test_what_was_told_before_decides_what_is_left_to_say(
    standing: bool, others: Sequence[EarlierMail], say: Say
) -> None:
    invitation = CalendarInvitation(
        id=uuid4(), sequence=2, standing=standing, on=NOW.date(), summary="Forum"
    )
    later = NOW + timedelta(minutes=1)
    assert to_say(invitation, others, mail_id=uuid4(), queued_at=later) is say


async def test_a_contact_that_comes_is_written_to_and_forgotten(told: Told, post: Post) -> None:
    invite = ActionInviteAskedV1(
        invite_id=ActionInviteId(uuid4()),
        contact_id=ContactId(uuid4()),
        kind=K.NOTED,
        occurred_on=NOW.date(),
    )
    envelope = await told.partnerships.say(invite, at=LATER)
    await told.partnerships.say(invite, event_id=envelope.id, at=LATER)
    reminder = invite.model_copy(update={"kind": K.REMINDER})
    await told.partnerships.say(reminder, at=LATER)
    await handled(post, 2)
    rows = await post.superuser.fetch(
        "SELECT template, queued_at, next_attempt_at FROM mails ORDER BY template"
    )
    assert [row["template"] for row in rows] == ["action_noted", "action_reminder"]
    assert rows[0]["next_attempt_at"] == rows[0]["queued_at"] + PATIENCE
    assert rows[1]["next_attempt_at"] == leaves_at(rows[1]["queued_at"], urgent=False)

    erased = ContactErasedV1(
        contact_id=invite.contact_id, checks=(), placements=(), occurred_on=NOW.date()
    )
    await told.partnerships.say(erased, at=LATER)
    await handled(post, 3)
    states = await post.superuser.fetch("SELECT state, last_reason FROM mails")
    assert {tuple(row) for row in states} == {("cancelled", "gone")}
