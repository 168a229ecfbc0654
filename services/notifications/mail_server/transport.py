"""Giving mails to the mail server, over a few connections that are kept while there is something to send."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import aiosmtplib

from services.chassis.base.settings import Settings
from services.notifications.mail_server.model.attempt import Reply, enhanced_status

PORTS = {"starttls": 587, "tls": 465, "none": 25}
CONNECT_SECONDS = 20.0
VERB_SECONDS = 20.0
CONTENT_SECONDS = 90.0
"""A server that takes the whole mail may look through it before it answers."""
SEND_SECONDS = 200.0
"""An attempt is over by then, whatever the other server does."""
MAILS_PER_CONNECTION = 100
"""Many servers end a connection that goes on."""
CLOSING = 421
ACCEPTED = (250, 251)
GO_ON = 354
PUT_OFF, REFUSED = 400, 500
TOO_LARGE = 552

_LOST = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError)


class MailServerRefused(Exception):
    """No connection to the mail server can be had; no mail is at fault. `reason` is a kebab-case code."""

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


@dataclass
class _Connection:
    client: aiosmtplib.SMTP
    mails: int = 0


class Transport:
    """The connections of one process to its mail server."""

    def __init__(
        self,
        settings: Settings,
        *,
        verb_seconds: float = VERB_SECONDS,
        content_seconds: float = CONTENT_SECONDS,
    ) -> None:
        """How long the mail server may take to answer. `settings.smtp_host` must be given."""
        self._settings = settings
        self._verb_seconds = verb_seconds
        self._content_seconds = content_seconds
        self._places = asyncio.Semaphore(settings.smtp_connections)
        self._idle: list[_Connection] = []
        self._tls: ssl.SSLContext | None = None

    @property
    def server(self) -> str:
        """Where mails are given: `host:port`."""
        return server_name(self._settings)

    async def ready(self) -> None:
        """Make sure that a mail could be given now. Raises MailServerRefused."""
        if self._places.locked():  # every connection is at work: that says enough
            return
        async with self._places:
            self._idle.append(await self._take())

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for one's turn; `send` only within."""
        async with self._places:
            yield

    async def send(self, sender: str, recipient: str, content: bytes) -> Reply:
        """Give one mail for one recipient, both checked addresses; what the mail server answered.

        Raises MailServerRefused when no connection can be had, or our address is not taken as a
        sender's: nothing was said about this mail.
        """
        connection = await self._take()
        reply = await self._give(connection, sender, recipient, content)
        if connection.mails > 1 and reply.verb == "mail" and reply.code in (None, CLOSING):
            # It had closed a connection that was idle or had served enough: a new one tells.
            connection = await self._connect()
            reply = await self._give(connection, sender, recipient, content)
        await self._put_back(connection, clean=reply.accepted)
        if reply.verb == "mail" and reply.code not in (None, TOO_LARGE) and reply.code >= REFUSED:
            raise MailServerRefused("smtp-sender-refused", reply.code)
        return reply

    async def rest(self) -> None:
        """Leave the mail server alone until there is something to send."""
        connections, self._idle = self._idle, []
        await asyncio.gather(*(_leave(connection.client) for connection in connections))

    async def _take(self) -> _Connection:
        while self._idle:
            connection = self._idle.pop()
            if connection.client.is_connected and connection.mails < MAILS_PER_CONNECTION:
                return connection
            await _leave(connection.client)
        return await self._connect()

    async def _connect(self) -> _Connection:
        client = await self._client()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await client.connect()
                await _introduce(client)
        except (aiosmtplib.SMTPException, OSError, ssl.SSLError, ValueError) as error:
            client.close()
            raise _refused(error) from error
        return _Connection(client)

    async def _client(self) -> aiosmtplib.SMTP:
        settings = self._settings
        if self._tls is None:
            # Reading the authorities of the system takes tens of milliseconds.
            self._tls = await asyncio.to_thread(ssl.create_default_context, cafile=settings.smtp_ca)
        password = settings.smtp_password
        return aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port or PORTS[settings.smtp_security],
            username=settings.smtp_username,
            password=password.get_secret_value() if password else None,
            local_hostname=domain_of(settings),
            timeout=self._verb_seconds,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            tls_context=self._tls,
        )

    async def _give(
        self, connection: _Connection, sender: str, recipient: str, content: bytes
    ) -> Reply:
        connection.mails += 1
        client, verb = connection.client, "mail"
        try:
            # One timer that is put off, not a new one for each word as aiosmtplib's own are.
            async with asyncio.timeout(self._verb_seconds) as patience:
                await _say(client, b"MAIL", f"FROM:<{sender}>", *_size(client, content))
                verb = "rcpt"
                _renew(patience, self._verb_seconds)
                await _say(client, b"RCPT", f"TO:<{recipient}>")
                verb = "content"
                _renew(patience, self._content_seconds)
                await _say(client, b"DATA", accepted=(GO_ON,))
                _renew(patience, self._content_seconds)
                answer = await _hand_over(client, content)
        except aiosmtplib.SMTPResponseException as refusal:
            if refusal.code < PUT_OFF:  # not an answer to what was said
                client.close()
                return Reply(verb, None, unknown=verb == "content")
            return Reply(verb, refusal.code, enhanced_status(refusal.message))
        except _LOST:
            client.close()
            return Reply(verb, None, unknown=verb == "content")
        return Reply(verb, answer.code, enhanced_status(answer.message))

    async def _put_back(self, connection: _Connection, *, clean: bool) -> None:
        """Keep a connection the next mail can use; one with a mail half said is emptied first."""
        client = connection.client
        if client.is_connected and not clean:
            try:
                await client.rset()
            except (aiosmtplib.SMTPException, OSError):
                client.close()
        if client.is_connected:
            self._idle.append(connection)


def server_name(settings: Settings) -> str:
    """Where mails are given, as `host:port`."""
    return f"{settings.smtp_host}:{settings.smtp_port or PORTS[settings.smtp_security]}"


def domain_of(settings: Settings) -> str:
    """The domain mails are sent from."""
    return (settings.mail_from or "").rpartition("@")[2]


async def _say(
    client: aiosmtplib.SMTP, verb: bytes, *words: str, accepted: tuple[int, ...] = ACCEPTED
) -> None:
    """Say an address that was checked already; aiosmtplib would parse it again, as mail readers
    do, for a tenth of what a mail costs. Raises SMTPResponseException unless it is accepted.
    """
    said = (word.encode("ascii") for word in words)
    answer = await client.execute_command(verb, *said, timeout=None)
    if answer.code not in accepted:
        raise aiosmtplib.SMTPResponseException(answer.code, answer.message)


async def _hand_over(client: aiosmtplib.SMTP, content: bytes) -> aiosmtplib.SMTPResponse:
    """Say the mail itself. Raises SMTPResponseException unless it is accepted.

    Its lines end as SMTP wants them, and it ends with a line end (`as_bytes`): aiosmtplib's own
    `data` would look at every letter twice to make sure, for a sixth of what a mail costs.
    """
    if client.protocol is None:
        raise aiosmtplib.SMTPServerDisconnected("Connection lost")
    # A line that begins with a dot is said with two: one alone is the end of a mail.
    client.protocol.write(content.replace(b"\r\n.", b"\r\n..") + b".\r\n")
    answer = await client.protocol.read_response()
    if answer.code not in ACCEPTED:
        raise aiosmtplib.SMTPDataError(answer.code, answer.message)
    return answer


def _renew(patience: asyncio.Timeout, seconds: float) -> None:
    patience.reschedule(asyncio.get_running_loop().time() + seconds)


def _size(client: aiosmtplib.SMTP, content: bytes) -> tuple[str, ...]:
    return (f"SIZE={len(content)}",) if client.supports_extension("size") else ()


async def _introduce(client: aiosmtplib.SMTP) -> None:
    """Say who we are, if nothing else needed it so far: a mail server may be silent from here on."""
    if client.is_ehlo_or_helo_needed:
        try:
            await client.ehlo()
        except aiosmtplib.SMTPHeloError:
            await client.helo()


async def _leave(client: aiosmtplib.SMTP) -> None:
    with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
        if client.is_connected:
            await client.quit(timeout=1)
    client.close()


def _refused(error: Exception) -> MailServerRefused:
    """Why there is no connection, as an operator can act on it."""
    code = error.code if isinstance(error, aiosmtplib.SMTPResponseException) else None
    certificate = _caused_by(error, ssl.SSLCertVerificationError)
    if certificate:
        return MailServerRefused("smtp-certificate-refused", code)
    if _caused_by(error, ssl.SSLError):
        return MailServerRefused("smtp-tls-failed", code)
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return MailServerRefused("smtp-password-refused", code)
    if code is not None:
        return MailServerRefused("smtp-relay-refuses", code)
    if isinstance(error, TimeoutError):
        return MailServerRefused("smtp-no-answer")
    if isinstance(error, OSError):
        return MailServerRefused("smtp-unreachable")
    # What is left is an extension the mail server does not offer: encryption, or signing in.
    return MailServerRefused("smtp-not-offered")


def _caused_by(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False
