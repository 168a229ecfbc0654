"""A mail to many companies is one letter to each, and who wrote it hears what became of each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.identifiers import ContactId, MailingId
from contracts.notifications.mails import LetterState, MailingLetterMovedV1
from contracts.partnerships.mailings import MailingCancelledV1, MailingLetterAskedV1
from deploy.nats.provision import provision
from services.chassis.reactions.consumer import ReactionRunner
from services.notifications.contents.model import Cannot, Composition, NotWanted
from services.notifications.mails.commands import cancel_mail, restore_mail
from services.notifications.mails.model.mail import MailId
from services.notifications.mails.model.reasons import NO_ADDRESS, STOPPED
from services.notifications.mails.model.recipients import mailing_of, reader_of
from services.notifications.mails.model.template import Template
from services.notifications.service import SERVICE
from services.notifications.subscribers import reactions
from tests.notifications.sending import Writer, sending, settings_for
from tests.notifications.world import ELSEWHERE, HERE, Post, own
from tests.support.bus import Declared, Speaker, bus_of, generated_server
from tests.support.services import NOW, ServiceDatabases
from tests.support.smtp import Mailbox
from tests.support.waiting import eventually

SERVICES = (Declared("internships"), Declared("partnerships"), Declared("portal"), SERVICE)
MAILING = uuid4()
LATER = datetime(2100, 1, 1, tzinfo=UTC)


async def letter(post: Post, contact: UUID, **of: object) -> MailId:
    return await post.asks(
        reader_of(MAILING),
        template=Template.MAILING,
        aggregate_id=contact,
        **of,  # type: ignore[arg-type] # those of `asks`
    )


async def heard(databases: ServiceDatabases) -> list[tuple[UUID, LetterState]]:
    told = await databases.published(MailingLetterMovedV1)
    assert {one.mailing_id for one in told} <= {MAILING}
    return [(one.contact_id, one.state) for one in told]


async def test_who_wrote_hears_that_each_letter_left_in_the_name_of_its_lycee(
    post: Post, server: Mailbox, service_databases: ServiceDatabases
) -> None:
    here, there = uuid4(), uuid4()
    mails = [await letter(post, here), await letter(post, there, uai=ELSEWHERE)]
    other = await post.asks()

    async with sending(post.units, settings_for(server.port), Writer()):
        for mail in (*mails, other):
            await post.becomes(mail, "sent")

    assert sorted(await heard(service_databases)) == sorted(
        (one, LetterState.LEFT) for one in (here, there)
    )
    sources = await post.superuser.fetch("SELECT DISTINCT uai FROM journal ORDER BY uai")
    assert [row["uai"] for row in sources] == [HERE, ELSEWHERE]
    assert all(len(mail.recipients) == 1 for mail in server.mails)


@pytest.mark.parametrize(
    ("instead", "state"),
    [
        (NotWanted(STOPPED), LetterState.STOPPED),
        (NotWanted("over"), LetterState.CANCELLED),
        (Cannot(NO_ADDRESS, lasting=True), LetterState.NO_ADDRESS),
    ],
)
async def test_who_wrote_hears_why_a_letter_did_not_leave(
    post: Post,
    server: Mailbox,
    service_databases: ServiceDatabases,
    instead: Composition,
    state: LetterState,
) -> None:
    contact = uuid4()
    mail = await letter(post, contact)

    async with sending(post.units, settings_for(server.port), Writer(instead=instead)):
        await eventually(lambda: finished(post, mail))

    assert await heard(service_databases) == [(contact, state)]


async def test_a_refused_letter_is_told_as_undelivered_and_one_put_off_is_not_told(
    post: Post, server: Mailbox, service_databases: ServiceDatabases
) -> None:
    first, second = uuid4(), uuid4()
    server.says("rcpt", "550 5.1.1 nobody")
    refused = await letter(post, first)
    async with sending(post.units, settings_for(server.port), Writer()):
        await post.becomes(refused, "failed")
        server.says("rcpt", "450 later")
        put_off = await letter(post, second)
        await post.becomes(put_off, "deferred")

    assert await heard(service_databases) == [(first, LetterState.UNDELIVERED)]


async def finished(post: Post, mail: MailId) -> bool:
    return (await post.row(mail))["finished_at"] is not None


async def test_a_letter_cancelled_and_restored_by_hand_is_told_each_time(
    post: Post, service_databases: ServiceDatabases
) -> None:
    contact = uuid4()
    mail = await letter(post, contact)
    for do in (cancel_mail, restore_mail):
        async with post.units.begin(own(HERE)) as uow:
            await do(uow, mail_id=mail, now=uow.now)
    # A mail that is no such letter is told to nobody.
    async with post.units.begin(own(HERE)) as uow:
        await cancel_mail(uow, mail_id=await post.asks(), now=uow.now)

    assert await heard(service_databases) == [
        (contact, LetterState.CANCELLED),
        (contact, LetterState.WAITING),
    ]


@pytest_asyncio.fixture
async def registry(
    post: Post, service_databases: ServiceDatabases, tmp_path: Path
) -> AsyncIterator[Speaker]:
    """What the registry says, heard by the running reactions."""
    settings = service_databases.settings
    async with generated_server(tmp_path, settings, SERVICES) as server:
        here = settings.replaced(nats_url=server.url)
        await provision(here, SERVICES)
        async with bus_of(here, "notifications") as bus, bus_of(here, "partnerships") as said:
            runner = ReactionRunner(reactions, bus=bus, units=post.units, department="82")
            await runner.start()
            yield Speaker(said)
            await runner.stop()


async def test_one_row_is_queued_for_each_contact_and_none_leaves_once_it_is_cancelled(
    registry: Speaker, post: Post, service_databases: ServiceDatabases
) -> None:
    contacts = [ContactId(uuid4()) for _ in range(3)]
    mailing = MailingId(MAILING)
    for contact in contacts:
        asked = MailingLetterAskedV1(mailing_id=mailing, contact_id=contact, occurred_on=NOW.date())
        envelope = await registry.say(asked, at=LATER)
        await registry.say(asked, event_id=envelope.id, at=LATER)

    async def rows() -> list[tuple[str, str]]:
        found = await post.superuser.fetch("SELECT recipient, state FROM mails")
        assert len(found) == 3, found
        return [tuple(row) for row in found]

    queued = await eventually(rows)
    assert queued == [(reader_of(MAILING), "queued")] * 3
    assert mailing_of(reader_of(MAILING)) == MAILING

    await registry.say(MailingCancelledV1(mailing_id=mailing, occurred_on=NOW.date()), at=LATER)
    await eventually(lambda: all_cancelled(post))
    assert sorted(await heard(service_databases)) == sorted(
        (one, LetterState.CANCELLED) for one in contacts
    )


async def all_cancelled(post: Post) -> bool:
    return set(await post.states()) == {"cancelled"}
