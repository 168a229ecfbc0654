"""The SMTP server that mails of ours come back to, by the address each was sent from.

The organisation's mail server hands it what is for the domain of returns. An address holds the id
of the mail, which nobody knows but its reader and the servers on its way.
"""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from services.chassis.incoming_mails.server import (
    NOT_NOW,
    TAKEN,
    TOO_MANY,
    UNKNOWN,
    WELCOME,
    taking_mails,
)
from services.chassis.runtime.running_service import Runtime
from services.chassis.unit_of_work.unit_of_work import Scope
from services.notifications.mails.model.mail import MailId
from services.notifications.returns.commands import note_return
from services.notifications.returns.model.delivery_report import failure_in
from services.notifications.returns.model.return_address import mail_of
from services.notifications.returns.store import Returns

log = structlog.get_logger(__name__)

DEPARTMENT = Scope(frozenset(), department_wide=True)


@asynccontextmanager
async def taking_returns(runtime: Runtime) -> AsyncIterator[None]:
    """Take what comes back while the service runs, if a port and a domain are set for that."""
    settings = runtime.settings
    port, domain = settings.returns_smtp_port, settings.returns_domain
    if port is None or domain is None:
        yield
        return
    taker, host = _Taker(runtime, domain), settings.returns_smtp_host
    try:
        async with taking_mails(taker, host=host, port=port, peers=settings.drop_peers):
            log.info("returns.opened", port=port)
            yield
    finally:
        taker.close()


class _Taker:
    """Notes what came back; says 451 when it cannot, so that the sender tries again."""

    def __init__(self, runtime: Runtime, domain: str) -> None:
        self._work = runtime.work
        self._domain = domain
        self._reading = ThreadPoolExecutor(1, "returns")

    def close(self) -> None:
        """Read no more of them."""
        self._reading.shutdown(wait=False, cancel_futures=True)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it by this name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Whether there is such a mail: said before anything of what comes back."""
        if envelope.rcpt_tos:
            return TOO_MANY
        mail_id = mail_of(address, self._domain)
        if mail_id is None:
            return UNKNOWN
        try:
            async with self._work.begin(DEPARTMENT) as uow:
                known = await Returns(uow).lycee_of(mail_id)
        except Exception:  # whatever the reason, the sender comes again
            log.exception("returns.not_looked_up")
            return NOT_NOW
        if known is None:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return WELCOME

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it by this name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
    ) -> str:
        """Answer what came back, once it is noted; what is no failure changes nothing."""
        try:
            content = envelope.original_content or b""
            loop = asyncio.get_running_loop()
            failure = await loop.run_in_executor(self._reading, failure_in, content)
            mail_id = mail_of(envelope.rcpt_tos[0], self._domain)
            if failure is None or mail_id is None:
                return TAKEN
            async with self._work.begin(DEPARTMENT) as uow:
                uai = await Returns(uow).lycee_of(mail_id)
            if uai is None:
                return TAKEN
            async with self._work.begin(Scope(frozenset({uai})), uai=uai) as uow:
                done = await note_return(uow, mail_id=MailId(mail_id), failure=failure, now=uow.now)
        except Exception:  # whatever the reason, the sender keeps what we did not
            log.exception("returns.not_noted")
            return NOT_NOW
        return TAKEN if done else NOT_NOW
