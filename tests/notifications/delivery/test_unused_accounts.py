"""Mails about unused accounts: the portal hears of one that left or is wanted nowhere, of no other."""

from uuid import uuid4

import pytest

from contracts.notifications.mails import UnusedAccountWarnedV1
from services.notifications.contents.model import Composition, NotWanted
from services.notifications.mails.model.reasons import SETTLED
from services.notifications.mails.model.template import Template
from tests.notifications.sending import Clock, Writer, sending, settings_for
from tests.notifications.world import HERE, Post
from tests.support.services import ServiceDatabases
from tests.support.smtp import Mailbox
from tests.support.waiting import eventually


@pytest.mark.parametrize(("instead", "warned"), [(None, True), (NotWanted(SETTLED), False)])
async def test_the_portal_hears_that_it_left(
    post: Post,
    server: Mailbox,
    service_databases: ServiceDatabases,
    instead: Composition | None,
    warned: bool,
) -> None:
    notice_id = uuid4()
    mail = await post.asks(template=Template.ACCOUNT_UNUSED, aggregate_id=notice_id)

    async with sending(post.units, settings_for(server.port), Writer(instead=instead)):

        async def finished() -> bool:
            return (await post.row(mail))["finished_at"] is not None

        await eventually(finished)

    heard = await service_databases.published(UnusedAccountWarnedV1)
    assert [one.inactivity_notice_id for one in heard] == ([notice_id] if warned else [])
    journal = await post.superuser.fetch("SELECT uai FROM journal")
    assert [row["uai"] for row in journal] == ([HERE] if warned else [])


async def test_one_that_is_wanted_nowhere_told_all_it_can_and_one_that_could_not_leave_nothing(
    post: Post, server: Mailbox, service_databases: ServiceDatabases, clock: Clock
) -> None:
    refused, given_up = uuid4(), uuid4()
    server.says("rcpt", "550 5.1.1 Unknown")
    async with sending(post.units, settings_for(server.port), Writer()):
        mail = await post.asks(template=Template.ACCOUNT_UNUSED, aggregate_id=refused)
        await post.becomes(mail, "failed")
        server.says("rcpt", "450 4.2.0 Greylisted")
        mail = await post.asks(template=Template.ACCOUNT_UNUSED, aggregate_id=given_up)
        await post.becomes(mail, "deferred")
        server.says("rcpt", "450 4.2.0 Greylisted")
        clock.passes(days=6)
        row = await post.becomes(mail, "failed")
    assert row["last_reason"] == "gave-up"
    heard = await service_databases.published(UnusedAccountWarnedV1)
    assert [one.inactivity_notice_id for one in heard] == [refused]
