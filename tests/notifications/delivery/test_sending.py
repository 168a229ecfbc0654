"""A mail leaves once, says what it was composed to say, and is forgotten later."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from services.notifications.contents.model import Cannot, Composition, Due, NotWanted, Several
from services.notifications.delivery.store.leases import DEPARTMENT, Leases
from services.notifications.mails.commands import cancel_mail, resend_mail
from services.notifications.mails.model.mail import message_uuid
from tests.notifications.sending import SENDER, Clock, Writer, sending, settings_for
from tests.notifications.world import ELSEWHERE, HERE, Post, own
from tests.support.services import NOW
from tests.support.smtp import Mailbox
from tests.support.waiting import eventually

HOST = "accueil@menuiserie.example"


async def test_a_mail_that_is_due_leaves(post: Post, server: Mailbox) -> None:
    mail = await post.asks()

    async with sending(post.units, settings_for(server.port), Writer()):
        row = await post.becomes(mail, "sent")

    [got] = server.mails
    assert got.recipients == (HOST,)
    assert got.sender == f"rebond+{mail.hex}@passerelle.example"
    message = got.message
    assert message["To"] == HOST
    assert message["From"] == f"LP des Tilleuls <{SENDER}>"
    assert message["Reply-To"] == "claire.vidal@lycee.example"
    assert message["Subject"] == "Lieu d’accueil confirmé, écrit 1"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"
    assert got.part("plain").strip() == "Merci de votre accueil."
    assert got.part("html").strip() == "<p>Merci de votre accueil.</p>"
    expected = message_uuid(
        recipient=row["recipient"], cause=row["cause"], template=row["template"]
    )
    assert got.message_id == f"<{expected}@passerelle.example>"
    assert (row["attempts"], row["last_code"], row["finished_at"]) == (1, 250, NOW)


async def test_the_mails_of_every_lycee_leave_and_each_composer_is_told_whose(
    post: Post, server: Mailbox
) -> None:
    writer = Writer()
    mails = [await post.asks(uai=uai) for uai in (HERE, ELSEWHERE)]

    async with sending(post.units, settings_for(server.port), writer):
        for mail in mails:
            await post.becomes(mail, "sent")

    assert {due.uai for due in writer.asked} == {HERE, ELSEWHERE}
    assert {due.mail_id for due in writer.asked} == set(mails)


async def test_two_processes_send_each_mail_once(post: Post, server: Mailbox) -> None:
    writer = Writer(to=lambda due: f"{due.mail_id.hex}@d{due.mail_id.int % 40}.example")
    mails = [await post.asks() for _ in range(60)]
    settings = settings_for(server.port)

    async with sending(post.units, settings, writer), sending(post.units, settings, writer):
        for mail in mails:
            await post.becomes(mail, "sent")

    assert len(server.mails) == len({mail.message_id for mail in server.mails}) == 60


async def test_a_cancelled_mail_does_not_leave(post: Post, server: Mailbox) -> None:
    cancelled, other = await post.asks(), await post.asks()
    async with post.units.begin(own(HERE)) as uow:
        await cancel_mail(uow, mail_id=cancelled, now=uow.now)

    async with sending(post.units, settings_for(server.port), Writer()):
        await post.becomes(other, "sent")

    assert len(server.mails) == 1
    assert (await post.row(cancelled))["state"] == "cancelled"


async def test_a_mail_cancelled_while_it_is_composed_does_not_leave(
    post: Post, server: Mailbox
) -> None:
    composing, go_on = asyncio.Event(), asyncio.Event()
    writer = Writer()

    async def slowly(due: Due) -> Composition:
        composing.set()
        await go_on.wait()
        return await Writer.__call__(writer, due)

    mail = await post.asks()
    async with sending(post.units, settings_for(server.port), slowly):
        await composing.wait()
        async with post.units.begin(own(HERE)) as uow:
            await cancel_mail(uow, mail_id=mail, now=uow.now)
        go_on.set()
        row = await post.becomes(mail, "cancelled")

    assert server.mails == []
    assert row["last_reason"] == "cancelled-by-hand"


async def test_a_cause_that_no_longer_stands_cancels_the_mail(post: Post, server: Mailbox) -> None:
    mail = await post.asks()

    async with sending(
        post.units, settings_for(server.port), Writer(instead=NotWanted("placement-withdrawn"))
    ):
        row = await post.becomes(mail, "cancelled")

    assert row["last_reason"] == "placement-withdrawn"
    assert server.mails == []


async def test_a_mail_for_several_people_becomes_one_for_each(post: Post, server: Mailbox) -> None:
    members = (f"account:{uuid4()}", f"account:{uuid4()}")

    class Fanning(Writer):
        async def __call__(self, due: Due) -> Composition:
            if due.recipient == "bureau":
                return Several(members)
            return await super().__call__(due)

    mail = await post.asks("bureau")
    async with sending(post.units, settings_for(server.port), Fanning()):
        await post.becomes(mail, "cancelled")
        await eventually(lambda: len(server.mails) == 2)

    assert len({mail.message_id for mail in server.mails}) == 2


@pytest.mark.parametrize("trouble", [Cannot("bureau-unanswered"), RuntimeError("a bug")])
async def test_a_mail_that_cannot_be_composed_yet_is_tried_again_soon(
    post: Post, server: Mailbox, clock: Clock, trouble: Cannot | Exception
) -> None:
    mail, writer = await post.asks(), Writer(instead=trouble)

    async with sending(post.units, settings_for(server.port), writer):
        row = await post.becomes(mail, "deferred")
        assert row["next_attempt_at"] == NOW + timedelta(seconds=5)
        writer.instead = None
        clock.passes(seconds=5)
        await post.becomes(mail, "sent")

    assert len(server.mails) == 1


async def test_a_mail_that_can_never_be_composed_fails(post: Post, server: Mailbox) -> None:
    mail = await post.asks()

    async with sending(
        post.units, settings_for(server.port), Writer(instead=Cannot("no-address", lasting=True))
    ):
        row = await post.becomes(mail, "failed")

    assert row["last_reason"] == "no-address"


async def test_secrets_leave_and_are_stored_nowhere(post: Post, server: Mailbox) -> None:
    writer = Writer(
        changes={
            "text": "Votre code : {{code}}",
            "html": "<p>Votre code : {{code}}</p>",
            "secrets": {"{{code}}": "835201"},
        }
    )
    mail = await post.asks()
    async with sending(post.units, settings_for(server.port), writer):
        row = await post.becomes(mail, "sent")

    [got] = server.mails
    assert "835201" in got.part("plain")
    assert "835201" in got.part("html")
    assert "835201" not in repr(dict(row))


async def test_what_a_mail_said_is_forgotten_after_thirty_days(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    mail = await post.asks()
    async with sending(post.units, settings_for(server.port), Writer()):
        await post.becomes(mail, "sent")
    assert HOST in repr(dict(await post.row(mail)))

    async def forget() -> int:
        async with post.units.begin(DEPARTMENT) as uow:
            return await Leases(uow).forget_bodies(now=uow.now)

    clock.passes(days=29)
    assert await forget() == 0
    clock.passes(days=2)
    assert await forget() == 1

    row = await post.row(mail)
    assert row["state"] == "sent"
    for said in (HOST, "claire.vidal", "Merci", "écrit"):
        assert said not in repr(dict(row))


async def test_a_mail_sent_again_by_hand_is_composed_anew_under_its_message_id(
    post: Post, server: Mailbox
) -> None:
    mail, writer = await post.asks(), Writer()
    async with sending(post.units, settings_for(server.port), writer):
        await post.becomes(mail, "sent")
        writer.to = "nouvelle@menuiserie.example"
        async with post.units.begin(own(HERE)) as uow:
            await resend_mail(uow, mail_id=mail, now=uow.now)
        await eventually(lambda: len(server.mails) == 2)
        await post.becomes(mail, "sent")

    first, second = server.mails
    assert second.recipients == ("nouvelle@menuiserie.example",)
    assert second.message["Subject"] == "Lieu d’accueil confirmé, écrit 2"
    assert first.message_id == second.message_id


async def test_mails_to_one_domain_go_at_its_pace_and_hold_up_nobody(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    many = [await post.asks(f"account:{uuid4()}") for _ in range(80)]
    writer = Writer(to="tous@academie.example")

    async with sending(post.units, settings_for(server.port), writer):
        # A burst of 20 at once; 50 more wait for their turn, and the rest is put back.
        await eventually(lambda: len(server.mails) >= 20)
        writer.to = "seule@ailleurs.example"
        other = await post.asks()
        await post.becomes(other, "sent")
        assert len(server.to("tous@academie.example")) < len(many)
        row = await post.superuser.fetchrow(
            "SELECT * FROM mails WHERE state = 'queued' AND next_attempt_at > $1", clock.now
        )

    assert row is not None
    assert row["attempts"] == 0
