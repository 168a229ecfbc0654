"""Takes what is due, a handful at a time, and sees each mail to the end of its attempt."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import structlog

from services.chassis.base.cancellation import heed_cancellation
from services.chassis.base.failpoints import failpoint
from services.chassis.base.settings import Settings
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.observability import tracing
from services.chassis.runtime.running_service import Runtime
from services.chassis.service.spec import OnStart
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.notifications.contents.model import Compose
from services.notifications.delivery.jobs.attempt import RETURNED, Attempts
from services.notifications.delivery.jobs.batched_outcomes import Ledger
from services.notifications.delivery.jobs.held_leases import Holding
from services.notifications.delivery.store.clock_back import heed_clock_set_back
from services.notifications.delivery.store.leases import DEPARTMENT, LEASE, Claim, Leases
from services.notifications.mail_server.model.attempt import Outcome
from services.notifications.mail_server.store import MailServerTroubles
from services.notifications.mail_server.transport import SEND_SECONDS, MailServerRefused, Transport

log = structlog.get_logger(__name__)

SERVICE = "notifications"
POLL_SECONDS = 1.0
IN_FLIGHT_MAX = 200
"""Mails one process holds at the same time: while some are composed and others recorded, enough
of them wait for a connection to keep all of them at work."""
CLAIM_MIN = 50
"""Taking one costs as much as taking fifty."""
SERVER_DELAYS_SECONDS = (1.0, 2.0, 5.0, 15.0, 30.0)
"""Waits while the mail server turns us away; the last one repeats."""
GRACE_SECONDS = 5.0
"""Given to what is being sent when the process stops: its outcome is worth knowing."""
FORGET_EVERY_SECONDS = 3600.0
NO_SERVER = "smtp-host-not-set"
NO_SERVER_POLL_SECONDS = 30.0


class Mailer:
    """Sends what is due, in one process among several."""

    def __init__(
        self,
        settings: Settings,
        units: UnitsOfWork,
        compose: Compose,
        *,
        transport: Transport | None = None,
        lease: timedelta = LEASE,
        send_seconds: float = SEND_SECONDS,
    ) -> None:
        """`settings.smtp_host` must be given; the lease is renewed for as long as it takes."""
        self._units = units
        self.holding = Holding(units, lease)
        self._transport = transport or Transport(settings)
        self._ledger = Ledger(units)
        self._attempts = Attempts(
            settings, units, compose, self._transport, self._ledger, self.holding, send_seconds
        )
        self._in_flight: set[asyncio.Task[None]] = set()
        self._left = asyncio.Event()
        """A mail that was in flight no longer is."""
        self._looked_at: datetime | None = None
        self._refusal: MailServerRefused | None = None
        self._refusals: int | None = None
        """In a row; None before the first connection, since others may have told of trouble."""

    async def run(self) -> None:
        """Send until cancelled; what is being sent then is given some time to end."""
        writing = [
            asyncio.create_task(self._ledger.run()),
            asyncio.create_task(self.holding.run()),
        ]
        try:
            while True:
                heed_cancellation()  # mail servers are waited for in ways that forget it
                await self._round()
        finally:
            self._attempts.stopping = True
            if self._in_flight:
                await asyncio.wait(self._in_flight, timeout=GRACE_SECONDS)
            for task in (*self._in_flight, *writing):
                task.cancel()
            await asyncio.gather(*self._in_flight, *writing, return_exceptions=True)
            await self._transport.rest()

    async def _round(self) -> None:
        """Take as many mails as there is room for; then wait for room, or for a mail to be due."""
        if self._refusal is not None:
            await self._pause(self._refusal)
        now = self._units.now()
        went_back = self._looked_at is None or now < self._looked_at
        room = IN_FLIGHT_MAX - len(self._in_flight)
        try:
            if went_back:
                await self._heed_clock()
            self._looked_at = now
            taken = await self._take(room)
        except MailServerRefused as refusal:
            self._refusal = refusal
            return
        except Exception as error:  # a bug must not leave the queue unsent until a restart
            if not is_trouble(error):
                log.exception("mails.round_failed")
            taken = 0
        if taken == room:
            await self._room()
        elif self._in_flight:
            await asyncio.wait(self._in_flight, timeout=POLL_SECONDS)
        else:
            await self._transport.rest()
            await asyncio.sleep(POLL_SECONDS)

    async def _heed_clock(self) -> None:
        """What a later hour put off is due now: mails do not wait until it comes again."""
        async with self._units.begin(DEPARTMENT) as uow:
            count = await heed_clock_set_back(uow, now=uow.now)
        if count:
            log.warning("mails.clock_set_back", count=count)

    async def _take(self, room: int) -> int:
        """Take mails that are due, if there are any and the mail server lets us in; how many."""
        async with self._units.begin(DEPARTMENT) as uow:
            abandoned = self.holding.abandoned_before(uow.now)
            if not await Leases(uow).any_due(uow.now, abandoned=abandoned):
                return 0
        await self._transport.ready()
        await self._let_in()
        async with self._units.begin(DEPARTMENT) as uow:
            claims = await Leases(uow).claim(
                room,
                token=uow.new_id(),
                now=uow.now,
                lease=self.holding.lease,
                abandoned=self.holding.abandoned_before(uow.now),
            )
            failpoint("mail.before_claim_commit")
        failpoint("mail.after_claim")
        self.holding.took(claims)
        for claim in claims:
            task = asyncio.create_task(self._see_to(claim))
            self._in_flight.add(task)
            task.add_done_callback(self._ended)
        return len(claims)

    async def _room(self) -> None:
        """Wait until there is room for as many as are worth a look at the queue."""
        while len(self._in_flight) > IN_FLIGHT_MAX - CLAIM_MIN:
            self._left.clear()
            await self._left.wait()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._in_flight.discard(task)
        self._left.set()

    async def _see_to(self, claim: Claim) -> None:
        try:
            await self._see_to_the_end(claim)
        finally:
            self.holding.left(claim)

    async def _see_to_the_end(self, claim: Claim) -> None:
        try:
            outcome = await self._attempt(claim)
        except MailServerRefused as refusal:
            self._refusal = refusal
            outcome = RETURNED
        except Exception:  # a bug of ours: the mail is tried again when its lease is over
            log.exception("mail.attempt_broken", mail_id=str(claim.due.mail_id))
            return
        await self._ledger.mark(claim, outcome)
        reply = outcome.reply
        log.info(
            "mail.attempted",
            uai=claim.due.uai,
            mail_id=str(claim.due.mail_id),
            attempt=claim.due.attempt,
            status=outcome.state.value,
            reason=outcome.reason,
            code=reply.code if reply else None,
        )

    async def _attempt(self, claim: Claim) -> Outcome:
        """One attempt, as a part of the trace of what the mail is sent for."""
        due = claim.due
        with tracing.span(
            SERVICE,
            f"mail {due.template}",
            kind="producer",
            parent=due.traceparent,
            template=due.template,
            attempt=due.attempt,
        ) as span:
            outcome = await self._attempts.make(claim)
            span.say(outcome=outcome.state.value)
        return outcome

    async def _pause(self, refusal: MailServerRefused) -> None:
        """Leave the queue alone for a while, and say why to whoever looks."""
        refusals = self._refusals or 0
        log.warning("mails.relay_refuses", reason=refusal.reason, code=refusal.code)
        try:
            async with self._units.begin(DEPARTMENT) as uow:
                await MailServerTroubles(uow).seen(
                    self._transport.server, reason=refusal.reason, code=refusal.code, now=uow.now
                )
        except Exception as error:  # the database may be away as well: it is said next time
            if not is_trouble(error):
                raise
        await asyncio.sleep(SERVER_DELAYS_SECONDS[min(refusals, len(SERVER_DELAYS_SECONDS) - 1)])
        self._refusals, self._refusal = refusals + 1, None

    async def _let_in(self) -> None:
        """The mail server took us in: what was wrong with it is over."""
        if self._refusals != 0:
            async with self._units.begin(DEPARTMENT) as uow:
                await MailServerTroubles(uow).over()
            self._refusals = 0


def delivering(composer: Callable[[Runtime], Compose]) -> OnStart:
    """What a replica does while it runs; `composer` makes what composes the mails."""

    @asynccontextmanager
    async def hook(runtime: Runtime) -> AsyncIterator[None]:
        duties = [_forget(runtime.work)]
        if runtime.settings.smtp_host is not None:
            duties.append(Mailer(runtime.settings, runtime.work, composer(runtime)).run())
        else:
            duties.append(_wait_for_a_server(runtime.work))
        tasks = [asyncio.create_task(duty) for duty in duties]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    return hook


async def _wait_for_a_server(units: UnitsOfWork) -> None:
    """Without a mail server mails wait: say so, as soon as there is one to be sent."""
    while True:
        try:
            async with units.begin(DEPARTMENT) as uow:
                if await Leases(uow).any_due(uow.now):
                    await MailServerTroubles(uow).seen(
                        NO_SERVER, reason=NO_SERVER, code=None, now=uow.now
                    )
        except Exception as error:  # the database may be away: it is looked at again
            if not is_trouble(error):
                log.exception("mails.not_looked_at")
        await asyncio.sleep(NO_SERVER_POLL_SECONDS)


async def _forget(units: UnitsOfWork) -> None:
    """Forget what old mails said, and to whom, every hour."""
    while True:
        try:
            async with units.begin(DEPARTMENT) as uow:
                count = await Leases(uow).forget_bodies(now=uow.now)
            if count:
                log.info("mails.forgotten", count=count)
        except Exception as error:  # the database may be away: it is done an hour later
            if not is_trouble(error):
                log.exception("mails.not_forgotten")
        await asyncio.sleep(FORGET_EVERY_SECONDS)
