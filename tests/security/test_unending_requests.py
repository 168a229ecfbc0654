"""Requests that never end, or say more than anybody has to say, on a socket as a stranger opens one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
import pytest_asyncio
from starlette.types import Receive, Scope, Send

from deploy.supervisor import bounded_http
from deploy.supervisor.bounded_http import HEAD_BYTES_MAX, HEADERS_MAX
from deploy.supervisor.uvicorn_server import QuietServer, http_config, listening_socket
from deploy.supervisor.web import served
from services.chassis.web.middleware import SECURITY_HEADERS
from services.chassis.web.requests import bodies
from services.portal.service import SERVICE as PORTAL
from tests.support.network import Network, Running

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]
FORM = (
    "POST /connexion HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
)


@pytest_asyncio.fixture
async def portal(running: Running) -> AsyncIterator[tuple[Network, int]]:
    async with running(PORTAL) as network:
        listener = listening_socket(0)
        async with served(network.app, listener):
            yield network, listener.getsockname()[1]


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Ends]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    yield reader, writer
    writer.close()


async def answer(ends: Ends, *pieces: bytes) -> str:
    """What is answered to these, sent one after the other; the connection is closed then."""
    reader, writer = ends
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
    return (await asyncio.wait_for(reader.read(), 60)).decode("utf-8", "replace")


async def dripping(writer: asyncio.StreamWriter) -> None:
    """A byte now and then, until the other side has enough."""
    with suppress(ConnectionError):
        while not writer.is_closing():
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.02)


async def heard_while_dripping(port: int, *pieces: bytes) -> str:
    """What is answered to these and to bytes that never end; the connection is closed then."""
    async with connected(port) as ends:
        drops = asyncio.create_task(dripping(ends[1]))
        try:
            heard = b""
            with suppress(ConnectionError):  # it may be closed while we talk
                for piece in pieces:
                    ends[1].write(piece)
                async with asyncio.timeout(60):
                    while more := await ends[0].read(65_536):
                        heard += more
        finally:
            drops.cancel()
    return heard.decode("utf-8", "replace")


async def test_a_body_that_does_not_come_is_not_waited_for_for_ever(
    portal: tuple[Network, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(bodies, "BYTES_A_SECOND_MIN", 10_000)
    async with connected(portal[1]) as ends:
        # The first byte, and never the other nine hundred and ninety-nine.
        said = await answer(ends, FORM.encode() + b"m")

    assert said.startswith("HTTP/1.1 408 ")
    assert "rien n’a été enregistré" in said
    assert (await portal[0].client().get("/connexion")).status_code == 200


async def test_a_body_that_drips_is_ended_and_its_connection_closed(
    portal: tuple[Network, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(bodies, "BYTES_A_SECOND_MIN", 1_000_000)
    said = await heard_while_dripping(portal[1], FORM.replace("1000", "100000").encode())

    assert said.startswith("HTTP/1.1 408 ")
    assert "\r\nconnection: close\r\n" in said
    assert "rien n’a été enregistré" in said


@pytest.mark.parametrize("path", ["/connexion", "/nulle-part"])
async def test_a_body_nobody_reads_is_not_heard_for_ever(
    portal: tuple[Network, int], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(bodies, "BYTES_A_SECOND_MIN", 1_000_000)
    monkeypatch.setattr(bounded_http, "APPLICATION_FIRST_SECONDS", 0.1)
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"

    said = await heard_while_dripping(portal[1], head.encode())

    # The page that was asked for, and the end.
    assert said.startswith(("HTTP/1.1 200 ", "HTTP/1.1 404 "))
    assert "HTTP/1.1 408 " not in said


@pytest.mark.parametrize(
    "head",
    [
        b"GET /connexion HTTP/1.1\r\nHost: localhost\r\nx-a: ",
        b"GET /connexion HTTP/1.1\r\nHost: localhost\r\n",
        b"",
    ],
    ids=["a value", "the next header", "the address"],
)
async def test_a_head_that_drips_is_ended(
    portal: tuple[Network, int], monkeypatch: pytest.MonkeyPatch, head: bytes
) -> None:
    monkeypatch.setattr(bodies, "HEAD_SECONDS", 0.2)
    said = await heard_while_dripping(portal[1], head)

    # The drops may make it no head at all, which is refused before.
    assert said.startswith(("HTTP/1.1 408 ", "HTTP/1.1 400 "))
    assert "connection: close\r\n" in said
    for name, value in SECURITY_HEADERS.items():
        assert f"{name}: {value}\r\n" in said


async def test_who_comes_and_says_nothing_is_let_go(
    portal: tuple[Network, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "HEAD_SECONDS", 0.1)
    async with connected(portal[1]) as ends:
        assert await answer(ends) == ""


async def test_a_second_head_of_a_connection_that_drips_is_ended_too(
    portal: tuple[Network, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "HEAD_SECONDS", 0.2)
    first = b"GET /connexion HTTP/1.1\r\nHost: localhost\r\n\r\n"
    second = b"GET /connexion HTTP/1.1\r\nHost: localhost\r\nx-a: "

    said = await heard_while_dripping(portal[1], first + second)

    assert said.startswith("HTTP/1.1 200 ")
    assert "HTTP/1.1 408 " in said


async def test_an_answer_may_take_longer_than_its_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a page that follows what happens is not cut off."""
    monkeypatch.setattr(bodies, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(bodies, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(bounded_http, "APPLICATION_FIRST_SECONDS", 0.0)
    go_on = asyncio.Event()

    async def follows(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"first", "more_body": True})
        await go_on.wait()
        await send({"type": "http.response.body", "body": b"last"})

    listener = listening_socket(0)
    port = listener.getsockname()[1]
    server = QuietServer(http_config(follows, trusted=[], own_lifespan=False))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    async with connected(port) as ends:
        ends[1].write(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        await ends[0].readuntil(b"first")
        async with connected(port) as silent:  # let go once the time is over
            assert await answer(silent) == ""
        go_on.set()
        assert b"last" in await asyncio.wait_for(ends[0].read(), 60)
    server.should_exit = True
    await serving


@pytest.mark.parametrize(
    "head",
    [
        [b"GET /connexion HTTP/1.1\r\nHost: localhost\r\n", b"x-a: 1\r\n" * 10_000, b"\r\n"],
        [b"GET /connexion HTTP/1.1\r\nHost: localhost\r\nx-a: ", *[b"a" * 8_192] * 16],
        [b"GET /" + b"a" * HEAD_BYTES_MAX, b"a" * HEAD_BYTES_MAX],
        [b"GET /connexion HTTP/9.9\r\n\r\n"],
    ],
    ids=["ten thousand headers", "a header without end", "an address without end", "no HTTP"],
)
async def test_a_head_without_end_is_refused_with_our_headers(
    portal: tuple[Network, int], head: list[bytes]
) -> None:
    async with connected(portal[1]) as ends:
        with suppress(ConnectionError):  # closed while it was still talking
            said = await answer(ends, *head)
            assert said.startswith("HTTP/1.1 400 ")
            for name, value in SECURITY_HEADERS.items():
                assert f"{name}: {value}\r\n" in said
    assert (await portal[0].client().get("/connexion")).status_code == 200


async def test_as_many_headers_as_a_browser_sends_are_read(portal: tuple[Network, int]) -> None:
    """The control."""
    headers = "".join(f"x-{number}: 1\r\n" for number in range(HEADERS_MAX - 10))
    async with connected(portal[1]) as ends:
        said = await answer(
            ends,
            f"GET /connexion HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n".encode(),
        )

    assert said.startswith("HTTP/1.1 200 ")
