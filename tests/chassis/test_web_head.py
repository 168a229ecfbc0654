"""HEAD on whatever GET answers."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from services.chassis.web.requests.head_requests import Headed
from tests.support.network import Network
from tests.support.waiting import PATIENCE_SECONDS

OPEN_TO_ALL = ("/connexion", "/fiche/pas-un-lien", "/static/passerelle.css")
SIGNED_IN = ("/", "/entreprises", "/pfmp", "/composants", "/absente")


@pytest.mark.parametrize("path", [*OPEN_TO_ALL, *SIGNED_IN])
async def test_head_answers_as_get_without_the_body(network: Network, path: str) -> None:
    browser = await network.client_as("rbde")

    got, headed = await browser.get(path), await browser.head(path)

    assert headed.status_code == got.status_code
    assert headed.headers["content-type"] == got.headers["content-type"]
    assert headed.headers["content-security-policy"] == got.headers["content-security-policy"]
    assert headed.content == b""


async def test_head_on_a_stream_ends_with_its_headers() -> None:
    ended = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"still here\n"
                await asyncio.Event().wait()
        finally:
            ended.set()

    async def stream(_: Request) -> StreamingResponse:
        return StreamingResponse(endless(), media_type="text/event-stream")

    app = Headed(Starlette(routes=[Route("/", stream, methods=["GET"])]))
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app), base_url="http://here.example"
    ) as client:
        answer = await client.head("/")

    assert answer.headers["content-type"].startswith("text/event-stream")
    await asyncio.wait_for(ended.wait(), PATIENCE_SECONDS)
