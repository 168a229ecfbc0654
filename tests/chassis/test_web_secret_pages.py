"""Pages whose address is a secret: it goes nowhere else, and nobody asks for them all day."""

import httpx2
import pytest
from fastapi import Request, Response

from services.chassis.application.application import build_app
from services.chassis.base.errors import NotFound
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.web.answers.rendering import render
from services.chassis.web.middleware import SECURITY_HEADERS
from services.chassis.web.requests.visitor_pace import (
    VISITORS_MAX,
    Pace,
    TooOften,
    network_of,
    visitor_of,
)
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormModel, Typed
from tests.chassis.notebook import notebook

SECRET = "/invitation/{token}"


async def invitation(token: str) -> Response:
    if token == "unknown":
        raise NotFound
    if token == "broken":
        raise RuntimeError
    return Response("Bienvenue", media_type="text/html")


async def accept(request: Request) -> Response:
    refused = Typed(FormModel).saying(visitor_of(request))
    return render(request, "errors/page.html", status=422, error=NotFound(refused.refusal))


@pytest.fixture
def visitor() -> httpx2.AsyncClient:
    """A browser without a session; these pages need no database."""
    router = Router()
    router.page(SECRET, action=PUBLIC, secret=True)(invitation)
    router.form(SECRET, action=PUBLIC, recorded=False, secret=True)(accept)
    router.page("/notes", action=PUBLIC)(lambda: Response("Notes"))
    transport = httpx2.ASGITransport(
        build_app(notebook(router), Settings()), raise_app_exceptions=False
    )
    return httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000")


@pytest.mark.parametrize(("token", "status"), [("right", 200), ("unknown", 404), ("broken", 500)])
async def test_whatever_is_answered_the_address_stays_between_us(
    visitor: httpx2.AsyncClient, token: str, status: int
) -> None:
    answer = await visitor.get(SECRET.format(token=token))

    assert answer.status_code == status
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["cache-control"] == "no-store"


async def test_a_form_sent_there_says_so_too(visitor: httpx2.AsyncClient) -> None:
    # What a browser sends from a page that names no referrer.
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}

    answer = await visitor.post(SECRET.format(token="right"), data={"a": "1"}, headers=headers)

    assert answer.status_code == 422
    assert answer.headers["referrer-policy"] == "no-referrer"


async def test_another_page_says_what_every_page_says(visitor: httpx2.AsyncClient) -> None:
    answer = await visitor.get("/notes")

    assert answer.headers["referrer-policy"] == SECURITY_HEADERS["Referrer-Policy"]
    assert "x-robots-tag" not in answer.headers


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_visitor_who_asks_too_often_waits_and_others_do_not() -> None:
    clock = Clock()
    pace = Pace(times=3, seconds=60, clock=clock)
    for clock.now in (0.0, 10.0, 20.0):
        pace.count("here")

    with pytest.raises(TooOften) as refused:
        pace.count("here")
    pace.count("elsewhere")

    assert refused.value.status == 429
    assert refused.value.retry_after_seconds == 41
    clock.now = 60.0
    pace.count("here")
    with pytest.raises(TooOften):
        pace.count("here")


def test_visitors_are_forgotten_the_longest_unseen_first() -> None:
    pace = Pace(times=1, seconds=60, clock=Clock())
    pace.count("first")
    pace.count("second")
    for number in range(VISITORS_MAX - 1):
        pace.count(f"visitor {number}")

    with pytest.raises(TooOften):
        pace.count("second")
    pace.count("first")


async def test_who_tries_secret_addresses_waits_and_others_do_not(
    visitor: httpx2.AsyncClient,
) -> None:
    away = visitor._transport
    assert isinstance(away, httpx2.ASGITransport)
    away.client = ("192.0.2.33", 1)
    answers = [await visitor.get(SECRET.format(token="unknown")) for _ in range(121)]

    assert {answer.status_code for answer in answers[:120]} == {404}
    assert answers[120].status_code == 429
    assert 0 < int(answers[120].headers["retry-after"]) <= 61
    assert "réessayez dans 1\u00a0min" in answers[120].text
    assert answers[120].headers["referrer-policy"] == "no-referrer"
    away.client = ("192.0.2.34", 1)
    assert (await visitor.get(SECRET.format(token="right"))).status_code == 200


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:7:9::1", "2001:db8:7::/48"),
        ("unknown", "unknown"),
    ],
)
def test_who_comes_from_one_network_is_counted_together(host: str, network: str) -> None:
    request = Request({"type": "http", "client": (host, 1)})

    assert network_of(request) == network
