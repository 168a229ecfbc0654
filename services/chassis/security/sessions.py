"""Who a request comes from: the portal knows, and is asked at most once a second per session.

Services of one process remember it together, and ask a portal that runs there without a request. While the portal cannot be reached its last answer serves for a quarter of an hour. What it
revokes is also pushed on the bus, so that an account shut out is out at once.
"""

import asyncio
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from nats.aio.msg import Msg
from starlette.requests import Request
from starlette.types import ASGIApp

from services.chassis.base.errors import PasserelleError, Unavailable
from services.chassis.base.identity import IDENTITY, Identity
from services.chassis.base.settings import Settings

log = structlog.get_logger(__name__)

FRESH_SECONDS = 1.0
"""How long an answer serves without asking again."""
STALE_SECONDS = 15 * 60
"""How long it serves while the portal cannot be reached."""
ASK_TIMEOUT_SECONDS = 2.0
REMEMBERED_MAX = 10_000
"""Sessions remembered by one process; the least recently used goes first."""
SESSION_PATH = "/api/portal/session"
TOKEN_PREFIX = "passerelle_"  # noqa: S105 what tokens begin with
"""How secrets of tokens begin: those who scan what was published by mistake know them by it."""


class PortalUnreachable(ConnectionError):
    """The portal did not say who the session belongs to."""


Ask = Callable[[str], Awaitable[Identity | None]]
"""Asks who a session's secret belongs to. Raises PortalUnreachable."""


class Sessions(Protocol):
    """Tells who a request comes from."""

    async def of(self, request: Request) -> Identity | None:
        """The identity behind the request's session; None without one. Raises Unavailable."""

    def remembered(self, request: Request) -> Identity | None:
        """The identity as it was said last, without using the session; None where that is over, or unknown."""


@dataclass(frozen=True)
class _Known:
    identity: Identity
    asked_at: float


class RememberedSessions:
    """Asks the portal, and remembers what it said."""

    def __init__(
        self,
        ask: Ask,
        *,
        cookie: str,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`clock` counts seconds from any origin; `now` is the time of day."""
        self._ask = ask
        self._cookie = cookie
        self._clock = clock
        self._now = now
        self._known: OrderedDict[bytes, _Known] = OrderedDict()
        self._asking: dict[bytes, asyncio.Task[Identity | None]] = {}
        """What the portal is being asked: requests that come meanwhile wait for the same answer."""

    async def of(self, request: Request) -> Identity | None:
        """The identity behind the request's session; None without one. Raises Unavailable."""
        secret = bearer_token(request) or session_secret(request, self._cookie)
        return await self.behind(secret) if secret else None

    def remembered(self, request: Request) -> Identity | None:
        """The identity as it was said last, without using the session; None where that is over, or unknown."""
        secret = session_secret(request, self._cookie)
        known = self._known.get(_key(secret)) if secret else None
        return known.identity if known and not self._is_over(known) else None

    async def behind(self, secret: str) -> Identity | None:
        """The identity behind a session's secret. Raises Unavailable when nobody can say."""
        key = _key(secret)
        known = self._known.get(key)
        now = self._clock()
        if known and now - known.asked_at <= FRESH_SECONDS:
            return known.identity
        asked = self._asking.get(key)
        if asked is None:
            asked = self._asking[key] = asyncio.create_task(self._asked(key, secret, now))
            asked.add_done_callback(_heard)
        try:
            # Shielded: who gives up waiting does not give up for the others.
            return await asyncio.shield(asked)
        except PortalUnreachable as silence:
            known = self._known.get(key)  # by now: it may have been revoked while they asked
            if known and self._serves_alone(known, now):
                return known.identity
            raise Unavailable from silence

    async def _asked(self, key: bytes, secret: str, now: float) -> Identity | None:
        """Ask, and remember unless something was revoked meanwhile: the answer may be older."""
        this = asyncio.current_task()
        try:
            identity = await self._ask(secret)
            if self._asking.get(key) is this:
                self._remember(key, identity, now)
        finally:
            if self._asking.get(key) is this:
                del self._asking[key]
        return identity

    def _serves_alone(self, known: _Known, now: float) -> bool:
        """Whether an answer may still be believed while the portal cannot be reached.

        Not past the end it told itself: a role that ended at midnight opens nothing after it.
        """
        return now - known.asked_at <= STALE_SECONDS and not self._is_over(known)

    def _is_over(self, known: _Known) -> bool:
        return known.identity.until is not None and self._now() >= known.identity.until

    def forget(self, account_id: UUID) -> None:
        """Ask again at the next request of any session of this account."""
        self._asking.clear()  # whose they are is not known yet
        for key in [
            k for k, known in self._known.items() if known.identity.account_id == account_id
        ]:
            del self._known[key]

    async def revoked(self, message: Msg) -> None:
        """Hear the portal say that sessions of an account ended or changed."""
        try:
            self.forget(UUID(message.data.decode()))
        except ValueError:
            log.warning("sessions.revocation_unreadable", bytes=len(message.data))

    def _remember(self, key: bytes, identity: Identity | None, now: float) -> None:
        self._known.pop(key, None)
        if identity is None:
            return
        self._known[key] = _Known(identity, now)
        while len(self._known) > REMEMBERED_MAX:
            self._known.popitem(last=False)


def _key(secret: str) -> bytes:
    """The secret itself is kept nowhere: a memory dump opens no session."""
    return hashlib.sha256(secret.encode()).digest()


def _heard(asked: asyncio.Task[Identity | None]) -> None:
    """All who waited may have left: their answer is no error that nobody looked at."""
    if not asked.cancelled():
        asked.exception()


async def said_here(asked: Awaitable[Identity | None]) -> Identity | None:
    """What the portal says when it is asked in its own process. Raises PortalUnreachable."""
    try:
        return await asked
    except Exception as error:  # as by HTTP: whatever keeps it from answering, it did not say
        if not isinstance(error, PasserelleError):
            log.exception("sessions.not_recognised")
        raise PortalUnreachable from error


class PortalSessions:
    """Asks the portal by HTTP: over the network, or in process when given its application."""

    def __init__(self, settings: Settings, portal: ASGIApp | None = None) -> None:
        """`portal` answers in process instead of `settings.portal_url`."""
        import httpx2  # not with the commands that only name services

        transport = httpx2.ASGITransport(portal, raise_app_exceptions=False) if portal else None
        self._cookie = cookie_name(settings)
        self._client = httpx2.AsyncClient(
            base_url=settings.portal_url,
            transport=transport,
            timeout=ASK_TIMEOUT_SECONDS,
            # No proxy of the environment between two services of the same installation.
            trust_env=False,
        )

    async def ask(self, secret: str) -> Identity | None:
        """Who the session belongs to. Raises PortalUnreachable."""
        import httpx2

        try:
            answer = await self._client.get(SESSION_PATH, headers=self._carrying(secret))
        except (httpx2.HTTPError, OSError) as error:
            raise PortalUnreachable from error
        if answer.status_code == 401:
            return None
        if answer.status_code != 200:
            raise PortalUnreachable(f"the portal answered {answer.status_code}")
        return IDENTITY.validate_json(answer.content)

    def _carrying(self, secret: str) -> dict[str, str]:
        """The secret where the portal expects one of its kind."""
        if secret.startswith(TOKEN_PREFIX):
            return {"Authorization": f"Bearer {secret}"}
        return {"Cookie": f"{self._cookie}={secret}"}

    async def close(self) -> None:
        """Close the connections to the portal."""
        await self._client.aclose()


_SECRET = re.compile(r"[\x21-\x7e]{1,200}")
"""How a secret can be written at all: it is passed on in a header."""


def bearer_token(request: Request) -> str | None:
    """The token of access a program shows; other things of `Authorization` are not ours."""
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    given = given.strip()
    ours = kind.lower() == "bearer" and given.startswith(TOKEN_PREFIX) and _SECRET.fullmatch(given)
    return given if ours else None


def session_secret(request: Request, cookie: str) -> str | None:
    """The secret of the session's cookie; a token put there is no session."""
    secret = request.cookies.get(cookie, "")
    return secret if _SECRET.fullmatch(secret) and not secret.startswith(TOKEN_PREFIX) else None


def is_https(settings: Settings) -> bool:
    """Whether browsers reach this installation by https."""
    return urlsplit(settings.public_url).scheme == "https"


def cookie_name(settings: Settings) -> str:
    """Name of the session's cookie; browsers accept the `__Host-` prefix on https only."""
    return "__Host-passerelle" if is_https(settings) else "passerelle"
