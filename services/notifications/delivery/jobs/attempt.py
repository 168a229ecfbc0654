"""One attempt at one mail: compose, write down, wait for one's turn, send."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from services.chassis.base import background_throttle
from services.chassis.base.failpoints import failpoint
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.notifications.contents.model import (
    Apart,
    Cannot,
    Compose,
    Composed,
    Composition,
    NotWanted,
    Several,
)
from services.notifications.delivery.jobs.batched_outcomes import Ledger
from services.notifications.delivery.jobs.held_leases import Holding
from services.notifications.delivery.model import Content, Pace
from services.notifications.delivery.store.leases import Claim
from services.notifications.mail_server.model.address import (
    Address,
    AddressRefused,
    checked_address,
)
from services.notifications.mail_server.model.attempt import (
    Outcome,
    Reply,
    after_reply,
    after_trouble,
)
from services.notifications.mail_server.model.message import HeaderRefused, Letter, as_bytes
from services.notifications.mail_server.transport import SEND_SECONDS, Transport, domain_of
from services.notifications.mails.model.mail import State, message_uuid
from services.notifications.mails.model.reasons import (
    ADDRESS_REFUSED,
    FOR_SEVERAL,
    HEADER_REFUSED,
    NOT_COMPOSED,
)
from services.notifications.returns.model.return_address import return_address

log = structlog.get_logger(__name__)

COURTESY_SECONDS = 2.0
"""How long a mail lets people's commands pass, when they are many."""
LATE_MAX = 4
"""Mails that go on after that: others wait behind them, two a second leave."""
PACE_AGAIN = timedelta(seconds=10)

RETURNED = Outcome(State.QUEUED, returned=True)


@dataclass
class Attempts:
    """Makes attempts; says of each how it ended."""

    settings: Settings
    units: UnitsOfWork
    compose: Compose
    transport: Transport
    ledger: Ledger
    holding: Holding
    send_seconds: float = SEND_SECONDS
    pace: Pace = field(default_factory=Pace)
    _passing: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(LATE_MAX), init=False
    )
    _sender: Address = field(init=False)
    stopping: bool = False
    """Once true, nothing more is sent: what waits for its turn is given back."""

    def __post_init__(self) -> None:
        self._sender = checked_address(self.settings.mail_from or "")

    async def make(self, claim: Claim) -> Outcome:
        """Try to send a mail we hold. Raises MailServerRefused: nothing was tried, give it back."""
        if claim.cancelled:
            return RETURNED
        if claim.content is not None and self._too_soon(claim.content.address):
            return self._later()
        composition = await self._composed(claim)
        if not isinstance(composition, Composed):
            return self._not_composed(claim, composition)
        try:
            content = self._said(claim) or self._content(claim, composition)
            letter = self._letter(content)
            message = as_bytes(letter, dict(composition.secrets), composition.stop)
        except AddressRefused:
            return Outcome(State.FAILED, ADDRESS_REFUSED)
        except HeaderRefused:
            return Outcome(State.FAILED, HEADER_REFUSED)
        if content is not claim.content and not await self.ledger.keep(claim, content):
            return RETURNED
        return await self._sent(claim, letter.to, message)

    async def _composed(self, claim: Claim) -> Composition:
        try:
            async with self._passing:
                await background_throttle.PROCESS.let_pass(COURTESY_SECONDS)
            return await self.compose(claim.due)
        except Exception as error:  # whatever it is, this mail waits and the others go on
            log.warning(
                "mail.not_composed",
                mail_id=str(claim.due.mail_id),
                attempt=claim.due.attempt,
                exc_info=error,
            )
            return Cannot(NOT_COMPOSED)

    def _not_composed(self, claim: Claim, why: NotWanted | Cannot | Several | Apart) -> Outcome:
        if isinstance(why, NotWanted):
            return Outcome(State.CANCELLED, why.reason)
        if isinstance(why, Several):
            return Outcome(
                State.CANCELLED,
                FOR_SEVERAL,
                recipients=why.recipients,
                tellings=why.tellings,
                leaves_at=why.leaves_at,
            )
        if isinstance(why, Apart):
            if not claim.may_have_left:
                return Outcome(State.QUEUED, apart=True)
            why = Cannot(NOT_COMPOSED)  # the copy that may be out says all of it
        if why.lasting:
            return Outcome(State.FAILED, why.reason)
        return after_trouble(
            why.reason,
            attempt=claim.due.attempt,
            first_attempt_at=claim.first_attempt_at,
            now=self.units.now(),
        )

    def _said(self, claim: Claim) -> Content | None:
        """What a copy that may be out says: the next one says the same, to the same address."""
        return claim.content if claim.may_have_left else None

    def _content(self, claim: Claim, composed: Composed) -> Content:
        """What the mail says today. Raises AddressRefused."""
        due = claim.due
        drawn = message_uuid(recipient=due.recipient, cause=due.cause, template=due.template)
        return Content(
            composed_at=self.units.now().replace(microsecond=0),
            message_id=claim.message_id or f"<{drawn}@{domain_of(self.settings)}>",
            address=str(checked_address(composed.to)),
            sender_name=composed.sender_name,
            reply_to=str(checked_address(composed.reply_to)) if composed.reply_to else None,
            subject=composed.subject,
            html=composed.html,
            text=composed.text,
            contact_id=composed.contact.id if composed.contact else None,
            contact_version=composed.contact.version if composed.contact else None,
            **(vars(composed.calendar) if composed.calendar else {}),
        )

    def _letter(self, content: Content) -> Letter:
        return Letter(
            message_id=content.message_id,
            composed_at=content.composed_at,
            sender=self._sender,
            sender_name=content.sender_name,
            to=checked_address(content.address),
            reply_to=checked_address(content.reply_to) if content.reply_to else None,
            subject=content.subject,
            html=content.html,
            text=content.text,
            calendar=content.calendar,
            calendar_method=content.calendar_method,
        )

    async def _sent(self, claim: Claim, to: Address, message: bytes) -> Outcome:
        now = self.units.now()
        wait = self.pace.reserve(to.domain, now=now)
        if wait is None:
            return self._later()
        if wait:
            await asyncio.sleep(wait.total_seconds())
        async with self.transport.place():
            # Past the end of the lease somebody else may be sending it.
            if not self.holding.is_good(claim) or self.stopping:
                return RETURNED
            failpoint("mail.before_send")
            reply = await self._given(claim, to, message)
            failpoint("mail.after_send")
        return after_reply(
            reply,
            attempt=claim.due.attempt,
            first_attempt_at=claim.first_attempt_at,
            now=self.units.now(),
        )

    def _too_soon(self, address: str) -> bool:
        """Whether its domain has no place yet: then its questions need not be asked again."""
        domain = checked_address(address).domain
        return self.pace.wait(domain, now=self.units.now()) > self.pace.wait_max

    def _later(self) -> Outcome:
        later = self.units.now() + PACE_AGAIN
        return Outcome(State.QUEUED, next_attempt_at=later, returned=True)

    async def _given(self, claim: Claim, to: Address, message: bytes) -> Reply:
        """What the mail server said. What does not reach the recipient comes back to `returns`."""
        domain = self.settings.returns_domain or domain_of(self.settings)
        returns = return_address(claim.due.mail_id, domain)
        try:
            async with self.holding.while_ours(claim), asyncio.timeout(self.send_seconds):
                return await self.transport.send(returns, str(to), message)
        except TimeoutError:
            return Reply("content", None, unknown=True)
