"""Behind a proxy, each visitor is counted by their own address, and nobody chooses it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import httpx2
import pytest
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from deploy.gateway.application import build_gateway
from deploy.supervisor.servers import background
from deploy.supervisor.uvicorn_server import QuietServer, http_config, listening_socket
from services.chassis.base.settings import Settings
from tests.support.waiting import eventually

THIS_MACHINE = "127.0.0.1"
LYCEE = "198.51.100.7"
INNER_PROXY = "10.1.0.9"


async def who(request: Request) -> Response:
    """Who asks, as the application sees it."""
    return PlainTextResponse(request.client.host if request.client else "nobody")


@asynccontextmanager
async def answering(app: Starlette, trusted: Sequence[str]) -> AsyncIterator[str]:
    """The address of an application behind the server that `up` and `serve` run."""
    with listening_socket(0) as listener:
        server = QuietServer(http_config(app, trusted=trusted))

        async def serve() -> None:
            await server.serve(sockets=[listener])

        async with background(serve) as task:
            await eventually(lambda: server.started)
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                server.should_exit = True
                await task


async def seen(proxies: str, *forwarded: str, gateway: bool = False) -> str:
    """Whom the application sees when this machine asks with these headers, one after the other."""
    trusted = Settings(trusted_proxies=proxies).proxies_trusted
    async with AsyncExitStack() as stack:
        app = Starlette(routes=[Route("/", who)])
        alone = [THIS_MACHINE] if gateway else trusted
        address = await stack.enter_async_context(answering(app, alone))
        if gateway:
            before = build_gateway(
                {"portal": ("/",)}, {"portal": [address]}, hosts=Settings().hosts
            )
            address = await stack.enter_async_context(answering(before, trusted))
        client = await stack.enter_async_context(httpx2.AsyncClient(trust_env=False))
        headers = [("X-Forwarded-For", one) for one in forwarded]
        return (await client.get(address, headers=headers)).text


@pytest.mark.parametrize("gateway", [False, True], ids=["alone", "gateway"])
@pytest.mark.parametrize(
    ("proxies", "forwarded"),
    [
        ("127.0.0.1", (LYCEE,)),
        ("127.0.0.0/8, 10.1.0.0/16", (f"{LYCEE}, {INNER_PROXY}",)),
        ("127.0.0.0/8,10.1.0.0/16", (LYCEE, INNER_PROXY)),
        ("127.0.0.1", (f"6.6.6.6, {LYCEE}",)),
        ("127.0.0.1,10.1.0.0/16", (f"{INNER_PROXY}, 6.6.6.6, {LYCEE}, {INNER_PROXY}",)),
    ],
    ids=["one proxy", "two", "two, each its header", "a client that lies", "and names a proxy"],
)
async def test_a_visitor_is_seen_by_their_own_address(
    proxies: str, forwarded: tuple[str, ...], gateway: bool
) -> None:
    assert await seen(proxies, *forwarded, gateway=gateway) == LYCEE


@pytest.mark.parametrize("gateway", [False, True], ids=["alone", "gateway"])
@pytest.mark.parametrize("proxies", ["", "10.1.0.0/16"], ids=["nobody trusted", "another proxy"])
async def test_whoever_is_no_trusted_proxy_says_nothing_for_others(
    monkeypatch: pytest.MonkeyPatch, proxies: str, gateway: bool
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")

    assert await seen(proxies, LYCEE, gateway=gateway) == THIS_MACHINE


@pytest.mark.parametrize("proxies", ["caddy", "10.1.0.0/99", "*"])
def test_a_proxy_that_is_no_address_is_refused_at_the_start(proxies: str) -> None:
    with pytest.raises(ValidationError):
        Settings(trusted_proxies=proxies)
