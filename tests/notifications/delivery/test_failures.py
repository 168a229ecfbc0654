"""Whatever the other server does, no mail is lost, and two copies are one mail."""

from __future__ import annotations

import ssl
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import trustme

from services.notifications.contents.model import Due
from services.notifications.delivery.store.leases import DEPARTMENT
from services.notifications.mail_server.store import MailServerTrouble, MailServerTroubles
from tests.notifications.sending import Clock, Writer, sending, settings_for
from tests.notifications.world import Post
from tests.support.services import NOW
from tests.support.smtp import (
    DROP,
    KEEP_AND_DROP,
    SILENT,
    Mailbox,
    password_is,
    smtp_server,
)
from tests.support.waiting import eventually

PUT_OFF = ("421 4.3.2 Closing", "450 4.2.0 Greylisted", "451 4.7.1 Later", "452 4.3.1 Full")
REFUSED = ("550 5.1.1 Unknown", "552 5.3.4 Too large", "554 5.7.1 Not wanted")
QUICK = 0.2


async def trouble(post: Post) -> MailServerTrouble | None:
    async with post.units.begin(DEPARTMENT) as uow:
        return await MailServerTroubles(uow).current()


@pytest.mark.parametrize("answer", PUT_OFF)
@pytest.mark.parametrize("verb", ["mail", "rcpt", "data", "content"])
async def test_a_mail_that_is_put_off_leaves_a_minute_later(
    post: Post, server: Mailbox, clock: Clock, verb: str, answer: str
) -> None:
    server.says(verb, answer)
    mail = await post.asks()

    async with sending(post.units, settings_for(server.port), Writer()):
        row = await post.becomes(mail, "deferred")
        assert row["next_attempt_at"] == NOW + timedelta(minutes=1)
        assert (row["last_reason"], row["last_code"]) == ("put-off", int(answer[:3]))
        assert row["last_status"] == answer[4:9]
        clock.passes(minutes=1)
        row = await post.becomes(mail, "sent")

    assert row["attempts"] == 2
    # Nothing left the first time: what is sent says what is true now.
    assert [got.message["Subject"] for got in server.mails] == ["Lieu d’accueil confirmé, écrit 2"]


@pytest.mark.parametrize("answer", REFUSED)
@pytest.mark.parametrize("verb", ["rcpt", "data", "content"])
async def test_a_mail_that_is_refused_fails_and_says_why(
    post: Post, server: Mailbox, clock: Clock, verb: str, answer: str
) -> None:
    server.says(verb, answer)
    mail = await post.asks()

    async with sending(post.units, settings_for(server.port), Writer()):
        row = await post.becomes(mail, "failed")
        clock.passes(days=1)
        other = await post.asks()
        await post.becomes(other, "sent")

    assert (row["last_reason"], row["last_code"]) == ("refused", int(answer[:3]))
    assert len(server.mails) == 1
    assert "accueil@" not in repr((row["last_reason"], row["last_status"]))


@pytest.mark.parametrize("what", [SILENT, DROP])
@pytest.mark.parametrize("verb", ["mail", "rcpt", "data"])
async def test_a_server_that_breaks_off_before_the_mail_is_said_gets_it_later(
    post: Post, server: Mailbox, clock: Clock, verb: str, what: str
) -> None:
    server.says(verb, what)
    mail = await post.asks()

    async with sending(post.units, settings_for(server.port), Writer(), verb_seconds=QUICK):
        row = await post.becomes(mail, "deferred")
        assert row["next_attempt_at"] == NOW + timedelta(minutes=1)
        clock.passes(minutes=1)
        await post.becomes(mail, "sent")

    assert len(server.mails) == 1


@pytest.mark.parametrize(("what", "copies"), [(SILENT, 1), (DROP, 1), (KEEP_AND_DROP, 2)])
async def test_when_nobody_knows_whether_it_left_it_leaves_again_as_the_same_mail(
    post: Post, server: Mailbox, clock: Clock, what: str, copies: int
) -> None:
    server.says("content", what)
    mail, writer = await post.asks(), Writer()

    async with sending(post.units, settings_for(server.port), writer, verb_seconds=QUICK):
        row = await post.becomes(mail, "deferred")
        assert row["last_reason"] == "outcome-unknown"
        clock.passes(minutes=1)
        await post.becomes(mail, "sent")

    assert writer.rounds == 2
    assert len(server.mails) == copies
    assert len({got.content for got in server.mails}) == 1


async def test_a_mail_that_was_put_off_goes_where_its_recipient_is_now(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    server.says("rcpt", "450 4.1.2 Domain not found")
    mail, writer = await post.asks(), Writer(to="accueil@menuiseri.example")

    async with sending(post.units, settings_for(server.port), writer):
        await post.becomes(mail, "deferred")
        writer.to = "accueil@menuiserie.example"
        clock.passes(minutes=1)
        row = await post.becomes(mail, "sent")

    assert row["address"] == "accueil@menuiserie.example"
    assert [got.recipients for got in server.mails] == [("accueil@menuiserie.example",)]


async def test_once_a_copy_may_be_out_all_others_say_the_same(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    server.says("content", KEEP_AND_DROP, "450 4.2.0 Greylisted", DROP, "250 2.0.0 Taken")
    mail, writer = await post.asks(), Writer()

    async with sending(post.units, settings_for(server.port), writer):
        for minutes in (1, 5, 15):
            row = await post.becomes(mail, "deferred")
            assert row["next_attempt_at"] == clock.now + timedelta(minutes=minutes)
            clock.passes(minutes=minutes)
            await eventually(partial(tried, writer, row["attempts"] + 1))
        await post.becomes(mail, "sent")

    assert writer.rounds == 4
    assert len(server.mails) == 2
    assert len({got.content for got in server.mails}) == 1


def tried(writer: Writer, times: int) -> bool:
    return writer.rounds == times


async def test_what_its_sender_left_behind_may_have_left(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    """A mail that was held when its process died is sent as it was written then."""
    mail, writer = await post.asks(), Writer()
    server.says("content", SILENT)
    async with sending(post.units, settings_for(server.port), writer):
        await eventually(lambda: server.verbs.count("data"))
        said = (await post.row(mail))["subject"]
        # As a process leaves it that is killed now: nothing is written down of the attempt.
        await post.superuser.execute(
            "UPDATE mails SET lease_token = gen_random_uuid() WHERE mail_id = $1", mail
        )
    clock.passes(minutes=6)
    async with sending(post.units, settings_for(server.port), writer):
        await post.becomes(mail, "sent")

    assert writer.rounds == 2
    assert [got.message["Subject"] for got in server.mails] == [said]


@pytest.mark.parametrize(
    ("verb", "what", "reason", "code"),
    [
        ("banner", "421 4.3.2 Not now", "smtp-relay-refuses", 421),
        ("banner", "554 5.7.1 Go away", "smtp-relay-refuses", 554),
        ("banner", SILENT, "smtp-no-answer", None),
        ("banner", DROP, "smtp-unreachable", None),
        ("ehlo", SILENT, "smtp-no-answer", None),
        ("mail", "550 5.7.1 Sender not allowed", "smtp-sender-refused", 550),
    ],
)
async def test_a_relay_that_turns_us_away_leaves_the_mails_as_they_were(
    post: Post, server: Mailbox, verb: str, what: str, reason: str, code: int | None
) -> None:
    server.always(verb, what)
    mail, settings = await post.asks(), settings_for(server.port)

    async with sending(post.units, settings, Writer(), verb_seconds=QUICK):
        seen = await eventually(lambda: trouble(post))
        assert seen is not None
        assert (seen.reason, seen.code) == (reason, code)
        row = await post.becomes(mail, "queued")
        assert (row["attempts"], row["last_reason"]) == (0, None)
        server.well_again()
        await post.becomes(mail, "sent")
        assert await trouble(post) is None

    assert len(server.mails) == 1


async def test_nothing_leaves_in_clear_when_encryption_is_stripped(post: Post) -> None:
    async with smtp_server() as stripped:
        settings = settings_for(stripped.port, smtp_security="starttls")
        mail = await post.asks()
        async with sending(post.units, settings, Writer(), verb_seconds=QUICK):
            seen = await eventually(lambda: trouble(post))

    assert seen is not None
    assert seen.reason == "smtp-not-offered"
    assert (await post.row(mail))["state"] == "queued"
    assert "mail" not in stripped.verbs


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("name", ["localhost", "autre.example"])
async def test_a_certificate_that_is_not_the_relays_ends_it(
    post: Post, security: str, name: str
) -> None:
    authority = trustme.CA()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(tls)
    async with smtp_server(tls=tls, at_once=security == "tls") as server:
        # Not an authority of ours; then not the name we called.
        settings = settings_for(server.port, smtp_security=security)
        with authority.cert_pem.tempfile() as pem:
            if name != "localhost":
                settings = settings.replaced(smtp_ca=pem)
            mail = await post.asks()
            async with sending(post.units, settings, Writer(), verb_seconds=2):
                seen = await eventually(lambda: trouble(post))

    assert seen is not None
    assert seen.reason == "smtp-certificate-refused"
    assert (await post.row(mail))["state"] == "queued"
    assert server.mails == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_mail_leaves_encrypted_and_signed_in(post: Post, security: str) -> None:
    authority = trustme.CA()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(tls)
    options: dict[str, Any] = {
        "authenticator": password_is("passerelle", "très secret"),
        "auth_required": True,
        "auth_require_tls": security == "starttls",
    }
    async with smtp_server(tls=tls, at_once=security == "tls", **options) as server:
        with authority.cert_pem.tempfile() as pem:
            right = settings_for(
                server.port,
                smtp_host="localhost",
                smtp_security=security,
                smtp_ca=pem,
                smtp_username="passerelle",
                smtp_password="très secret",
            )
            mail = await post.asks()
            wrong = right.replaced(smtp_password="autre")
            async with sending(post.units, wrong, Writer()):
                seen = await eventually(lambda: trouble(post))
            async with sending(post.units, right, Writer()):
                await post.becomes(mail, "sent")

    assert seen is not None
    assert seen.reason == "smtp-password-refused"
    assert len(server.mails) == 1


async def test_one_recipient_of_three_refused_keeps_nothing_from_the_others(
    post: Post, server: Mailbox
) -> None:
    server.always("rcpt", lambda to: "550 5.1.1 Unknown" if to.startswith("b@") else None)
    members = {f"account:{uuid4()}": f"{letter}@lycee.example" for letter in "abc"}

    def address(due: Due) -> str:
        return members[due.recipient]

    cause = uuid4()
    mails = [await post.asks(member, cause=cause) for member in members]
    async with sending(post.units, settings_for(server.port), Writer(to=address)):
        await post.becomes(mails[0], "sent")
        await post.becomes(mails[1], "failed")
        await post.becomes(mails[2], "sent")

    assert sorted(got.recipients for got in server.mails) == [
        ("a@lycee.example",),
        ("c@lycee.example",),
    ]


async def test_a_mail_put_off_for_five_days_fails(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    server.always("rcpt", "450 4.2.0 Greylisted")
    mail = await post.asks()
    waits: list[float] = []

    async with sending(post.units, settings_for(server.port), Writer()):
        while clock.now < NOW + timedelta(days=6):
            attempts = len(waits) + 1

            async def tried(attempts: int = attempts) -> bool:
                row = await post.row(mail)
                return (row["attempts"], row["state"] == "attempting") == (attempts, False)

            await eventually(tried)
            row = await post.row(mail)
            if row["state"] == "failed":
                break
            waits.append((row["next_attempt_at"] - clock.now).total_seconds() / 60)
            clock.now = row["next_attempt_at"]

    assert waits[:6] == [1, 5, 15, 60, 60, 60]
    assert (await post.row(mail))["last_reason"] == "gave-up"
    assert timedelta(days=4, hours=22) < clock.now - NOW <= timedelta(days=5)


async def test_mails_wait_while_the_relay_is_down_and_leave_when_it_is_back(post: Post) -> None:
    async with smtp_server() as gone:
        port = gone.port
    settings = settings_for(port)
    mails = [await post.asks() for _ in range(3)]

    async with sending(post.units, settings, Writer()):
        seen = await eventually(lambda: trouble(post))
        assert seen is not None
        assert seen.reason == "smtp-unreachable"
        async with smtp_server(port=port) as back:
            for mail in mails:
                row = await post.becomes(mail, "sent")
                assert row["attempts"] == 1

    assert len(back.mails) == 3


async def test_a_connection_the_server_closed_meanwhile_costs_no_attempt(
    post: Post, server: Mailbox
) -> None:
    settings = settings_for(server.port, smtp_connections=1)
    mails = [await post.asks(f"account:{uuid4()}") for _ in range(3)]
    server.says("mail", "250 OK", "421 4.3.2 Served enough", "250 OK", DROP)

    async with sending(post.units, settings, Writer()):
        for mail in mails:
            row = await post.becomes(mail, "sent")
            assert row["attempts"] == 1

    assert len(server.mails) == 3
