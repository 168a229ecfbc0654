"""What is wrong with the mail queue, since when, and what to do."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from services.chassis.base.settings import Settings
from services.chassis.operations.measures import Gauge
from services.chassis.runtime.running_service import Runtime
from services.notifications.contents.model import Due
from services.notifications.delivery.jobs.worker import delivering
from services.notifications.delivery.queries import RELAY, read_mail_gauges
from services.notifications.delivery.store.leases import DEPARTMENT
from tests.notifications.sending import Clock, Writer, sending, settings_for
from tests.notifications.world import Post
from tests.support.services import NOW
from tests.support.smtp import DROP, Mailbox
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


async def found(post: Post, gauge: str) -> tuple[str, str] | None:
    finding = (await gauges(post))[gauge].finding
    return (finding.code, finding.what) if finding else None


@pytest.mark.parametrize(
    ("verb", "answer", "said"),
    [
        (
            "rcpt",
            "451 4.7.1 Greylisted",
            ("mails-put-off", "Le serveur d’envoi remet à plus tard un courriel (réponse 451)."),
        ),
        (
            "content",
            DROP,
            ("mails-unanswered", "Le serveur d’envoi reçoit un courriel et ne répond plus."),
        ),
        (
            "mail",
            DROP,
            (
                "mails-unanswered",
                "Le serveur d’envoi rompt la connexion avant de prendre un courriel.",
            ),
        ),
    ],
)
async def test_a_relay_that_takes_us_in_and_no_mail_is_a_finding(
    post: Post, server: Mailbox, clock: Clock, verb: str, answer: str, said: tuple[str, str]
) -> None:
    server.always(verb, answer)
    mail = await post.asks()
    async with sending(post.units, settings_for(server.port), Writer()):
        await post.becomes(mail, "deferred")
    assert await found(post, "mails_waiting") is None

    # It is tried again meanwhile: what counts is since when, and not whether its time has come.
    clock.passes(minutes=31)
    assert await found(post, "mails_waiting") == said
    finding = (await gauges(post))["mails_waiting"].finding
    assert finding is not None
    assert finding.since == NOW


async def test_one_mailbox_that_is_full_is_no_trouble_of_a_relay_that_takes_others(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    server.always("rcpt", lambda about: "452 4.2.2 Full" if "pleine" in about else None)
    full = await post.asks()

    def address(due: Due) -> str:
        return "pleine@menuiserie.example" if due.mail_id == full else "accueil@fonderie.example"

    async with sending(post.units, settings_for(server.port), Writer(to=address)):
        await post.becomes(full, "deferred")
    clock.passes(minutes=31)
    assert await found(post, "mails_waiting") is not None
    another = await post.asks(now=clock.now)
    async with sending(post.units, settings_for(server.port), Writer(to=address)):
        await post.becomes(another, "sent")

    assert (await gauges(post))["mails_waiting"].value == 1
    assert await found(post, "mails_waiting") is None


async def test_a_relay_that_refuses_most_mails_is_a_finding(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    server.says("rcpt", *["550 5.7.1 No SPF"] * 2)
    mails = [await post.asks() for _ in range(2)]
    async with sending(post.units, settings_for(server.port), Writer()):
        for mail in mails:
            await post.becomes(mail, "failed")
        assert await found(post, "mails_failed") is None

        server.says("rcpt", "550 5.7.1 No SPF")
        await post.becomes(await post.asks(), "failed")
        await post.becomes(await post.asks(), "sent")

    told = (
        "Le serveur d’envoi a refusé 3 des 4 courriels donnés depuis 24\u00a0heures (réponse 550)."
    )
    assert await found(post, "mails_failed") == ("mails-refused", told)
    clock.passes(days=1, minutes=1)
    assert await found(post, "mails_failed") is None


def test_every_reason_says_what_to_do() -> None:
    for what, todo in RELAY.values():
        assert what
        assert todo.endswith(".")
