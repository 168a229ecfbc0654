"""The mailbox of the demonstration: an SMTP server on loopback, whose mails go nowhere."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.runtime.running_service import Runtime
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.portal.base.scopes import DEPARTMENT
from services.portal.demo_mailbox.commands import empty_mailbox, keep_demo_mail
from services.portal.demo_mailbox.model import BYTES_MAX

log = structlog.get_logger(__name__)

LOOPBACK = "127.0.0.1"
KEPT = "250 2.0.0 Kept here, sent to nobody"
EMPTY_AGAIN_SECONDS = 5.0
NOT_NOW = "451 4.3.0 Cannot be kept now, try again"


@asynccontextmanager
async def demo_mailbox(runtime: Runtime) -> AsyncIterator[None]:
    """Take mails while the portal runs, if a port is set for that; else forget what was taken."""
    port = runtime.settings.demo_smtp_port
    if port is None:
        emptying = asyncio.create_task(_empty(runtime.work))
        try:
            yield
        finally:
            emptying.cancel()
            await asyncio.gather(emptying, return_exceptions=True)
        return
    loop = asyncio.get_running_loop()
    taker = _Taker(runtime.work)
    open_: set[asyncio.BaseTransport] = set()
    server = await loop.create_server(lambda: _Smtp(taker, open_, loop), LOOPBACK, port)
    log.info("mailbox.opened", port=port)
    try:
        yield
    finally:
        server.close()
        # Whoever is still connected is cut off: a mail half said was not taken.
        for transport in list(open_):
            transport.close()


async def _empty(work: UnitsOfWork) -> None:
    """Empty the mailbox as soon as the database answers: a portal starts without it."""
    while True:
        try:
            async with work.begin(DEPARTMENT) as uow:
                await empty_mailbox(uow)
        except Exception as error:  # trouble is waited out, the rest is told
            if not is_trouble(error):
                log.exception("mailbox.not_emptied")
                return
            await asyncio.sleep(EMPTY_AGAIN_SECONDS)
        else:
            return


class _Taker:
    """Keeps what is sent; says 451 when it cannot, so that the sender tries again."""

    def __init__(self, work: UnitsOfWork) -> None:
        self._work = work

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it by this name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Answer a mail."""
        content = envelope.original_content or b""
        try:
            async with self._work.begin(DEPARTMENT) as uow:
                for recipient in envelope.rcpt_tos:
                    await keep_demo_mail(uow, recipient=recipient, content=content, now=uow.now)
        except Exception:  # whatever the reason, the sender keeps what we did not
            log.exception("mailbox.not_kept")
            return NOT_NOW
        return KEPT


class _Smtp(SMTP):
    """One connection, known to the server that has to close it."""

    def __init__(
        self,
        taker: _Taker,
        open_: set[asyncio.BaseTransport],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        super().__init__(
            taker,
            data_size_limit=BYTES_MAX,
            enable_SMTPUTF8=True,
            # Asked of the network otherwise, on the event loop.
            hostname="localhost",
            ident="Passerelle",
            loop=loop,
        )
        self._open = open_
        self._mine: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A sender came."""
        self._open.add(transport)
        self._mine = transport
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """The sender left."""
        if self._mine is not None:
            self._open.discard(self._mine)
        super().connection_lost(error)
