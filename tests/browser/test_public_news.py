"""The network's news on the site of somebody else: a frame that shows them, and a page of ours that no frame shows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import expect

from deploy.embedded.ports import free_port
from services.chassis.documents.pictures import redrawn
from services.coordination.news.commands import put_picture
from services.coordination.public_news.commands import open_news
from tests.browser.site import NOBODY, Site
from tests.coordination.world import people, picture

pytestmark = pytest.mark.parametrize("site", ["neutre"], indirect=True)
TITLE = "Une charpente pour la mairie"


@asynccontextmanager
async def another_site(*framed: str) -> AsyncIterator[str]:
    """The page of a lycée, which frames these addresses."""
    frames = "".join(
        f'<iframe src="{address}" width="900" height="600"></iframe>' for address in framed
    )
    page = f"<!doctype html><title>Lycée</title><h1>Le site du lycée</h1>{frames}".encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}"
        writer.write(f"{head}\r\nConnection: close\r\n\r\n".encode() + page)
        await writer.drain()
        writer.close()

    port = free_port()
    server = await asyncio.start_server(answer, "127.0.0.1", port)
    async with server:
        yield f"http://127.0.0.1:{port}/"


async def test_another_site_shows_the_news_and_no_page_of_ours(site: Site) -> None:
    bureau, supervisor = people(site.network.runtime("coordination").work)
    news_id = await bureau.proposes(TITLE)
    await bureau.decides(
        put_picture, news_id, picture=await redrawn(picture()), alt="Une charpente"
    )
    await supervisor.publishes(news_id)
    await supervisor.decides(open_news, news_id)
    ours = site.network.settings.public_url

    async with another_site(f"{ours}/reseau/actualites/cadre", f"{ours}/connexion") as address:
        page = await site.browsers[NOBODY].new_page()
        await page.goto(address)
        framed, refused = (
            page.frame_locator("iframe >> nth=0"),
            page.frame_locator("iframe >> nth=1"),
        )

        await expect(framed.get_by_role("link", name=TITLE)).to_be_visible()
        drawn = framed.get_by_role("img", name="Une charpente")
        await expect(drawn).to_be_visible()
        assert await drawn.evaluate("image => image.naturalWidth") == 40
        await expect(refused.get_by_role("button", name="Se connecter")).to_have_count(0)
        async with page.context.expect_page() as opened:
            await framed.get_by_role("link", name=TITLE).click()
        item = await opened.value
        await expect(item.get_by_role("heading", name=TITLE)).to_be_visible()
        await item.close()
        await page.close()
