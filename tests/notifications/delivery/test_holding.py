"""A mail belongs to the process that sends it for as long as it lives, and to anybody soon after."""

from datetime import timedelta

from services.notifications.delivery.store.leases import LEASE
from tests.notifications.sending import Clock, Writer, sending, settings_for
from tests.notifications.world import Post
from tests.support.smtp import SILENT, Mailbox
from tests.support.waiting import eventually

SHORT = timedelta(seconds=4)


async def test_a_mail_that_takes_longer_than_a_lease_is_sent_by_nobody_else(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    server.says("content", SILENT)
    mail, settings = await post.asks(), settings_for(server.port)
    async with sending(post.units, settings, Writer(), verb_seconds=60, lease=SHORT):
        await eventually(lambda: server.verbs.count("data"))
        token = (await post.row(mail))["lease_token"]
        async with sending(post.units, settings, Writer(), verb_seconds=60, lease=SHORT) as other:
            await eventually(lambda: other.holding.heard_since)
            for _ in range(5):
                clock.passes(seconds=2)

                async def renewed() -> bool:
                    return bool((await post.row(mail))["next_attempt_at"] == clock() + SHORT)

                await eventually(renewed)
            # The other one is at work, and leaves this one alone.
            await post.becomes(await post.asks(), "sent")

    assert server.verbs.count("data") == 2
    assert (await post.row(mail))["attempts"] == 1
    assert token is not None


async def test_what_a_dead_process_held_is_taken_over_half_a_minute_later(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    server.says("content", SILENT)
    mail, settings = await post.asks(), settings_for(server.port)
    async with sending(post.units, settings, Writer()):
        await eventually(lambda: server.verbs.count("data"))
        # As a process leaves it that is killed now: nothing is written down of the attempt.
        await post.superuser.execute(
            "UPDATE mails SET lease_token = gen_random_uuid() WHERE mail_id = $1", mail
        )
    # Its lease is long over. It may live all the same, and the database have been away.
    clock.passes(seconds=2 * LEASE.total_seconds())
    async with sending(post.units, settings, Writer()) as other:
        await eventually(lambda: other.holding.heard_since)
        await post.becomes(await post.asks(), "sent")
        assert (await post.row(mail))["state"] == "attempting"
        clock.passes(seconds=LEASE.total_seconds())
        await post.becomes(mail, "sent")

    assert len(server.mails) == 2
