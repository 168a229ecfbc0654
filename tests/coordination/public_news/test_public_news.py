"""What everybody reads of the network: opened by the supervisor, gone everywhere once it is withdrawn."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg
import feedparser
import httpx2

from services.chassis.base.identity import Role
from services.chassis.documents.pictures import redrawn
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.commands import (
    PICTURE_KIND,
    WITHDRAWN_KIND,
    put_picture,
    remove_picture,
)
from services.coordination.public_news.commands import RESERVED_KIND, open_news, reserve_news
from services.coordination.subscribers import erasing
from tests.coordination.world import Somebody, people, picture
from tests.support.network import HERE, Network

PAGE = "/reseau/actualites"
PLACES = (PAGE, f"{PAGE}/atom.xml", f"{PAGE}/feed.json", f"{PAGE}/cadre")
HOSTILE = "<svg/onload=alert(1)> ]]> & « l’été » <script>x</script>"


def workers(network: Network) -> tuple[Somebody, Somebody]:
    return people(network.runtime("coordination").work)


async def published(network: Network, title: str = "Forum des métiers", **more: Any) -> UUID:
    bureau, supervisor = workers(network)
    news_id = await bureau.proposes(title, **more)
    await supervisor.publishes(news_id)
    return news_id


async def opened(network: Network, title: str = "Forum des métiers", **more: Any) -> UUID:
    news_id = await published(network, title, **more)
    await workers(network)[1].decides(open_news, news_id)
    return news_id


async def shown(network: Network, title: str) -> list[str]:
    """Where everybody reads it, of the places there are."""
    everybody = network.client()
    answers = {place: await everybody.get(place) for place in PLACES}
    assert {answer.status_code for answer in answers.values()} == {200}
    return [place for place, answer in answers.items() if title in answer.text]


async def test_what_the_network_reads_is_not_everybodys_until_it_is_opened(
    network: Network,
) -> None:
    news_id = await published(network, "Visite d’atelier")
    assert await shown(network, "Visite d’atelier") == []
    assert (await network.client().get(f"{PAGE}/{news_id}")).status_code == 410

    await workers(network)[1].decides(open_news, news_id)

    assert await shown(network, "Visite d’atelier") == list(PLACES)
    page = await network.client().get(f"{PAGE}/{news_id}")
    assert (page.status_code, "Le forum a réuni" in page.text) == (200, True)
    assert "Mise à jour\u202f: novembre 2026" in (await network.client().get(PAGE)).text


async def test_what_is_withdrawn_or_reserved_is_gone_everywhere_at_once(network: Network) -> None:
    supervisor = workers(network)[1]
    withdrawn, reserved = await opened(network, "Forum A"), await opened(network, "Forum B")
    everybody = network.client()
    kept = {
        place: (await everybody.get(place)).headers["etag"] for place in PLACES if place != PAGE
    }
    for place, etag in kept.items():
        same = await everybody.get(place, headers={"If-None-Match": etag})
        assert (same.status_code, same.content) == (304, b"")
        assert "no-cache" in same.headers["cache-control"]

    await supervisor.withdraws(withdrawn)
    await supervisor.decides(reserve_news, reserved)

    for title, news_id in (("Forum A", withdrawn), ("Forum B", reserved)):
        assert await shown(network, title) == []
        assert (await everybody.get(f"{PAGE}/{news_id}")).status_code == 410
    for place, etag in kept.items():
        assert (await everybody.get(place, headers={"If-None-Match": etag})).status_code == 200
    await supervisor.publishes(withdrawn)
    assert await shown(network, "Forum A") == []


async def kinds(superuser: asyncpg.Connection) -> list[str]:
    return [row["kind"] for row in await superuser.fetch("SELECT kind FROM erasures ORDER BY at")]


async def erased_again(supervisor: Somebody, kind: str, news_id: UUID) -> None:
    """A backup from before was brought back, and is told what the ledger has."""

    async def erase(uow: UnitOfWork) -> None:
        await erasing.kinds[kind](uow, resource_id=news_id, now=uow.now)

    await supervisor.do(erase)
    await supervisor.do(erase)


async def test_no_backup_shows_again_what_was_withdrawn_or_reserved(
    network: Network, superuser: asyncpg.Connection
) -> None:
    supervisor = workers(network)[1]
    withdrawn, reserved = await opened(network, "Forum A"), await opened(network, "Forum B")
    await supervisor.withdraws(await published(network, "Autre"))
    await supervisor.decides(reserve_news, await opened(network, "Encore"))
    assert await kinds(superuser) == [WITHDRAWN_KIND, RESERVED_KIND]

    await erased_again(supervisor, WITHDRAWN_KIND, withdrawn)
    await erased_again(supervisor, RESERVED_KIND, reserved)

    assert await shown(network, "Forum A") == await shown(network, "Forum B") == []
    rbde = await network.client_as(Role.RBDE, HERE)
    listed = (await rbde.get("/actualites")).text
    assert ("Forum A" in listed, "Forum B" in listed) == (False, True)
    await supervisor.publishes(withdrawn)
    assert "Forum A" in (await rbde.get("/actualites")).text


async def test_no_backup_brings_back_a_picture_that_was_erased_or_replaced(
    network: Network, superuser: asyncpg.Connection
) -> None:
    bureau, supervisor = workers(network)
    brought = {"picture": await redrawn(picture()), "alt": "Un atelier"}
    news_id = await bureau.proposes()
    await bureau.decides(put_picture, news_id, **brought)
    assert await kinds(superuser) == []
    await bureau.decides(put_picture, news_id, **brought)
    await bureau.decides(remove_picture, news_id)
    assert await kinds(superuser) == [PICTURE_KIND] * 2

    await bureau.decides(put_picture, news_id, **brought)
    await supervisor.publishes(news_id)
    await erased_again(supervisor, PICTURE_KIND, news_id)
    for table in ("news_pictures", "published_pictures"):
        assert await superuser.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_the_feeds_are_valid_whatever_was_typed_and_empty(network: Network) -> None:
    everybody = network.client()
    empty = feedparser.parse((await everybody.get(f"{PAGE}/atom.xml")).content)
    assert (bool(empty.bozo), empty.entries) == (False, [])

    news_id = await opened(network, HOSTILE, body=f"{HOSTILE}\n\nVoir https://a.example/?a=1&b=2.")
    atom = feedparser.parse((await everybody.get(f"{PAGE}/atom.xml")).content)
    json = (await everybody.get(f"{PAGE}/feed.json")).json()

    assert not atom.bozo, atom.get("bozo_exception")
    assert atom.entries[0].link.endswith(f"{PAGE}/{news_id}")
    assert json["items"][0]["url"].endswith(f"{PAGE}/{news_id}")
    assert "<script" not in json["items"][0]["content_html"]
    for place in (PAGE, f"{PAGE}/cadre", f"{PAGE}/{news_id}"):
        assert "<script>x" not in (await everybody.get(place)).text


async def test_any_site_may_show_the_frame_and_no_other_page(network: Network) -> None:
    await opened(network)
    everybody = network.client()
    frame, page = await everybody.get(f"{PAGE}/cadre"), await everybody.get(PAGE)

    policy = frame.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "x-frame-options" not in frame.headers
    assert "set-cookie" not in frame.headers
    assert "<script" not in frame.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"


async def presses(
    browser: httpx2.AsyncClient, news_id: UUID, more: str = "", **fields: str
) -> httpx2.Response:
    form = {"command_id": str(uuid4()), **fields}
    return await browser.post(f"/actualites/{news_id}/public{more}", data=form)


async def test_the_supervisor_opens_it_with_the_consent_of_who_is_named(network: Network) -> None:
    news_id = await published(network, "Portes ouvertes")
    browser = await network.client_as(Role.SUPERVISOR)
    page = await browser.get(f"/actualites/{news_id}/public")
    assert "Le réseau seul la lit." in page.text

    version = str(await workers(network)[1].version(news_id))
    refused = await presses(browser, news_id, version=version)
    assert refused.status_code == 422
    assert "Cochez la case" in refused.text
    done = await presses(browser, news_id, version=version, consent="true")
    assert done.status_code == 303, done.text
    assert await shown(network, "Portes ouvertes") == list(PLACES)
    assert "Publique" in (await browser.get(f"/actualites/{news_id}")).text

    version = str(await workers(network)[1].version(news_id))
    await presses(browser, news_id, "/reserve", version=version)
    assert await shown(network, "Portes ouvertes") == []


async def test_a_bureau_opens_nothing_and_what_is_not_published_is_not_opened(
    network: Network,
) -> None:
    bureau, _ = workers(network)
    waiting = await bureau.proposes("Pas encore")
    rbde, supervisor = (
        await network.client_as(Role.RBDE, HERE),
        await network.client_as(Role.SUPERVISOR),
    )

    assert (await rbde.get(f"/actualites/{waiting}/public")).status_code == 404
    page = await supervisor.get(f"/actualites/{waiting}/public")
    assert "publiez-la d’abord" in page.text
    refused = await presses(supervisor, waiting, version="1", consent="true")
    assert refused.status_code == 409
    assert await shown(network, "Pas encore") == []


async def test_older_ones_are_read_page_after_page(network: Network) -> None:
    for number in range(21):
        await opened(network, f"Nouvelle {number:02}")

    everybody = network.client()
    first = (await everybody.get(PAGE)).text
    assert ("Nouvelle 20" in first, "Nouvelle 00" in first) == (True, False)
    before = first.partition("/reseau/actualites?avant=")[2].partition('"')[0]
    second = (await everybody.get(f"{PAGE}?avant={before}")).text
    assert ("Nouvelle 00" in second, "Mise à jour" in second) == (True, False)


async def test_a_page_that_follows_what_was_withdrawn_is_the_first_one(network: Network) -> None:
    withdrawn = await opened(network, "Forum A")
    await opened(network, "Forum B")
    await workers(network)[1].withdraws(withdrawn)

    page = (await network.client().get(f"{PAGE}?avant={withdrawn}")).text

    assert ("Forum B" in page, "Aucune actualité" in page) == (True, False)
    assert "&lt;iframe" in page


async def test_it_is_told_once_without_a_word_of_it(
    network: Network, superuser: asyncpg.Connection
) -> None:
    news_id = await opened(network, "Forum très secret")
    supervisor = workers(network)[1]
    await supervisor.decides(open_news, news_id)
    await supervisor.decides(reserve_news, news_id)

    rows = await superuser.fetch(
        "SELECT headers->>'ce-type' AS type, payload FROM journal"
        " WHERE headers->>'ce-type' LIKE '%news_opened%' OR headers->>'ce-type' LIKE '%news_reserved%'"
        " ORDER BY position"
    )
    assert [row["type"].rsplit(".", 2)[1] for row in rows] == ["news_opened", "news_reserved"]
    assert not any("secret" in row["payload"] for row in rows)
