"""What is wrong with the mail queue, since when, and what to do."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

from services.chassis.operations.readings import Gauge
from services.chassis.runtime import Runtime
from services.chassis.settings import Settings
from services.notifications.delivery.worker import delivering
from services.notifications.queries.queue import RELAY, read_mail_gauges
from services.notifications.storage.leases import DEPARTMENT
from tests.notifications.sending import Clock, Writer, sending, settings_for
from tests.notifications.world import Post
from tests.support.services import NOW
from tests.support.smtp import Mailbox
from tests.support.waiting import eventually


async def gauges(post: Post) -> dict[str, Gauge]:
    async with post.units.begin(DEPARTMENT) as uow:
        return {gauge.name: gauge for gauge in await read_mail_gauges(uow)}


async def test_a_relay_that_is_mended_is_no_longer_a_finding(post: Post, server: Mailbox) -> None:
    server.always("banner", "554 5.7.1 Go away")
    mail = await post.asks()

    async with sending(post.units, settings_for(server.port), Writer()):

        async def said() -> str | None:
            finding = (await gauges(post))["mails_waiting"].finding
            return finding.what if finding else None

        assert await eventually(said) == (
            "Le serveur d’envoi des courriels refuse la connexion (réponse 554)."
        )
        server.well_again()
        await post.becomes(mail, "sent")
        assert await said() is None

    assert (await gauges(post))["mails_waiting"].value == 0


async def test_without_a_relay_mails_wait_and_it_is_said(post: Post, clock: Clock) -> None:
    mail = await post.asks()
    runtime = cast(Runtime, SimpleNamespace(settings=Settings(), work=post.units))

    async with delivering(lambda _: Writer())(runtime):

        async def said() -> Any:
            return (await gauges(post))["mails_waiting"].finding

        finding = await eventually(said)

    assert finding.what.startswith("Aucun serveur d’envoi n’est configuré")
    assert finding.since == NOW
    assert (await post.row(mail))["state"] == "queued"


async def test_mails_nobody_tries_are_a_finding_after_a_quarter_of_an_hour(
    post: Post, clock: Clock
) -> None:
    await post.asks()
    clock.passes(minutes=14)
    assert (await gauges(post))["mails_waiting"].finding is None

    clock.passes(minutes=2)
    finding = (await gauges(post))["mails_waiting"].finding

    assert finding is not None
    assert (finding.code, finding.since) == ("mails-late", NOW)


async def test_mails_that_failed_are_counted_for_a_week(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    server.says("rcpt", "550 5.1.1 Unknown")
    mail = await post.asks()
    async with sending(post.units, settings_for(server.port), Writer()):
        await post.becomes(mail, "failed")

    assert (await gauges(post))["mails_failed"].value == 1
    clock.now = NOW + timedelta(days=8)
    assert (await gauges(post))["mails_failed"].value == 0


def test_every_reason_says_what_to_do() -> None:
    for what, todo in RELAY.values():
        assert what
        assert todo.endswith(".")
