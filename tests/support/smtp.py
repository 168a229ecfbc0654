"""An SMTP server that does what a test says: refuse, be silent, hang up, at any verb."""

from __future__ import annotations

import asyncio
import email
import email.policy
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

LOOPBACK = "127.0.0.1"
SILENT, DROP, KEEP_AND_DROP = "silent", "drop", "keep and drop"
"""Instead of an answer: none; the connection is closed; the same with the mail taken."""
Says = Callable[[str], str | None]
"""What is answered to a verb for this recipient (or sender), None for the usual answer."""


@dataclass(frozen=True)
class Delivered:
    """A mail as the server got it."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes = field(repr=False)

    @property
    def message(self) -> EmailMessage:
        parsed = email.message_from_bytes(self.content, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    def words(self, header: str) -> str:
        """A header as a reader sees it; `message` parts words that were folded."""
        raw = email.message_from_bytes(self.content)[header]
        return str(make_header(decode_header(raw)))

    def part(self, kind: str) -> str:
        """The text of the `plain` or the `html` part."""
        body = self.message.get_body((kind,))
        assert body is not None
        return str(body.get_content())


@dataclass
class Mailbox:
    """The server's script and what it got; `port` is where it listens."""

    port: int = 0
    mails: list[Delivered] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    """Every verb it heard, in order."""
    _script: dict[str, list[str]] = field(default_factory=dict)
    _rules: dict[str, Says] = field(default_factory=dict)

    def says(self, verb: str, *answers: str) -> None:
        """Answer a verb (banner, ehlo, mail, rcpt, data, content) so, the next times."""
        self._script.setdefault(verb, []).extend(answers)

    def always(self, verb: str, rule: Says | str) -> None:
        """Answer a verb so from now on, unless `says` has something to say first."""
        self._rules[verb] = rule if callable(rule) else lambda _: rule

    def well_again(self) -> None:
        """Answer as usual."""
        self._script.clear()
        self._rules.clear()

    def next_answer(self, verb: str, about: str) -> str | None:
        self.verbs.append(verb)
        waiting = self._script.get(verb)
        if waiting:
            return waiting.pop(0)
        rule = self._rules.get(verb)
        return rule(about) if rule else None

    def to(self, address: str) -> list[Delivered]:
        """The mails for one recipient."""
        return [mail for mail in self.mails if mail.recipients == (address,)]


class _Scripted(SMTP):
    """aiosmtpd, asking the mailbox before each answer."""

    def __init__(self, mailbox: Mailbox, **options: Any) -> None:
        super().__init__(self, hostname="relais.example", ident="ESMTP", **options)
        self._mailbox = mailbox
        self._greeted = False

    async def push(self, status: Any) -> None:
        if not self._greeted:
            self._greeted = True
            status = await self._answer("banner", "", str(status))
        await super().push(status)

    async def _answer(self, verb: str, about: str, usual: str) -> str:
        """What the script says; does not return when it says nothing at all."""
        said = self._mailbox.next_answer(verb, about)
        if said == SILENT:
            await asyncio.Future()  # until the client loses patience
        if said in (DROP, KEEP_AND_DROP):
            await self._hang_up()
        return said or usual

    async def _hang_up(self) -> None:
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.abort()
        await asyncio.Future()

    async def handle_EHLO(  # noqa: N802 – aiosmtpd's name
        self, _: SMTP, session: Session, __: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        answer = await self._answer("ehlo", hostname, "")
        return [answer] if answer else responses

    async def handle_MAIL(  # noqa: N802 – aiosmtpd's name
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        answer = await self._answer("mail", address, "250 OK")
        envelope.mail_from = address
        return answer

    async def handle_RCPT(  # noqa: N802 – aiosmtpd's name
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        answer = await self._answer("rcpt", address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 – aiosmtpd's names
        answer = await self._answer("data", "", "")
        if answer:
            await self.push(answer)
            return
        await super().smtp_DATA(arg)

    async def handle_DATA(  # noqa: N802 – aiosmtpd's name
        self, _: SMTP, __: Session, envelope: Envelope
    ) -> str:
        recipient = envelope.rcpt_tos[0]
        said = self._mailbox.next_answer("content", recipient)
        if said is None or said.startswith("2") or said == KEEP_AND_DROP:
            content = envelope.original_content or b""
            mail = Delivered(envelope.mail_from or "", tuple(envelope.rcpt_tos), content)
            self._mailbox.mails.append(mail)
        if said == SILENT:
            await asyncio.Future()  # until the client loses patience
        if said in (DROP, KEEP_AND_DROP):
            await self._hang_up()
        return said or "250 2.0.0 Kept"


@asynccontextmanager
async def smtp_server(
    *, port: int = 0, tls: ssl.SSLContext | None = None, at_once: bool = False, **options: Any
) -> AsyncIterator[Mailbox]:
    """A server on this machine. `tls`: offers STARTTLS, or speaks TLS from the start (`at_once`)."""
    mailbox = Mailbox()
    loop = asyncio.get_running_loop()
    options = options if tls is None or at_once else {"tls_context": tls, **options}
    server = await loop.create_server(
        lambda: _Scripted(mailbox, loop=loop, **options),
        LOOPBACK,
        port,
        ssl=tls if at_once else None,
    )
    mailbox.port = server.sockets[0].getsockname()[1]
    before = asyncio.all_tasks()
    try:
        yield mailbox
    finally:
        server.close()
        for task in asyncio.all_tasks() - before:
            if "_handle_client" in repr(task.get_coro()):
                task.cancel()
                with suppress(asyncio.CancelledError, ConnectionError):
                    await task


def password_is(username: str, password: str) -> Callable[..., AuthResult]:
    """Signs in whoever says both right; an option of `smtp_server` as `authenticator`."""

    def check(
        server: SMTP, session: Session, envelope: Envelope, how: str, data: Any
    ) -> AuthResult:
        right = (data.login, data.password) == (username.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return check
