"""Requests that never end, or say more than anybody has to say, on a socket as a stranger opens one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
import pytest_asyncio

from deploy.supervisor.bounded_http import HEAD_BYTES_MAX, HEADERS_MAX
from deploy.supervisor.uvicorn_server import listening_socket
from deploy.supervisor.web import served
from services.chassis.web import bodies
from services.chassis.web.middleware import SECURITY_HEADERS
from services.portal.service import SERVICE as PORTAL
from tests.support.network import Network, Running

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]
FORM = (
    "POST /connexion HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
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


@pytest.mark.parametrize(
    "head",
    [
        [b"GET /connexion HTTP/1.1\r\nHost: x\r\n", b"x-a: 1\r\n" * 10_000, b"\r\n"],
        [b"GET /connexion HTTP/1.1\r\nHost: x\r\nx-a: ", *[b"a" * 8_192] * 16],
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
            f"GET /connexion HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n".encode(),
        )

    assert said.startswith("HTTP/1.1 200 ")
