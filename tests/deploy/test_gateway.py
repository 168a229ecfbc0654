"""The gateway: one origin, replicas, streams that flow, nothing sent twice that must not be."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from deploy.embedded.ports import free_port
from deploy.gateway.application import build_gateway
from deploy.gateway.paths import by_prefix
from deploy.gateway.repeats import Recorded
from deploy.services import SERVICES
from services.chassis.base.allowed_hosts import Hosts
from tests.support.waiting import PATIENCE_SECONDS, eventually
from tests.support.web import served

PREFIXES = {"portal": ("/",), "internships": ("/pfmp", "/api/internships")}
RECORDED = Recorded(SERVICES)
HOSTS = Hosts.of(["https://passerelle.example"], ["passerelle.lan", "10.1.2.3"])
FORM = {"content-type": "application/x-www-form-urlencoded"}


def answering(handler: Callable[[Request], Response]) -> Starlette:
    """An application that gives every request to one handler."""

    async def endpoint(request: Request) -> Response:
        await request.body()
        return handler(request)

    methods = ["GET", "POST", "HEAD"]
    return Starlette(routes=[Route("/{path:path}", endpoint, methods=methods)])


@asynccontextmanager
async def cutting(received: list[bytes]) -> AsyncIterator[str]:
    """The address of a server that reads a whole request, then closes the connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (
                int(line.split(b":")[1])
                for line in head.lower().split(b"\r\n")
                if line.startswith(b"content-length:")
            ),
            0,
        )
        received.append(head + await reader.readexactly(length))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def gateway(**replicas: list[str]) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser in front of a gateway over these replicas."""
    async with (
        served(build_gateway(PREFIXES, replicas, RECORDED, hosts=HOSTS)) as address,
        httpx2.AsyncClient(base_url=address, trust_env=False) as client,
    ):
        yield client


def echo(request: Request) -> Response:
    return JSONResponse(
        {"path": request.scope["raw_path"].decode(), "query": request.url.query}
        | {"headers": [[n.decode(), v.decode()] for n, v in request.headers.raw]}
    )


async def test_a_path_goes_to_its_service_and_the_rest_to_the_portal() -> None:
    async with (
        served(answering(lambda _: PlainTextResponse("portal"))) as portal,
        served(answering(lambda _: PlainTextResponse("internships"))) as internships,
        gateway(portal=[portal], internships=[internships]) as browser,
    ):
        answers = {
            path: (await browser.get(path)).text
            for path in ("/", "/pfmp", "/pfmp/periodes", "/pfmpx", "/api/internships/x")
        }
    assert answers == {
        "/": "portal",
        "/pfmp": "internships",
        "/pfmp/periodes": "internships",
        "/pfmpx": "portal",
        "/api/internships/x": "internships",
    }


async def test_path_and_query_arrive_as_they_were_written() -> None:
    async with served(answering(echo)) as portal, gateway(portal=[portal]) as browser:
        answer = (await browser.get("/a%2Fb/c%C3%A9?x=1&x=2&y=%20")).json()
    assert (answer["path"], answer["query"]) == ("/a%2Fb/c%C3%A9", "x=1&x=2&y=%20")


async def test_what_a_browser_claims_about_forwarding_is_replaced() -> None:
    claimed = {
        "x-forwarded-for": "6.6.6.6",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "gopher",
        "x-forwarded-prefix": "/x",
        "forwarded": "for=6.6.6.6",
        "x-real-ip": "6.6.6.6",
        "host": "passerelle.example",
    }
    async with served(answering(echo)) as portal, gateway(portal=[portal]) as browser:
        headers = (await browser.get("/", headers=claimed)).json()["headers"]
    forwarding = sorted(h for h in headers if "forwarded" in h[0] or h[0] in {"host", "x-real-ip"})
    assert forwarding == [
        ["host", "passerelle.example"],
        ["x-forwarded-for", "127.0.0.1"],
        ["x-forwarded-host", "passerelle.example"],
        ["x-forwarded-proto", "http"],
    ]


async def test_a_request_for_another_name_is_refused_before_anybody_is_asked() -> None:
    async with served(answering(echo)) as portal, gateway(portal=[portal]) as browser:
        for host in ("evil.example", "passerelle.example.evil.example"):
            refused = await browser.get("/", headers={"host": host})
            assert refused.status_code == 421, host
            assert "Passerelle ne répond pas sous ce nom" in refused.text
            problem = (await browser.get("/api/portal/session", headers={"host": host})).json()
            assert (problem["status"], problem["code"]) == (421, "host-unknown")
        for host in ("passerelle.example", "passerelle.lan:8443", "10.1.2.3", "localhost:8000"):
            assert (await browser.get("/", headers={"host": host})).status_code == 200, host
        probe = await browser.get("/api/portal/health/live", headers={"host": "10.9.9.9:8001"})
        assert probe.status_code == 200


async def test_every_cookie_of_an_answer_passes() -> None:
    def two_cookies(_: Request) -> Response:
        response = PlainTextResponse("ok")
        response.set_cookie("a", "1")
        response.set_cookie("b", "2")
        return response

    async with served(answering(two_cookies)) as portal, gateway(portal=[portal]) as browser:
        answer = await browser.get("/")
    assert len(answer.headers.get_list("set-cookie")) == 2


async def test_a_stream_flows_while_it_is_made_and_ends_when_the_browser_leaves() -> None:
    left = asyncio.Event()
    more = asyncio.Event()

    async def events() -> AsyncIterator[str]:
        try:
            yield "data: one\n\n"
            await more.wait()
            yield "data: two\n\n"
            await asyncio.Event().wait()
        finally:
            left.set()

    def stream(_: Request) -> Response:
        return StreamingResponse(events(), media_type="text/event-stream")

    async with (
        served(answering(stream)) as portal,
        gateway(portal=[portal]) as browser,
        browser.stream("GET", "/flux") as answer,
    ):
        pieces = answer.aiter_raw()
        assert await anext(pieces) == b"data: one\n\n"
        more.set()
        assert await anext(pieces) == b"data: two\n\n"
        await answer.aclose()
        await asyncio.wait_for(left.wait(), PATIENCE_SECONDS)


async def test_replicas_are_used_in_turn() -> None:
    async with (
        served(answering(lambda _: PlainTextResponse("first"))) as first,
        served(answering(lambda _: PlainTextResponse("second"))) as second,
        gateway(portal=[first, second]) as browser,
    ):
        answers = [(await browser.get("/")).text for _ in range(4)]
    assert sorted(answers) == ["first", "first", "second", "second"]


async def test_a_replica_that_cannot_be_reached_is_passed_over_even_for_a_post() -> None:
    gone = f"http://127.0.0.1:{free_port()}"
    async with (
        served(answering(lambda r: PlainTextResponse(r.method))) as alive,
        gateway(portal=[gone, alive]) as browser,
    ):
        answers = [(await browser.post("/", content="a=1", headers=FORM)).text for _ in range(3)]
    assert answers == ["POST"] * 3


async def test_a_get_is_asked_again_when_a_replica_breaks() -> None:
    received: list[bytes] = []
    async with (
        cutting(received) as broken,
        served(answering(lambda _: PlainTextResponse("ok"))) as alive,
        gateway(portal=[broken, alive]) as browser,
    ):
        assert (await browser.get("/")).text == "ok"
    assert len(received) == 1


async def test_a_command_that_is_recorded_is_sent_again_when_a_replica_breaks() -> None:
    received: list[bytes] = []
    async with (
        cutting(received) as broken,
        served(answering(lambda _: PlainTextResponse("recorded"))) as alive,
        gateway(portal=[broken, alive]) as browser,
    ):
        answer = await browser.post("/acces/nouveau", content="command_id=7&name=x", headers=FORM)
    assert (answer.text, len(received)) == ("recorded", 1)
    assert received[0].endswith(b"command_id=7&name=x")


@pytest.mark.parametrize(
    "path",
    [
        "/connexion",
        "/connexion/code/saisie",
        "/deconnexion",
        "/compte/mot-de-passe",
        "/mot-de-passe/choisir/abc",
        "/nowhere",
    ],
)
async def test_what_no_route_declares_repeatable_is_never_sent_twice(path: str) -> None:
    received: list[bytes] = []
    reached: list[str] = []

    def note(request: Request) -> Response:
        reached.append(request.method)
        return PlainTextResponse("ok")

    async with (
        cutting(received) as broken,
        served(answering(note)) as alive,
        gateway(portal=[broken, alive]) as browser,
    ):
        answer = await browser.post(path, content="command_id=7&name=x", headers=FORM)
    assert (answer.status_code, len(received), reached) == (502, 1, [])
    assert "Vérifiez si votre saisie a été enregistrée" in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_what_a_route_declares_is_known_of_every_service() -> None:
    assert RECORDED("/entreprises/import")
    assert not RECORDED("/api/portal/session")


async def test_a_large_upload_passes_whole() -> None:
    sizes: list[int] = []

    async def endpoint(request: Request) -> Response:
        sizes.append(len(await request.body()))
        return PlainTextResponse("ok")

    app = Starlette(routes=[Route("/", endpoint, methods=["POST"])])
    async with served(app) as portal, gateway(portal=[portal]) as browser:
        assert (await browser.post("/", content=b"x" * 5_000_000)).text == "ok"
    assert sizes == [5_000_000]


@pytest.mark.parametrize(
    ("path", "media_type"),
    [("/pfmp", "text/html"), ("/api/internships/x", "application/problem+json")],
)
async def test_no_replica_at_all_gives_a_503_in_french(path: str, media_type: str) -> None:
    gone = f"http://127.0.0.1:{free_port()}"
    async with gateway(portal=[gone], internships=[gone]) as browser:
        answer = await browser.get(path)
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith(media_type)
    assert "Rien n’a été enregistré" in answer.text


async def test_a_service_back_from_the_dead_answers_again() -> None:
    port = free_port()
    async with gateway(portal=[f"http://127.0.0.1:{port}"]) as browser:
        assert (await browser.get("/")).status_code == 503
        async with served(answering(lambda _: PlainTextResponse("back")), port=port):

            async def answers() -> bool:
                return (await browser.get("/")).text == "back"

            await eventually(answers)


def test_two_services_may_not_claim_one_prefix() -> None:
    with pytest.raises(ValueError, match="/pfmp"):
        by_prefix([(("/pfmp",), 1), (("/pfmp",), 2)])


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "127.0.0.1:80", "http://127.0.0.1:80.", "http://a/b", ""]
)
def test_a_replica_must_have_an_http_address(url: str) -> None:
    with pytest.raises(ValueError, match="adresse http"):
        build_gateway(PREFIXES, {"portal": [url]}, hosts=HOSTS)
