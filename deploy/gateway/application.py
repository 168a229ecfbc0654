"""One origin for services that run apart: a path goes to one of its service's replicas.

What is sent again, and why:

- a replica that cannot be *reached* received nothing: any request goes on to the next one;
- a replica that *breaks* after it was sent a request may have acted on it. A GET is asked
  again elsewhere. So is a POST whose route declares that it records its commands: each is kept
  under its `command_id` in the transaction of its effects, so a second replica gives the first
  one's answer, and the user sees a success for what was committed. Anything else (a password, a
  code), whatever its body holds, is answered with a page that says the outcome is not known.
"""

import itertools
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx2
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from deploy.gateway.pages import HOST_UNKNOWN, UNKNOWN_OUTCOME, UNREACHABLE, failure_page
from deploy.gateway.paths import Routing, by_prefix
from services.chassis.base.allowed_hosts import Hosts

CONNECT_TIMEOUT_SECONDS = 2.0
ANSWER_TIMEOUT_SECONDS = 120.0
SET_ASIDE_SECONDS = 1.0
REPLAYABLE_BODY_BYTES = 1 << 20
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HOP_BY_HOP = frozenset(
    {
        *(b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization"),
        *(b"te", b"trailer", b"transfer-encoding", b"upgrade", b"proxy-connection"),
    }
)
RECEIVED_NOTHING = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)

Headers = list[tuple[bytes, bytes]]
Repeats = Callable[[str], bool]
"""Whether a command posted to this path is done once, however often it is sent."""


@dataclass
class Replicas:
    """The processes of one service, used in turn; one that failed is tried last for a while."""

    urls: Sequence[str]
    _turn: Iterator[int] = field(default_factory=itertools.count)
    _failed_at: dict[str, float] = field(default_factory=dict)

    def in_turn(self) -> list[str]:
        """All replicas, the one whose turn it is first, those that just failed last."""
        start = next(self._turn) % len(self.urls)
        turned = [*self.urls[start:], *self.urls[:start]]
        return sorted(turned, key=self._set_aside)

    def failed(self, url: str) -> None:
        self._failed_at[url] = time.monotonic()

    def _set_aside(self, url: str) -> bool:
        failed_at = self._failed_at.get(url)
        return failed_at is not None and time.monotonic() - failed_at < SET_ASIDE_SECONDS


class Gateway:
    """The ASGI application of `passerelle serve gateway`."""

    def __init__(
        self,
        routing: Routing[Replicas],
        client: httpx2.AsyncClient,
        repeats: Repeats,
        *,
        hosts: Hosts,
    ) -> None:
        self._hosts = hosts
        self._routing = routing
        self._client = client
        self._repeats = repeats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward one HTTP request."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            response = await self._forward(request)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _forward(self, request: Request) -> Response:
        if not self._hosts.answers(request.url.path, request.headers.getlist("host")):
            return failure_page(request, HOST_UNKNOWN)
        replicas = self._routing.find(request.url.path)
        if replicas is None:
            return failure_page(request, UNREACHABLE)
        body = _Body(request)
        await body.read_start()
        failure = UNREACHABLE
        for url in replicas.in_turn():
            try:
                return await self._ask(url, request, body)
            except RECEIVED_NOTHING:
                replicas.failed(url)
            except httpx2.TransportError:
                replicas.failed(url)
                if not self._safe_to_repeat(request, body):
                    return failure_page(request, UNKNOWN_OUTCOME)
                failure = UNREACHABLE if request.method in SAFE_METHODS else UNKNOWN_OUTCOME
            if not body.repeatable:
                break
        return failure_page(request, failure)

    def _safe_to_repeat(self, request: Request, body: "_Body") -> bool:
        """Whether asking twice does what asking once does."""
        if request.method in SAFE_METHODS:
            return True
        return body.whole and request.method == "POST" and self._repeats(request.url.path)

    async def _ask(self, url: str, request: Request, body: "_Body") -> Response:
        target = httpx2.URL(url).copy_with(raw_path=_raw_path(request))
        upstream = await self._client.send(
            httpx2.Request(
                request.method,
                target,
                headers=forwarded_headers(request),
                content=body.content(),
                extensions={"timeout": self._client.timeout.as_dict()},
            ),
            stream=True,
        )
        response = StreamingResponse(_relayed(upstream), status_code=upstream.status_code)
        response.raw_headers = end_to_end(upstream.headers.raw)
        return response


class _Body:
    """A request's body: kept for a second sending while it is small, else passed through."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._kept = b""
        self._rest: AsyncIterator[bytes] | None = None
        self._rest_taken = False

    async def read_start(self) -> None:
        """Read up to the size that may be sent twice."""
        chunks = self._request.stream()
        async for chunk in chunks:
            self._kept += chunk
            if len(self._kept) > REPLAYABLE_BODY_BYTES:
                self._rest = chunks
                return

    @property
    def repeatable(self) -> bool:
        """Whether the whole body can be sent again."""
        return not self._rest_taken

    @property
    def whole(self) -> bool:
        """Whether it was small enough to be kept."""
        return self._rest is None

    def content(self) -> bytes | AsyncIterator[bytes] | None:
        """The body for httpx2; None when the request has none."""
        if self._rest is not None:
            return self._all(self._rest)
        return self._kept or None

    async def _all(self, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        self._rest_taken = True
        yield self._kept
        async for chunk in rest:
            yield chunk


async def _relayed(upstream: httpx2.Response) -> AsyncIterator[bytes]:
    """Each piece as it comes (server-sent events included); closed when the browser leaves."""
    try:
        async for chunk in upstream.aiter_raw():
            yield chunk
    finally:
        await upstream.aclose()


def forwarded_headers(request: Request) -> Headers:
    """The browser's headers, with ours for where it came from; whatever it claimed is dropped.

    A request whose body has a length keeps it; the Host stays the one the browser asked.
    """
    kept = [
        (name, value)
        for name, value in end_to_end(request.headers.raw)
        if not name.startswith(b"x-forwarded-") and name not in {b"forwarded", b"x-real-ip"}
    ]
    client = request.client.host if request.client else ""
    return [
        *kept,
        (b"x-forwarded-for", client.encode()),
        (b"x-forwarded-proto", request.url.scheme.encode()),
        (b"x-forwarded-host", request.headers.get("host", "").encode("latin-1")),
    ]


def end_to_end(headers: Sequence[tuple[bytes, bytes]]) -> Headers:
    """Headers meant for the other end: those of one connection are not passed on."""
    lowered = [(name.lower(), value) for name, value in headers]
    named = {
        token.strip().lower()
        for name, value in lowered
        if name == b"connection"
        for token in value.split(b",")
    }
    return [(n, v) for n, v in lowered if n not in HOP_BY_HOP and n not in named]


def _raw_path(request: Request) -> bytes:
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    query: bytes = request.scope["query_string"]
    return raw + b"?" + query if query else raw


def _is_address(url: str) -> bool:
    """Whether requests can be sent there: `http://host:port`, with nothing after."""
    try:
        parsed = httpx2.URL(url)
    except httpx2.InvalidURL:
        return False
    return parsed.scheme in {"http", "https"} and bool(parsed.host) and parsed.path in {"", "/"}


def build_gateway(
    prefixes: Mapping[str, tuple[str, ...]],
    replicas: Mapping[str, Sequence[str]],
    repeats: Repeats = lambda _: False,
    *,
    hosts: Hosts,
) -> Starlette:
    """The gateway over the prefixes of each service and the URLs of its replicas.

    `repeats` says of a path whether what is posted there may be sent to a second replica, `hosts` which names
    are answered. Raises ValueError for a service without a replica, or a URL that is not http(s).
    """
    for name, urls in replicas.items():
        if not urls or not all(_is_address(url) for url in urls):
            raise ValueError(f"{name}\u202f: adresse http attendue")
    routing = by_prefix((prefixes[name], Replicas(urls)) for name, urls in replicas.items())
    timeout = httpx2.Timeout(ANSWER_TIMEOUT_SECONDS, connect=CONNECT_TIMEOUT_SECONDS)
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=50)
    client = httpx2.AsyncClient(
        timeout=timeout, limits=limits, trust_env=False, follow_redirects=False
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with client:
            yield

    app = Starlette(lifespan=lifespan)
    app.mount("/", Gateway(routing, client, repeats, hosts=hosts))
    return app
