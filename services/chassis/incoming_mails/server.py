"""An SMTP server mails are handed to by the mail server of the organisation, which alone may come in.

What is done with a mail is said by its taker, as aiosmtpd asks it: `handle_RCPT` whether there is
such an address, `handle_DATA` once the mail is noted. Nothing that was answered yes is lost.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Protocol, cast

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

log = structlog.get_logger(__name__)

BYTES_MAX = 10 * 1024 * 1024
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


class Taker(Protocol):
    """What takes mails; what it answers is said to who brings them."""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it by this name
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str: ...

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it by this name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str: ...


@asynccontextmanager
async def taking_mails(
    taker: Taker,
    *,
    host: str,
    port: int,
    peers: Sequence[IPv4Network | IPv6Network],
    bytes_max: int = BYTES_MAX,
) -> AsyncIterator[None]:
    """Listen while it is entered; `peers` are the networks of those who may come in."""
    loop = asyncio.get_running_loop()
    door = _Door(peers)
    server = await loop.create_server(lambda: _Smtp(taker, door, loop, bytes_max), host, port)
    try:
        yield
    finally:
        server.close()
        # Whoever is still connected is cut off: a mail half said was not taken.
        door.close()


def sender_of(envelope: Envelope) -> str | None:
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
        """Let somebody in."""
        self._inside[transport] = peer

    def leave(self, transport: asyncio.Transport) -> None:
        """Let somebody out."""
        self._inside.pop(transport, None)

    def close(self) -> None:
        """Cut off whoever is inside."""
        for transport in list(self._inside):
            transport.close()

    def _tell(self, peer: str) -> None:
        """Tell of each refusal once: whoever runs the service sees which relay to allow."""
        if peer not in self._told and len(self._told) < STRANGERS_TOLD_MAX:
            self._told.add(peer)
            log.warning("incoming_mails.stranger_refused", peer=peer)


class _Smtp(SMTP):
    """One connection, known to the server that has to close it."""

    def __init__(
        self,
        taker: Taker,
        door: _Door,
        loop: asyncio.AbstractEventLoop,
        bytes_max: int,
    ) -> None:
        super().__init__(
            taker,
            data_size_limit=bytes_max,
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
