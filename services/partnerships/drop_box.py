"""The SMTP server mails come to in copy: known addresses alone, and nothing said taken is lost.

It speaks to the mail server of the organisation, which hands it what is for the drop domain. A mail
is answered yes once its transaction has committed: whoever sent it keeps it until then.
"""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from contracts.portal import BUREAU_STAFF, BureauRequest
from services.chassis.questions import QuestionRefused
from services.chassis.runtime import Runtime
from services.chassis.work import Scope
from services.partnerships.domain.dropped_mail import TOKEN, read_mail
from services.partnerships.storage.drops import DropAddress, Drops
from services.partnerships.use_cases.receive_mail import receive_mail

log = structlog.get_logger(__name__)

DEPARTMENT = Scope(frozenset(), department_wide=True)
BYTES_MAX = 10 * 1024 * 1024
RECIPIENTS_MAX = 5
CONNECTIONS_MAX = 20
SILENCE_SECONDS = 60
TAKEN = "250 2.0.0 Noted"
WELCOME = "250 2.1.5 OK"
UNKNOWN = "550 5.1.1 No such address here"
TOO_MANY = "452 4.5.3 Too many recipients"
NOT_NOW = "451 4.3.0 Cannot be noted now, try again"


@asynccontextmanager
async def drop_box(runtime: Runtime) -> AsyncIterator[None]:
    """Take mails while the service runs, if a port and a domain are set for that."""
    settings = runtime.settings
    if settings.drop_smtp_port is None or settings.drop_domain is None:
        yield
        return
    loop = asyncio.get_running_loop()
    taker = _Taker(runtime, settings.drop_domain)
    open_: set[asyncio.BaseTransport] = set()
    server = await loop.create_server(
        lambda: _Smtp(taker, open_, loop), settings.drop_smtp_host, settings.drop_smtp_port
    )
    log.info("drop_box.opened", port=settings.drop_smtp_port)
    try:
        yield
    finally:
        server.close()
        # Whoever is still connected is cut off: a mail half said was not taken.
        for transport in list(open_):
            transport.close()
        taker.close()


class _Taker:
    """Notes what is sent; says 451 when it cannot, so that the sender tries again."""

    def __init__(self, runtime: Runtime, domain: str) -> None:
        self._work = runtime.work
        self._ask = runtime.ask
        self._domain = domain
        # One at a time: however long mails take to be read, the pages have their share.
        self._reading = ThreadPoolExecutor(1, "drop-box")

    def close(self) -> None:
        """Read no more mails."""
        self._reading.shutdown(wait=False, cancel_futures=True)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it by this name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Whether there is such an address: said before anything of the mail."""
        if len(envelope.rcpt_tos) >= RECIPIENTS_MAX:
            return TOO_MANY
        try:
            found = await self._find(address)
            works_there = found is not None and await self._works_there(found)
        except Exception:  # whatever the reason, the sender comes again
            log.exception("drop_box.not_looked_up")
            return NOT_NOW
        if not works_there:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return WELCOME

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it by this name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Answer a mail, once it is noted."""
        content = envelope.original_content or b""
        try:
            now = self._work.now()
            read = partial(
                read_mail, content, sender=_sender(envelope), domain=self._domain, now=now
            )
            mail = await asyncio.get_running_loop().run_in_executor(self._reading, read)
            addresses = [await self._find(recipient) for recipient in envelope.rcpt_tos]
            still_there = [address for address in addresses if address is not None]
            for address in still_there:
                scope = Scope(frozenset({address.uai}))
                async with self._work.begin(scope, uai=address.uai, now=now) as uow:
                    await receive_mail(uow, address=address, mail=mail, now=now)
        except Exception:  # whatever the reason, the sender keeps what we did not
            log.exception("drop_box.not_noted")
            return NOT_NOW
        # Addresses may have been revoked since they were accepted.
        return TAKEN if still_there else UNKNOWN

    async def _works_there(self, address: DropAddress) -> bool:
        """Whether its holder still works at the bureau. Raises QuestionUnanswered: not known now."""
        try:
            staff = await self._ask(BUREAU_STAFF, address.uai, BureauRequest())
        except QuestionRefused:
            return False
        return any(one.account_id == address.account_id for one in staff.members)

    async def _find(self, recipient: str) -> DropAddress | None:
        local, _, domain = recipient.lower().rpartition("@")
        if domain != self._domain or not TOKEN.fullmatch(local):
            return None
        async with self._work.begin(DEPARTMENT) as uow:
            return await Drops(uow).find(local)


def _sender(envelope: Envelope) -> str | None:
    """Who sends it; None for what answers to nobody (« <> »)."""
    said = (envelope.mail_from or "").strip("<> ")
    return said or None


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
            timeout=SILENCE_SECONDS,
            # Asked of the network otherwise, on the event loop.
            hostname="localhost",
            ident="Passerelle",
            loop=loop,
        )
        self._open = open_
        self._mine: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A sender came; one too many comes again later."""
        if len(self._open) >= CONNECTIONS_MAX:
            transport.close()
            return
        self._open.add(transport)
        self._mine = transport
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """The sender left."""
        if self._mine is None:
            return
        self._open.discard(self._mine)
        super().connection_lost(error)
