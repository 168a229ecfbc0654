"""The SMTP server mails come to in copy: known addresses alone, and nothing said taken is lost.

It speaks to the mail server of the organisation, which hands it what is for the drop domain. A mail
is answered yes once its transaction has committed: whoever sent it keeps it until then.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import cast

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from contracts.identifiers import Uai
from contracts.portal.accounts import BUREAU_STAFF, BureauRequest, StaffMember
from services.chassis.questions import QuestionRefused
from services.chassis.runtime.running_service import Runtime
from services.chassis.unit_of_work.unit_of_work import Scope
from services.partnerships.drop_box.commands.receive_mail import receive_mail
from services.partnerships.drop_box.model.dropped_mail import TOKEN, read_mail
from services.partnerships.drop_box.store import DropAddress, Drops

log = structlog.get_logger(__name__)

DEPARTMENT = Scope(frozenset(), department_wide=True)
BYTES_MAX = 10 * 1024 * 1024
RECIPIENTS_MAX = 5
CONNECTIONS_MAX = 20
CONNECTIONS_OF_ONE_MAX = 12
"""Of one mail server: whatever it does, others are heard."""
SILENCE_SECONDS = 60
CONNECTION_SECONDS_MAX = 600
"""For all it has to say: who says a letter a minute is never silent."""
STRANGERS_TOLD_MAX = 100
TAKEN = "250 2.0.0 Noted"
WELCOME = "250 2.1.5 OK"
UNKNOWN = "550 5.1.1 No such address here"
TOO_MANY = "452 4.5.3 Too many recipients"
NOT_NOW = "451 4.3.0 Cannot be noted now, try again"
STRANGER = b"421 4.7.1 Not a mail server this one listens to\r\n"
"""For now: a relay that moved keeps its mails until it is allowed."""
CROWDED = b"421 4.7.0 Too many connections\r\n"


@asynccontextmanager
async def drop_box(runtime: Runtime) -> AsyncIterator[None]:
    """Take mails while the service runs, if a port and a domain are set for that."""
    settings = runtime.settings
    if settings.drop_smtp_port is None or settings.drop_domain is None:
        yield
        return
    loop = asyncio.get_running_loop()
    taker = _Taker(runtime, settings.drop_domain, settings.drop_smtp_relay)
    door = _Door(settings.drop_peers)
    server = await loop.create_server(
        lambda: _Smtp(taker, door, loop), settings.drop_smtp_host, settings.drop_smtp_port
    )
    log.info("drop_box.opened", port=settings.drop_smtp_port)
    try:
        yield
    finally:
        server.close()
        # Whoever is still connected is cut off: a mail half said was not taken.
        door.close()
        taker.close()


class _Taker:
    """Notes what is sent; says 451 when it cannot, so that the sender tries again."""

    def __init__(self, runtime: Runtime, domain: str, relay: str | None) -> None:
        self._work = runtime.work
        self._ask = runtime.ask
        self._domain = domain
        self._relay = relay
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
            works_there = found is not None and bool(await self._colleagues(found))
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
                read_mail,
                content,
                sender=_sender(envelope),
                domain=self._domain,
                relay=self._relay,
                now=now,
            )
            mail = await asyncio.get_running_loop().run_in_executor(self._reading, read)
            addresses = [await self._find(recipient) for recipient in envelope.rcpt_tos]
            still_there = [address for address in addresses if address is not None]
            for address in still_there:
                staff = [one.mail.casefold() for one in await self._colleagues(address)]
                scope = Scope(frozenset({address.uai}))
                async with self._work.begin(scope, uai=address.uai, now=now) as uow:
                    await receive_mail(uow, address=address, mail=mail, staff=staff, now=now)
        except Exception:  # whatever the reason, the sender keeps what we did not
            log.exception("drop_box.not_noted")
            return NOT_NOW
        # Addresses may have been revoked since they were accepted.
        return TAKEN if still_there else UNKNOWN

    async def _colleagues(self, address: DropAddress) -> Sequence[StaffMember]:
        """Who works at the bureau; nobody once the holder does not. Raises QuestionUnanswered."""
        try:
            staff = await self._ask(BUREAU_STAFF, Uai(address.uai), BureauRequest())
        except QuestionRefused:
            return ()
        works_there = any(one.account_id == address.account_id for one in staff.members)
        return staff.members if works_there else ()

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


class _Door:
    """Who may come in, and who is inside: from where, so that one does not fill the place."""

    def __init__(self, peers: Sequence[IPv4Network | IPv6Network]) -> None:
        self._peers = peers
        self._inside: dict[asyncio.Transport, str] = {}
        self._told: set[str] = set()

    def refusal(self, peer: str) -> bytes | None:
        """What somebody who comes is told; None: they may come in."""
        # A machine without a zone: « fe80::1%eth0 » is fe80::1.
        address = ip_address(peer.partition("%")[0])
        address = getattr(address, "ipv4_mapped", None) or address
        if not any(address in network for network in self._peers):
            self._tell(peer)
            return STRANGER
        own = sum(other == peer for other in self._inside.values())
        full = len(self._inside) >= CONNECTIONS_MAX or own >= CONNECTIONS_OF_ONE_MAX
        return CROWDED if full else None

    def enter(self, transport: asyncio.Transport, peer: str) -> None:
        """Somebody is inside."""
        self._inside[transport] = peer

    def leave(self, transport: asyncio.Transport) -> None:
        """Somebody went."""
        self._inside.pop(transport, None)

    def close(self) -> None:
        """Cut off whoever is inside."""
        for transport in list(self._inside):
            transport.close()

    def _tell(self, peer: str) -> None:
        """Once each: whoever runs the service sees which relay to allow."""
        if peer not in self._told and len(self._told) < STRANGERS_TOLD_MAX:
            self._told.add(peer)
            log.warning("drop_box.stranger_refused", peer=peer)


class _Smtp(SMTP):
    """One connection, known to the server that has to close it."""

    def __init__(
        self,
        taker: _Taker,
        door: _Door,
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
        self._door = door
        self._mine: asyncio.Transport | None = None
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A sender came; one that may not come in, or is one too many, is told so and comes later."""
        own = cast("asyncio.Transport", transport)
        peer = str(own.get_extra_info("peername")[0])
        refusal = self._door.refusal(peer)
        if refusal is not None:
            own.write(refusal)
            own.close()
            return
        self._door.enter(own, peer)
        self._mine = own
        self._end = self.loop.call_later(CONNECTION_SECONDS_MAX, own.close)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """The sender left."""
        if self._mine is None or self._end is None:
            return
        self._end.cancel()
        self._door.leave(self._mine)
        super().connection_lost(error)
