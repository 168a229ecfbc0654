"""A mail is a part of the trace of what it is sent for, however late it leaves."""

from services.chassis.observability import tracing
from services.chassis.observability.trace_collection import collected
from tests.notifications.sending import SENDER, Clock, Writer, sending, settings_for
from tests.notifications.world import Post
from tests.support.otlp import collector
from tests.support.smtp import Mailbox

HOST = "accueil@menuiserie.example"


async def test_a_mail_is_a_part_of_the_trace_of_its_cause(post: Post, server: Mailbox) -> None:
    async with collector() as receiving:
        async with collected(receiving.address):
            with tracing.span("internships", "click"):
                mail = await post.asks()
            async with sending(post.units, settings_for(server.port), Writer()):
                await post.becomes(mail, "sent")

        [click], [sent] = receiving.named("click"), receiving.named("mail host_agreed")
        assert sent.trace_id == click.trace_id
        assert sent.service == "notifications"
        assert sent.facts == {
            "passerelle.template": "host_agreed",
            "passerelle.attempt": 1,
            "passerelle.outcome": "sent",
        }
        told = "\n".join(receiving.everything)
        for word in (HOST, "menuiserie", "claire.vidal", "Tilleuls", SENDER, "Merci"):
            assert word not in told, word


async def test_a_later_attempt_is_in_the_same_trace(
    post: Post, server: Mailbox, clock: Clock
) -> None:
    writer = Writer(instead=OSError("smtp.menuiserie.example"))
    async with collector() as receiving:
        async with collected(receiving.address):
            with tracing.span("internships", "click"):
                mail = await post.asks()
            async with sending(post.units, settings_for(server.port), writer):
                await post.becomes(mail, "deferred")
                writer.instead = None
                clock.passes(minutes=2)
                await post.becomes(mail, "sent")

        [click] = receiving.named("click")
        attempts = receiving.named("mail host_agreed")
        assert {attempt.trace_id for attempt in attempts} == {click.trace_id}
        outcomes = [attempt.facts["passerelle.outcome"] for attempt in attempts]
        assert outcomes == ["deferred", "sent"]
        assert "menuiserie" not in "\n".join(receiving.everything)
