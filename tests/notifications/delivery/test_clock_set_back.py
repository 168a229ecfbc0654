"""A clock that ran hours ahead and was set back: no mail waits until that hour comes again."""

from datetime import timedelta

from tests.notifications.sending import Clock, Writer, sending, settings_for
from tests.notifications.world import Post
from tests.support.smtp import Mailbox
from tests.support.waiting import eventually


async def test_what_waits_and_what_comes_leave_at_once(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    async with sending(post.units, settings_for(server.port), Writer()):
        await post.becomes(await post.asks(), "sent")
        server.says("rcpt", "451 4.7.1 Later")
        put_off = await post.asks()
        await post.becomes(put_off, "deferred")
        due_later = await post.asks(now=clock.now + timedelta(minutes=10))

        clock.passes(hours=-5)

        coming = await post.asks(now=clock.now)
        for mail in (coming, due_later, put_off):
            await post.becomes(mail, "sent")


async def test_what_was_put_off_by_a_clock_that_is_right_stays_so(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    server.says("rcpt", *["451 4.7.1 Later"] * 3)
    async with sending(post.units, settings_for(server.port), Writer()):
        mail = await post.asks()
        await post.becomes(mail, "deferred")
        clock.passes(seconds=-5)
        other = await post.asks(now=clock.now)
        await post.becomes(other, "deferred")

    assert (await post.row(mail))["attempts"] == 1


async def test_what_a_dead_process_held_by_that_hour_is_taken_over(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    mail = await post.asks()
    await post.superuser.execute(
        "UPDATE mails SET state = 'attempting', lease_token = gen_random_uuid(), attempts = 1,"
        " next_attempt_at = $1",
        clock.now + timedelta(seconds=30),
    )
    clock.passes(hours=-5)

    async with sending(post.units, settings_for(server.port), Writer()) as mailer:
        await eventually(lambda: mailer.holding.heard_since is not None)

        async def within_a_lease_of_now() -> bool:
            row = await post.row(mail)
            return bool(row["next_attempt_at"] <= clock.now + timedelta(seconds=30))

        await eventually(within_a_lease_of_now)
        clock.passes(seconds=31)
        await post.becomes(mail, "sent")
