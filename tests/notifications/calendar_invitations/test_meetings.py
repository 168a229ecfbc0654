"""Meetings of committees in calendars: members by their address, bureaux by the people who run them."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from contracts.coordination.committees import (
    CommitteeAddressId,
    CommitteeMemberId,
    CommitteePersonErasedV1,
)
from contracts.coordination.meetings import (
    MEETING_INVITE,
    MeetingInvite,
    MeetingInviteAskedV1,
    MeetingInviteId,
)
from contracts.identifiers import AccountId
from contracts.notifications.mails import MailReturnReason, MemberMailReturnedV1
from contracts.partnerships.addresses import ADDRESS_STANDING, AddressStanding
from contracts.portal.accounts import (
    BUREAU_PEOPLE,
    ROLE_HOLDERS,
    BureauMember,
    BureauPeople,
    RoleHolder,
    RoleHolders,
)
from services.notifications.calendar_invitations.commands import PATIENCE, enqueue_invitation
from services.notifications.mails.model.mail import MailId
from services.notifications.mails.model.recipients import BUREAU, MEMBER
from services.notifications.mails.model.template import Template
from services.notifications.returns.commands import note_return
from services.notifications.returns.model.delivery_report import Failure
from tests.notifications.calendar_invitations.test_invitations import Appointment, event_of
from tests.notifications.mails.test_subscribers import LATER, Told, handled, told
from tests.notifications.owners import owners
from tests.notifications.sending import Clock, sending, settings_for
from tests.notifications.world import Post, own
from tests.support.network import HERE
from tests.support.services import NOW, ServiceDatabases
from tests.support.smtp import Delivered, Mailbox
from tests.support.waiting import eventually

__all__ = ["told"]
MEETING = MeetingInvite(
    standing=True,
    silent=False,
    sequence=1,
    committee="CLEE de la Lomagne",
    kind="CLEE",
    on=date(2027, 1, 19),
    starts_at=time(14, 0),
    ends_at=time(16, 0),
    place="Salle Ingres, 82000 Montauban",
    agenda="Le forum des métiers.\n\nLes places de mai.",
    person="Ghislaine Canarival",
    organisation="Menuiserie Delbosc",
    mail="ghislaine@delbosc.example",
    address_id=CommitteeAddressId(uuid4()),
    stop_url="https://passerelle.example/comites/courriels/abc",
)
OF_BUREAU = MeetingInvite(
    **MEETING.model_dump(exclude={"person", "mail", "address_id", "stop_url", "lycee", "left_out"}),
    lycee=HERE,
)
CAMILLE, ODON = (
    BureauMember(account_id=AccountId(uuid4()), display_name=name, mail=mail)
    for name, mail in (
        ("Camille Rivière", "camille@lycee.example"),
        ("Odon Perdigal", "odon@lycee.example"),
    )
)
SOLANGE = RoleHolder(
    account_id=AccountId(uuid4()),
    display_name="Solange Estève",
    mail="solange@dsden.example",
    roles=("supervisor",),
)


class ConvenedMeeting(Appointment):
    """A meeting as its owner knows it for one reader, and the mails about it."""

    recipient = MEMBER

    def becomes(self, **changes: object) -> None:
        """The owner knows it otherwise from now on."""
        asked = self.hosts.told[MEETING_INVITE.name]
        assert isinstance(asked, MeetingInvite)
        later = {"sequence": asked.sequence + 1, **changes}
        self.hosts.tell(MEETING_INVITE, asked.model_copy(update=later))

    def is_read_by_a_bureau(self) -> None:
        """Its reader is the bureau of a lycée."""
        self.recipient = BUREAU
        self.hosts.tell(MEETING_INVITE, OF_BUREAU)

    async def is_said(self) -> None:
        """A mail is asked for."""
        async with self.post.units.begin(own(HERE)) as uow:
            await enqueue_invitation(
                uow,
                template=Template.MEETING_INVITE,
                cause=uuid4(),
                invite_id=self.id,
                recipient=self.recipient,
                now=uow.now,
            )

    async def leaves(self) -> Sequence[Delivered]:
        """What the mail server got once nothing waits any more, those of several people too."""
        self.clock.passes(seconds=PATIENCE.total_seconds() + 1)
        before = len(self.server.mails)
        composer = replace(self.hosts.composer, units=self.post.units)
        async with sending(self.post.units, settings_for(self.server.port), composer):

            async def nothing_waits() -> bool:
                waiting = await self.post.superuser.fetchval(
                    "SELECT count(*) FROM mails WHERE finished_at IS NULL"
                )
                return not waiting

            await eventually(nothing_waits)
        return self.server.mails[before:]


@pytest_asyncio.fixture
async def meeting(
    post: Post, server: Mailbox, clock: Clock, service_databases: ServiceDatabases, tmp_path: Path
) -> AsyncIterator[ConvenedMeeting]:
    async with owners(service_databases.settings, tmp_path) as running:
        running.tell(MEETING_INVITE, MEETING)
        running.tell(ADDRESS_STANDING, AddressStanding())
        running.tell(ROLE_HOLDERS, RoleHolders(holders=(SOLANGE,)))
        running.tell(BUREAU_PEOPLE, BureauPeople(lycee="DSDEN 82", members=(CAMILLE, ODON)))
        yield ConvenedMeeting(post, running, server, clock, uuid4())


async def test_a_member_is_convened_with_what_calendars_look_for(meeting: ConvenedMeeting) -> None:
    await meeting.is_said()
    (got,) = await meeting.leaves()

    assert got.words("Subject").startswith("Convocation")
    assert "solange@dsden.example" in got.words("Reply-To")
    assert "abc" in got.words("List-Unsubscribe")
    for part in ("plain", "html"):
        for words in (
            "Ghislaine Canarival",
            "CLEE de la Lomagne",
            "14\u00a0h\u00a000",
            "Salle Ingres",
            "Les places de mai.",
            "Menuiserie Delbosc",
        ):
            assert words in got.part(part), (part, words)
    assert "Ne plus recevoir les convocations des comités" in got.part("plain")
    calendar, event = event_of(got)
    assert str(calendar["METHOD"]) == "REQUEST"
    assert event.decoded("DTSTART") == datetime(2027, 1, 19, 13, 0, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2027, 1, 19, 15, 0, tzinfo=UTC)
    assert str(event["SUMMARY"]) == "Réunion\u00a0: CLEE de la Lomagne"
    assert str(event["LOCATION"]) == "Salle Ingres, 82000 Montauban"
    assert str(event["ATTENDEE"]) == "mailto:ghislaine@delbosc.example"
    assert str(event["ORGANIZER"]) == "mailto:solange@dsden.example"


async def test_a_meeting_that_moves_then_is_off_is_the_same_appointment(
    meeting: ConvenedMeeting,
) -> None:
    await meeting.is_said()
    (first,) = await meeting.leaves()
    meeting.becomes(on=date(2027, 1, 20), starts_at=None, ends_at=None)
    await meeting.is_said()
    (moved,) = await meeting.leaves()
    meeting.becomes(standing=False)
    await meeting.is_said()
    (off,) = await meeting.leaves()

    assert moved.words("Subject").startswith("Réunion déplacée")
    assert off.words("Subject").startswith("Réunion annulée")
    assert "Ordre du jour" not in off.part("plain")
    said = [event_of(one) for one in (first, moved, off)]
    assert [str(calendar["METHOD"]) for calendar, _ in said] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event["SEQUENCE"] for _, event in said] == [1, 2, 3]
    assert len({str(event["UID"]) for _, event in said}) == 1
    assert said[1][1].decoded("DTSTART") == date(2027, 1, 20)


async def test_a_slip_is_told_to_nobody_and_two_changes_are_one_mail(
    meeting: ConvenedMeeting,
) -> None:
    await meeting.is_said()
    meeting.becomes(standing=False)
    await meeting.is_said()
    assert await meeting.leaves() == []
    meeting.becomes(standing=True)
    await meeting.is_said()
    meeting.becomes(place="Autre salle")
    await meeting.is_said()
    (got,) = await meeting.leaves()
    assert got.words("Subject").startswith("Convocation")
    assert "Autre salle" in got.part("plain")


async def test_who_is_expected_no_more_is_not_told_that_the_meeting_is_called_off(
    meeting: ConvenedMeeting,
) -> None:
    await meeting.is_said()
    assert len(await meeting.leaves()) == 1
    meeting.becomes(standing=False, takes_place=True)
    await meeting.is_said()
    (off,) = await meeting.leaves()

    assert off.words("Subject").startswith("Réunion retirée de votre agenda")
    for part in ("plain", "html"):
        assert "on ne vous y attend plus" in off.part(part)
        assert "n’a pas lieu" not in off.part(part)
    assert str(event_of(off)[0]["METHOD"]) == "CANCEL"


async def test_an_agenda_alone_is_no_mail(meeting: ConvenedMeeting) -> None:
    await meeting.is_said()
    assert len(await meeting.leaves()) == 1
    meeting.becomes(agenda="Autre chose.")
    await meeting.is_said()
    assert await meeting.leaves() == []


async def test_nothing_is_written_of_a_day_that_is_over(meeting: ConvenedMeeting) -> None:
    meeting.becomes(silent=True)
    await meeting.is_said()
    assert await meeting.leaves() == []


@pytest.mark.parametrize("why", [{"mail": None}, {"stopped": True}, {"returned": True}])
async def test_who_is_not_written_to_is_not_convened(
    meeting: ConvenedMeeting, why: dict[str, object]
) -> None:
    meeting.becomes(**why)
    await meeting.is_said()
    assert await meeting.leaves() == []


@pytest.mark.parametrize("why", [{"stopped": True}, {"returned": True}])
async def test_an_address_that_stopped_the_mails_of_lycees_is_written_to_by_no_committee(
    meeting: ConvenedMeeting, why: dict[str, bool]
) -> None:
    meeting.hosts.tell(ADDRESS_STANDING, AddressStanding(**why))
    await meeting.is_said()
    assert await meeting.leaves() == []


async def test_each_who_runs_the_bureau_is_convened_but_who_sits_there_in_person(
    meeting: ConvenedMeeting,
) -> None:
    meeting.is_read_by_a_bureau()
    await meeting.is_said()
    got = await meeting.leaves()
    assert sorted(str(event_of(one)[1]["ATTENDEE"]) for one in got) == [
        "mailto:camille@lycee.example",
        "mailto:odon@lycee.example",
    ]
    for one in got:
        assert "Votre lycée siège dans ce comité" in one.part("plain")
        assert "Ne plus recevoir" not in one.part("plain")

    meeting.becomes(on=date(2027, 1, 21), left_out=("odon@lycee.example",))
    await meeting.is_said()
    (moved,) = await meeting.leaves()
    assert moved.words("Subject").startswith("Réunion déplacée")
    meeting.becomes(standing=False, left_out=())
    await meeting.is_said()
    off = await meeting.leaves()
    assert [str(event_of(one)[0]["METHOD"]) for one in off] == ["CANCEL", "CANCEL"]


async def test_who_joined_the_bureau_since_is_convened_by_what_moves(
    meeting: ConvenedMeeting,
) -> None:
    meeting.is_read_by_a_bureau()
    meeting.hosts.tell(BUREAU_PEOPLE, BureauPeople(lycee="DSDEN 82", members=(CAMILLE,)))
    await meeting.is_said()
    await meeting.leaves()
    meeting.hosts.tell(BUREAU_PEOPLE, BureauPeople(lycee="DSDEN 82", members=(CAMILLE, ODON)))
    meeting.becomes(place="Autre salle")
    await meeting.is_said()
    got = {str(event_of(one)[1]["ATTENDEE"]): one for one in await meeting.leaves()}
    assert got["mailto:camille@lycee.example"].words("Subject").startswith("Réunion déplacée")
    assert got["mailto:odon@lycee.example"].words("Subject").startswith("Convocation")


async def test_a_mail_that_came_back_is_told_of_its_address_and_of_no_bureau(
    meeting: ConvenedMeeting, post: Post
) -> None:
    await meeting.is_said()
    await meeting.leaves()
    failure = Failure("5.1.1", 550)
    ((mail_id, _),) = await meeting.mails()
    async with post.units.begin(own(HERE)) as uow:
        await note_return(uow, mail_id=MailId(mail_id), failure=failure, now=uow.now)
    (payload,) = await post.superuser.fetch(
        "SELECT payload FROM journal WHERE subject LIKE '%member_mail_returned%'"
    )
    returned = MemberMailReturnedV1.model_validate_json(payload["payload"])
    assert returned.reader_id == MEETING.address_id
    assert returned.reason is MailReturnReason.UNKNOWN_ADDRESS


async def test_a_meeting_is_written_of_in_ten_minutes_and_forgotten_with_who_sits_there(
    told: Told, post: Post
) -> None:
    asked = MeetingInviteAskedV1(
        invite_id=MeetingInviteId(uuid4()),
        member_id=CommitteeMemberId(uuid4()),
        to_bureau=False,
        occurred_on=NOW.date(),
    )
    envelope = await told.coordination.say(asked, at=LATER)
    await told.coordination.say(asked, event_id=envelope.id, at=LATER)
    await handled(post, 1)
    (row,) = await post.superuser.fetch(
        "SELECT template, recipient, queued_at, next_attempt_at FROM mails"
    )
    assert (row["template"], row["recipient"]) == ("meeting_invite", MEMBER)
    assert row["next_attempt_at"] == row["queued_at"] + PATIENCE
    await post.superuser.execute("UPDATE mails SET subject = 'x', text = 'x', calendar = 'x'")
    erased = CommitteePersonErasedV1(member_id=asked.member_id, occurred_on=NOW.date())
    await told.coordination.say(erased, at=LATER)
    await handled(post, 2)
    (row,) = await post.superuser.fetch("SELECT subject, text, calendar FROM mails")
    assert tuple(row) == (None, None, None)
