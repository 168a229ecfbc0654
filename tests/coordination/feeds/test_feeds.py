"""Feeds as a reader gets them: valid, personal, closed at once, empty of what was withdrawn."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import feedparser
import httpx2
import jsonschema
import pytest_asyncio

from deploy.embedded.ports import free_port
from services.chassis.application.application import build_app
from services.chassis.base.identity import Role
from services.coordination.feeds.commands import open_feed
from services.coordination.feeds.store import PURPOSE
from services.coordination.service import SERVICE
from services.portal.accounts.tables import accounts, grants
from services.portal.base.scopes import DEPARTMENT
from tests.coordination.world import Somebody, people
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.services import Opened, ServiceDatabases

PAGE = "/actualites/abonnement"
HOSTILE = "<svg/onload=alert(1)> ]]> & « l’été » https://a.example/?a=1&b=2 <script>x</script>"
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
ADDRESS = {"type": "string", "format": "uri", "pattern": "^https?://"}
AUTHORS = {"type": "array", "items": {"type": "object", "required": ["name"]}}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "language": {"const": "fr"},
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "authors": AUTHORS,
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": ADDRESS,
                    "title": {"type": "string"},
                    "summary": {"type": "string"},
                    "content_html": {"type": "string"},
                    "date_published": INSTANT,
                    "date_modified": INSTANT,
                    "authors": AUTHORS,
                },
            },
        },
    },
}
"""What version 1.1 says of the members we write (jsonfeed.org/version/1.1)."""


class Reader:
    """Somebody with a browser, and a feed reader that holds no session."""

    def __init__(self, network: Network, browser: httpx2.AsyncClient) -> None:
        self.browser = browser
        self.feed_reader = network.client()

    async def presses(self, button: str) -> None:
        form = {"command_id": str(uuid4())}
        answer = await self.browser.post(f"{PAGE}/{button}", data=form)
        assert answer.status_code == 303, answer.text

    async def addresses(self) -> list[str]:
        page = (await self.browser.get(PAGE)).text
        return [part.partition("</dd>")[0] for part in page.split("<dd>")[1:]]

    async def reads(self) -> tuple[Any, dict[str, Any]]:
        atom, json = [await self.feed_reader.get(one) for one in await self.addresses()]
        assert (atom.status_code, json.status_code) == (200, 200)
        assert atom.headers["content-type"] == "application/atom+xml"
        assert json.headers["content-type"] == "application/feed+json"
        return feedparser.parse(atom.content), json.json()


@pytest_asyncio.fixture
async def network(running: Running) -> AsyncIterator[Network]:
    async with running(SERVICE) as network:
        yield network


@pytest_asyncio.fixture
async def reader(network: Network) -> Reader:
    one = Reader(network, await network.client_as(Role.RBDE))
    await one.presses("ouverture")
    return one


def workers(network: Network) -> tuple[Somebody, Somebody]:
    return people(network.runtime("coordination").work)


async def test_both_feeds_hold_what_is_published_whatever_was_typed(
    network: Network, reader: Reader
) -> None:
    bureau, supervisor = workers(network)
    plain = await bureau.proposes("Forum")
    hostile = await bureau.proposes(HOSTILE[:120], f"{HOSTILE}\n\nFin.")
    await bureau.proposes("Pas encore publiée")
    for news_id in (plain, hostile):
        await supervisor.publishes(news_id)

    atom, json = await reader.reads()

    assert not atom.bozo, atom.get("bozo_exception")
    assert atom.version == "atom10"
    assert atom.feed.id.startswith("urn:uuid:")
    assert (atom.feed.title, bool(atom.feed.updated), bool(atom.feed.author)) == (
        json["title"],
        True,
        True,
    )
    assert [link.href for link in atom.feed.links if link.rel == "self"] == [
        (await reader.addresses())[0]
    ]
    assert [entry.id for entry in atom.entries] == [hostile.urn, plain.urn]
    for entry in atom.entries:
        assert entry.title
        assert entry.updated_parsed
        assert entry.published_parsed
        assert entry.author
        assert entry.content[0].type == "application/xhtml+xml"
    jsonschema.validate(json, JSON_FEED)
    assert [item["id"] for item in json["items"]] == [hostile.urn, plain.urn]
    shown = json["items"][0]["content_html"]
    assert "<script" not in shown
    assert "<svg" not in shown
    assert '<a href="https://a.example/?a=1&amp;b=2">' in shown
    assert "&lt;svg/onload=alert(1)&gt;" in shown


async def test_an_empty_feed_is_a_feed(reader: Reader) -> None:
    atom, json = await reader.reads()

    assert (atom.bozo, atom.entries, json["items"]) == (False, [], [])
    assert atom.feed.updated_parsed
    jsonschema.validate(json, JSON_FEED)


async def test_what_is_withdrawn_leaves_the_feeds_at_once(network: Network, reader: Reader) -> None:
    bureau, supervisor = workers(network)
    news_id = await bureau.proposes()
    await supervisor.publishes(news_id)
    assert len((await reader.reads())[0].entries) == 1

    await supervisor.withdraws(news_id)

    atom, json = await reader.reads()
    assert (atom.entries, json["items"]) == ([], [])
    page = await (await network.client_as(Role.HEAD)).get(f"/actualites/{news_id}")
    elsewhere = await reader.browser.get(f"/actualites/{news_id}")
    assert elsewhere.status_code == 200  # its own bureau may correct it
    assert page.status_code == 200
    stranger = await network.client_as(Role.RBDE, ELSEWHERE)
    gone = await stranger.get(f"/actualites/{news_id}")
    assert gone.status_code == 410
    assert "Forum" not in gone.text


async def test_a_closed_link_opens_nothing_any_more_and_the_next_one_is_another(
    reader: Reader,
) -> None:
    before = await reader.addresses()
    await reader.presses("fermeture")
    for address in before:
        assert (await reader.feed_reader.get(address)).status_code == 410
    await reader.presses("ouverture")

    assert not set(await reader.addresses()) & set(before)
    assert (await reader.feed_reader.get(before[0])).status_code == 410


async def test_a_link_somebody_made_up_is_no_link(reader: Reader) -> None:
    [address, _] = await reader.addresses()
    forged = address.replace("/atom.xml", "A/atom.xml")
    assert (await reader.feed_reader.get(forged)).status_code == 404


async def test_who_works_here_no_more_reads_no_more(network: Network, reader: Reader) -> None:
    [address, _] = await reader.addresses()
    async with network.runtime("portal").work.begin(DEPARTMENT) as uow:
        await uow.execute(grants.update().values(until_on=datetime.now(UTC).date()))
    assert (await reader.feed_reader.get(address)).status_code == 410


async def test_while_nobody_can_tell_who_still_works_here_a_feed_is_unavailable_not_open(
    opened: Opened, service_databases: ServiceDatabases
) -> None:
    units = await opened(SERVICE)
    bureau, account_id = people(units)[0], uuid4()
    await bureau.do(open_feed, account_id=account_id, now=bureau.now)
    link = await bureau.feed_of(account_id)
    token = units.links.token(PURPOSE, uai=HERE, row_id=link.id)
    away = service_databases.settings.replaced(nats_url=f"nats://127.0.0.1:{free_port()}")
    app = build_app(SERVICE, away)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app), base_url="http://127.0.0.1:8000"
        ) as feed_reader,
    ):
        answer = await feed_reader.get(f"{PAGE}/{token}/feed.json")

    assert answer.status_code == 503
    assert answer.headers["retry-after"]


async def test_the_link_of_a_closed_account_is_closed_for_the_department_too(
    network: Network,
) -> None:
    one = Reader(network, await network.client_as(Role.SUPERVISOR, None))
    await one.presses("ouverture")
    await one.reads()
    [address, _] = await one.addresses()
    async with network.runtime("portal").work.begin(DEPARTMENT) as uow:
        await uow.execute(accounts.update().values(closed_at=datetime.now(UTC)))
    assert (await one.feed_reader.get(address)).status_code == 410


async def test_the_secret_goes_nowhere_else(reader: Reader) -> None:
    [address, _] = await reader.addresses()
    answer = await reader.feed_reader.get(address)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert str(HERE) not in address.rpartition(PAGE)[2]
