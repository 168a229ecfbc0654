"""Visits in the calendar of who hosts a pupil: told once, moved, called off, to exactly who had it."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from contracts.identifiers import ContactId, PlacementId, PupilYearId, SiteKey
from contracts.internships.periods import PupilErasedV1
from contracts.internships.visits import (
    VISIT_INVITE,
    VisitId,
    VisitInvite,
    VisitInviteAskedV1,
    VisitInviteKind,
    VisitWay,
)
from contracts.partnerships.questions import HOST_CONTACT, HostContact
from contracts.portal.accounts import BUREAU_PEOPLE, BureauPeople
from services.notifications.calendar_invitations.commands import PATIENCE, enqueue_invitation
from services.notifications.calendar_invitations.reactions import VISIT_MAILS
from tests.notifications.calendar_invitations.test_invitations import Appointment, event_of
from tests.notifications.mails.test_subscribers import LATER, Told, handled, told
from tests.notifications.owners import owners
from tests.notifications.sending import Clock
from tests.notifications.world import Post, own
from tests.support.network import HERE
from tests.support.services import NOW, ServiceDatabases
from tests.support.smtp import Mailbox

__all__ = ["told"]
HOST = HostContact(
    company="Garage du Pont",
    contact_name="Hortense Delbosc",
    mail="hortense@garage.example",
    contact_id=ContactId(uuid4()),
    contact_version=3,
    stop_url="https://passerelle.example/espace-entreprise/courriels/abc",
)
OTHER = HOST.model_copy(
    update={"contact_name": "Odon Perdigal", "mail": "odon@garage.example", "contact_id": uuid4()}
)
VISIT = VisitInvite(
    standing=True,
    silent=False,
    sequence=0,
    site_key=SiteKey.local(uuid4()),
    tutor_id=None,
    placement_id=PlacementId(uuid4()),
    pupil_name="Zéphyrine Canarival",
    formation="2de pro Électricité",
    referent="Mme Roux",
    way=VisitWay.ON_SITE,
    commune="Moissac",
    on=date(2027, 1, 19),
    starts_at=time(14, 30),
)
K = VisitInviteKind


class PlannedVisit(Appointment):
    """A visit as its owner knows it, and the mails about it."""

    def becomes(self, **changes: object) -> None:
        """The owner knows it otherwise from now on."""
        asked = self.hosts.told[VISIT_INVITE.name]
        assert isinstance(asked, VisitInvite)
        later = {"sequence": asked.sequence + 1, **changes}
        self.hosts.tell(VISIT_INVITE, asked.model_copy(update=later))

    async def is_said(self, kind: VisitInviteKind) -> None:
        """A mail is asked for."""
        async with self.post.units.begin(own(HERE)) as uow:
            await enqueue_invitation(
                uow, template=VISIT_MAILS[kind], cause=uuid4(), invite_id=self.id, now=uow.now
            )


@pytest_asyncio.fixture
async def visit(
    post: Post, server: Mailbox, clock: Clock, service_databases: ServiceDatabases, tmp_path: Path
) -> AsyncIterator[PlannedVisit]:
    async with owners(service_databases.settings, tmp_path) as running:
        running.tell(VISIT_INVITE, VISIT)
        running.tell(HOST_CONTACT, HOST)
        running.tell(BUREAU_PEOPLE, BureauPeople(lycee="Lycée des Tilleuls", members=()))
        yield PlannedVisit(post, running, server, clock, uuid4())


async def test_a_host_reads_who_comes_to_whom_and_calendars_name_nobody(
    visit: PlannedVisit, post: Post
) -> None:
    await visit.is_said(K.PLANNED)
    (got,) = await visit.leaves()

    assert got.words("Subject").startswith("Visite prévue")
    for part in ("plain", "html"):
        for words in ("Zéphyrine Canarival", "Mme Roux", "14\u00a0h\u00a030", "Moissac"):
            assert words in got.part(part)
    # Each on a line of its own.
    assert "14\u00a0h\u00a030\r\nRendez-vous" in got.part("plain")
    assert HOST.stop_url is not None
    assert HOST.stop_url in got.part("plain")
    calendar, event = event_of(got)
    assert str(calendar["METHOD"]) == "REQUEST"
    assert event.decoded("DTSTART") == datetime(2027, 1, 19, 13, 30, tzinfo=UTC)
    assert str(event["LOCATION"]) == "Dans votre entreprise, Moissac"
    assert str(event["ATTENDEE"]) == "mailto:hortense@garage.example"
    ((kept,),) = await post.superuser.fetch(
        "SELECT (html || text || calendar || subject) FROM mails"
    )
    for name in ("Canarival", "Roux"):
        assert name not in kept
        assert name not in calendar.to_ical().decode()


async def test_a_visit_that_moves_then_is_off_is_told_by_the_same_appointment(
    visit: PlannedVisit,
) -> None:
    await visit.is_said(K.PLANNED)
    (first,) = await visit.leaves()
    visit.becomes(on=date(2027, 1, 20), starts_at=None, way=VisitWay.VIDEO)
    await visit.is_said(K.MOVED)
    (moved,) = await visit.leaves()
    visit.becomes(standing=False)
    await visit.is_said(K.CALLED_OFF)
    (off,) = await visit.leaves()

    assert moved.words("Subject").startswith("Visite déplacée")
    assert off.words("Subject").startswith("Visite annulée")
    assert "En visioconférence" in moved.part("plain")
    told_ = [event_of(one) for one in (first, moved, off)]
    assert [str(calendar["METHOD"]) for calendar, _ in told_] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event["SEQUENCE"] for _, event in told_] == [0, 1, 2]
    assert len({str(event["UID"]) for _, event in told_}) == 1
    assert told_[1][1].decoded("DTSTART") == date(2027, 1, 20)


async def test_a_slip_is_told_to_nobody(visit: PlannedVisit) -> None:
    await visit.is_said(K.PLANNED)
    visit.becomes(standing=False)
    await visit.is_said(K.CALLED_OFF)
    assert await visit.leaves() == []


@pytest.mark.parametrize("kind", [K.PLANNED, K.MOVED, K.CALLED_OFF])
async def test_nothing_is_written_of_a_day_that_is_over_or_a_visit_that_was_noted(
    visit: PlannedVisit, kind: VisitInviteKind
) -> None:
    visit.becomes(silent=True)
    await visit.is_said(kind)
    assert await visit.leaves() == []


async def test_who_was_not_invited_is_told_of_no_cancellation_whoever_was(
    visit: PlannedVisit,
) -> None:
    await visit.is_said(K.PLANNED)
    assert len(await visit.leaves()) == 1
    visit.hosts.tell(HOST_CONTACT, OTHER)
    visit.becomes(standing=False)
    await visit.is_said(K.CALLED_OFF)
    assert await visit.leaves() == []


async def test_another_reader_is_invited_by_what_moves(visit: PlannedVisit) -> None:
    await visit.is_said(K.PLANNED)
    await visit.leaves()
    visit.hosts.tell(HOST_CONTACT, OTHER)
    visit.becomes(on=date(2027, 1, 20))
    await visit.is_said(K.MOVED)
    (got,) = await visit.leaves()
    assert got.words("Subject").startswith("Visite prévue")
    assert str(event_of(got)[1]["ATTENDEE"]) == "mailto:odon@garage.example"


@pytest.mark.parametrize("why", [{"mail": None}, {"stopped": True}, {"returned": True}])
async def test_who_is_not_written_to_is_not_invited(
    visit: PlannedVisit, why: dict[str, object]
) -> None:
    visit.hosts.tell(HOST_CONTACT, HOST.model_copy(update=why))
    await visit.is_said(K.PLANNED)
    assert await visit.leaves() == []


async def test_a_visit_is_written_of_in_ten_minutes_and_forgotten_with_the_pupil(
    told: Told, post: Post
) -> None:
    asked = VisitInviteAskedV1(
        visit_id=VisitId(uuid4()),
        placement_id=PlacementId(uuid4()),
        tutor_id=None,
        kind=K.PLANNED,
        occurred_on=NOW.date(),
    )
    envelope = await told.internships.say(asked, at=LATER)
    await told.internships.say(asked, event_id=envelope.id, at=LATER)
    await handled(post, 1)
    (row,) = await post.superuser.fetch("SELECT template, queued_at, next_attempt_at FROM mails")
    assert row["template"] == "visit_planned"
    assert row["next_attempt_at"] == row["queued_at"] + PATIENCE
    await post.superuser.execute("UPDATE mails SET subject = 'x', text = 'x', calendar = 'x'")
    erased = PupilErasedV1(
        pupil_year_id=PupilYearId(uuid4()),
        placements=(asked.placement_id,),
        interactions=(),
        occurred_on=NOW.date(),
    )
    await told.internships.say(erased, at=LATER)
    await handled(post, 2)
    (row,) = await post.superuser.fetch("SELECT subject, text, calendar FROM mails")
    assert tuple(row) == (None, None, None)
