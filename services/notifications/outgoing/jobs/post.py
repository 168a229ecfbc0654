"""One attempt to send something outside: whom the name leads to is looked at first, and kept to.

A name that leads into a private network, at once or at the next look, reaches nothing: the address
that was judged is the one that is connected to. Redirections are not followed.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import httpx2
import structlog

from services.notifications.endpoints.model.endpoint import Networks, may_be_reached
from services.notifications.endpoints.model.outside_answer import (
    BROKEN,
    NO_ANSWER,
    NO_CONNECTION,
    NOT_SENT,
    PRIVATE_ADDRESS,
    TLS_FAILED,
    UNKNOWN_NAME,
    Answer,
)

log = structlog.get_logger(__name__)

ANSWER_SECONDS = 15.0
ANSWER_BYTES_MAX = 65_536
"""What is read of an answer, so that the connection serves again; a longer one ends it."""
CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class _Unreachable(Exception):
    """Nothing may be, or can be, connected to; `reason` is a kebab-case code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Poster:
    """Sends to one endpoint; its connections serve no other."""

    def __init__(
        self, client: httpx2.AsyncClient, allowed: Networks, *, seconds: float = ANSWER_SECONDS
    ) -> None:
        self._client = client
        self._allowed = allowed
        self._seconds = seconds

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send and read the answer; whatever goes wrong is an answer as well."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._post(url, body, headers)
        except TimeoutError:
            return Answer(reason=NO_ANSWER)
        except _Unreachable as error:
            return Answer(reason=error.reason)
        except (httpx2.HTTPError, OSError) as error:
            return Answer(reason=_why(error))
        except Exception:  # whatever the client raises counts as a failure, or it is tried for ever
            log.exception("outgoing.not_sent")
            return Answer(reason=NOT_SENT)

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = parts.hostname or ""
        failure: httpx2.ConnectError | None = None
        for address in await self._addresses(host, port):
            where = httpx2.URL(url).copy_with(host=str(address))
            request = self._client.build_request(
                "POST",
                where,
                content=body,
                headers={**headers, "host": parts.netloc, "content-type": CONTENT_TYPE},
                extensions={"sni_hostname": host},
            )
            try:
                return await self._answered(request)
            except httpx2.ConnectError as error:
                failure = error
        raise failure or _Unreachable(NO_CONNECTION)

    async def _answered(self, request: httpx2.Request) -> Answer:
        response = await self._client.send(request, stream=True)
        try:
            size = 0
            async for piece in response.aiter_raw():
                size += len(piece)
                if size > ANSWER_BYTES_MAX:
                    break
        finally:
            await response.aclose()
        return Answer(response.status_code, retry_after=_asked(response.headers))

    async def _addresses(self, host: str, port: int) -> Sequence[Address]:
        """Where the name leads, if that may be reached. Raises _Unreachable."""
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                host, port, type=socket.SOCK_STREAM
            )
        except (OSError, UnicodeError):
            raise _Unreachable(UNKNOWN_NAME) from None
        every = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
        reachable = [one for one in dict.fromkeys(every) if may_be_reached(one, self._allowed)]
        if not reachable:
            raise _Unreachable(PRIVATE_ADDRESS)
        return reachable


@asynccontextmanager
async def poster(
    allowed: Networks, *, tls: ssl.SSLContext | None = None, seconds: float = ANSWER_SECONDS
) -> AsyncIterator[Poster]:
    """What sends to one endpoint, with its own connection; the proxy of the machine is not used."""
    async with httpx2.AsyncClient(
        verify=tls or ssl.create_default_context(),
        trust_env=False,
        follow_redirects=False,
        timeout=seconds,
        headers={"user-agent": "Passerelle", "accept": "*/*"},
    ) as client:
        yield Poster(client, allowed, seconds=seconds)


def _asked(headers: httpx2.Headers) -> timedelta | None:
    """How long it asks us to wait; dates are not read."""
    text = headers.get("retry-after", "").strip()
    return timedelta(seconds=int(text)) if text.isdecimal() and len(text) < 9 else None


def _why(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return TLS_FAILED
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx2.TimeoutException):
        return NO_ANSWER
    return NO_CONNECTION if isinstance(error, httpx2.ConnectError | OSError) else BROKEN
