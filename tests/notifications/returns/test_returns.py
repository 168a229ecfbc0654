"""What comes back by SMTP is noted with its mail, and the card of its contact is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import aiosmtplib
import asyncpg
import pytest
import pytest_asyncio

from contracts.notifications.mails import (
    ContactMailReturnedV1,
    LetterState,
    MailingLetterMovedV1,
    MailReturnReason,
)
from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.ports import free_port
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.notifications.contents.model import Contact
from services.notifications.desk.labels import why
from services.notifications.mails.model.mail import MailId
from services.notifications.mails.model.recipients import reader_of
from services.notifications.mails.model.template import Template
from services.notifications.mails.queries.mails import read_mails
from services.notifications.returns.model.return_address import return_address
from services.notifications.service import SERVICE
from tests.notifications.reports import report, without_report
from tests.notifications.sending import SENDER, Writer, sending, settings_for
from tests.notifications.world import ELSEWHERE, HERE, Post, own
from tests.support.network import Running
from tests.support.services import ServiceDatabases
from tests.support.smtp import Mailbox
from tests.support.waiting import eventually

DOMAIN = "retours.example"
CONTACT = Contact(uuid4(), 3)


@dataclass
class Door:
    """The server mails come back to, and the queue they were of."""

    post: Post
    port: int
    databases: ServiceDatabases

    async def sent(self, **of: Any) -> MailId:
        """A mail that has left, to a contact of a company."""
        mail_id = await self.post.asks(**of)
        await self.post.superuser.execute(
            "UPDATE mails SET state = 'sent', finished_at = queued_at, attempts = 1,"
            " address = 'h.delbosc@quercy.example', contact_id = $2, contact_version = $3"
            " WHERE mail_id = $1",
            mail_id,
            CONTACT.id,
            CONTACT.version,
        )
        return mail_id

    async def comes_back(self, mail_id: MailId, content: bytes, domain: str = DOMAIN) -> int:
        """Bring it as the organisation's server does; the code it is answered."""
        to = return_address(mail_id, domain)
        async with aiosmtplib.SMTP(
            hostname="127.0.0.1", port=self.port, use_tls=False, start_tls=False
        ) as smtp:
            try:
                await smtp.sendmail("", [to], content)
            except aiosmtplib.SMTPRecipientsRefused as refused:
                return refused.recipients[0].code
            except aiosmtplib.SMTPResponseException as refused:
                return refused.code
        return 250

    async def told(self) -> list[ContactMailReturnedV1]:
        """What the cards of contacts were told."""
        return await self.databases.published(ContactMailReturnedV1)


@pytest_asyncio.fixture
async def door(service_databases: ServiceDatabases, nats: EmbeddedNats) -> AsyncIterator[Door]:
    settings = service_databases.settings.replaced(
        nats_url=nats.url, returns_domain=DOMAIN, returns_smtp_port=free_port()
    )
    async with Running(service_databases, settings)(SERVICE) as network:
        units: UnitsOfWork = network.runtime(SERVICE.name).work
        superuser: asyncpg.Connection = await service_databases.superuser(SERVICE.name)
        assert settings.returns_smtp_port
        yield Door(Post(units, superuser), settings.returns_smtp_port, service_databases)
        await superuser.close()


async def test_a_mail_that_comes_back_has_failed_and_the_card_of_its_contact_is_told_once(
    door: Door,
) -> None:
    mail_id = await door.sent()
    back = report("5.1.1", diagnostic="550 5.1.1 User unknown")

    assert await door.comes_back(mail_id, back) == 250
    assert await door.comes_back(mail_id, back) == 250

    row = await door.post.row(mail_id)
    assert (row["state"], row["last_reason"], row["last_status"]) == ("failed", "returned", "5.1.1")
    [told] = await door.told()
    assert (told.contact_id, told.contact_version) == (CONTACT.id, CONTACT.version)
    assert told.reason is MailReturnReason.UNKNOWN_ADDRESS
    assert not told.to_many
    journal = await door.post.superuser.fetch("SELECT payload FROM journal")
    assert not any("quercy" in one["payload"] for one in journal)
    async with door.post.units.begin(own(HERE)) as uow:
        [shown] = (await read_mails(uow)).items
    said = why(shown)
    assert said is not None
    assert said.sentence == (
        "Il est parti, puis revenu\u202f: la messagerie du destinataire ne connaît pas cette"
        " adresse (réponse 550)."
    )


@pytest.mark.parametrize(
    "content",
    [
        report("4.4.1", action="delayed"),
        without_report("Je suis absente.", Auto_Submitted="auto-replied"),
    ],
    ids=["delay", "away"],
)
async def test_a_delay_or_an_absence_changes_nothing(door: Door, content: bytes) -> None:
    mail_id = await door.sent()

    assert await door.comes_back(mail_id, content) == 250

    assert (await door.post.row(mail_id))["state"] == "sent"
    assert await door.told() == []


CLASSES = (
    (report("5.1.1"), MailReturnReason.UNKNOWN_ADDRESS),
    (report("5.1.6"), MailReturnReason.UNKNOWN_ADDRESS),
    (report("5.2.1"), MailReturnReason.MAILBOX_CLOSED),
    (report("5.2.2"), MailReturnReason.MAILBOX_FULL),
    (report("4.2.2"), MailReturnReason.MAILBOX_FULL),
    (report("4.4.7"), MailReturnReason.NOT_REACHED),
    (report("5.3.4"), MailReturnReason.REFUSED),
    (report("5.5.0"), MailReturnReason.REFUSED),
    (report("5.6.1"), MailReturnReason.REFUSED),
    (report("5.7.1"), MailReturnReason.REFUSED),
    (report("4.4.7", action="delayed"), None),
    (report("2.1.5", action="delivered"), None),
    (report("2.1.5", action="relayed"), None),
    (report("2.1.5", action="expanded"), None),
)
"""A report of each class of RFC 3463 and of each action of RFC 3464, with what it says of the address."""


async def test_a_report_of_each_class_says_its_reason_and_another_one_nothing(door: Door) -> None:
    wanted = []
    for content, reason in CLASSES:
        mail_id = await door.sent(aggregate_id=uuid4())

        assert await door.comes_back(mail_id, content) == 250

        wanted += [reason] if reason else []
        assert (await door.post.row(mail_id))["state"] == ("failed" if reason else "sent")
        assert [one.reason for one in await door.told()] == wanted


async def test_who_wrote_to_many_hears_that_a_letter_came_back(door: Door) -> None:
    mailing = uuid4()
    mail_id = await door.sent(
        recipient=reader_of(mailing),
        template=Template.MAILING,
        aggregate_id=CONTACT.id,
        uai=ELSEWHERE,
    )

    assert await door.comes_back(mail_id, report("5.2.2")) == 250

    [moved] = await door.databases.published(MailingLetterMovedV1)
    assert (moved.mailing_id, moved.state) == (mailing, LetterState.UNDELIVERED)
    [told] = await door.told()
    assert (told.reason, told.to_many) == (MailReturnReason.MAILBOX_FULL, True)
    sources = await door.post.superuser.fetch("SELECT DISTINCT uai FROM journal")
    assert [row["uai"] for row in sources] == [ELSEWHERE]


async def test_an_address_that_is_of_no_mail_is_refused_before_anything_is_said(door: Door) -> None:
    mail_id = await door.sent()

    assert await door.comes_back(MailId(uuid4()), report("5.1.1")) == 550
    assert await door.comes_back(mail_id, report("5.1.1"), domain="autre.example") == 550
    assert (await door.post.row(mail_id))["state"] == "sent"


async def test_what_comes_back_before_it_is_noted_that_it_left_is_asked_for_again(
    door: Door,
) -> None:
    mail_id = await door.sent()
    await door.post.superuser.execute(
        "UPDATE mails SET state = 'attempting', finished_at = NULL, lease_token = $2,"
        " next_attempt_at = '2100-01-01' WHERE mail_id = $1",
        mail_id,
        uuid4(),
    )

    assert await door.comes_back(mail_id, report("5.1.1")) == 451

    await door.post.superuser.execute(
        "UPDATE mails SET state = 'sent', finished_at = queued_at, lease_token = NULL"
        " WHERE mail_id = $1",
        mail_id,
    )
    assert await door.comes_back(mail_id, report("5.1.1")) == 250
    assert (await door.post.row(mail_id))["state"] == "failed"


async def test_a_mail_of_which_nothing_is_kept_tells_nobody(door: Door) -> None:
    mail_id = await door.sent()
    await door.post.superuser.execute(
        "UPDATE mails SET contact_id = NULL, contact_version = NULL, address = NULL"
    )

    assert await door.comes_back(mail_id, report("5.1.1")) == 250

    assert (await door.post.row(mail_id))["state"] == "failed"
    assert await door.told() == []


async def test_an_address_refused_at_once_is_told_as_well(
    post: Post, server: Mailbox, service_databases: ServiceDatabases
) -> None:
    server.always("rcpt", "550 5.1.1 No such user")
    mail_id = await post.asks()
    staff = await post.asks("account:" + str(uuid4()), template=Template.INVITATION)

    writer = Writer(changes={"contact": CONTACT})
    async with sending(post.units, settings_for(server.port), writer):
        for one in (mail_id, staff):
            await post.becomes(one, "failed")

    told = await eventually(lambda: service_databases.published(ContactMailReturnedV1))
    assert [(one.contact_id, one.reason) for one in told][:1] == [
        (CONTACT.id, MailReturnReason.UNKNOWN_ADDRESS)
    ]
    assert len(told) == 1  # an account is no contact: « Envois » says it


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("rcpt", "550 relay not permitted"),
        ("rcpt", "553 sorry, that domain isn't in my list of allowed rcpthosts"),
        ("content", "550 This message was classified as spam"),
    ],
)
async def test_a_refusal_that_names_no_status_says_nothing_of_the_address(
    post: Post, server: Mailbox, service_databases: ServiceDatabases, verb: str, said: str
) -> None:
    server.always(verb, said)
    mail_id = await post.asks()

    writer = Writer(changes={"contact": CONTACT})
    async with sending(post.units, settings_for(server.port), writer):
        await post.becomes(mail_id, "failed")

    [told] = await eventually(lambda: service_databases.published(ContactMailReturnedV1))
    assert told.reason is MailReturnReason.REFUSED


async def test_mails_are_sent_from_an_address_of_their_own_at_the_domain_of_returns(
    post: Post, server: Mailbox
) -> None:
    mail_id, other = await post.asks(), await post.asks()

    async with sending(post.units, settings_for(server.port, returns_domain=DOMAIN), Writer()):
        for one in (mail_id, other):
            await post.becomes(one, "sent")

    assert {mail.sender for mail in server.mails} == {
        return_address(one, DOMAIN) for one in (mail_id, other)
    }
    assert SENDER.partition("@")[2] != DOMAIN
