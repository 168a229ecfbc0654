"""The bell of a page that stays open: it says what is not read, as that changes, in every tab of a browser."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from playwright.async_api import BrowserContext, Page, expect

from services.chassis.base.identity import Role
from services.notifications.mails.model.template import Template
from services.notifications.notices.commands import read_notices
from services.notifications.notices.model.rhythm import Rhythm
from services.notifications.notices.model.telling import Telling, Told
from services.notifications.notices.store.notices import Notices
from tests.browser.site import Site
from tests.notifications.world import own
from tests.support.network import HERE
from tests.support.services import ServiceDatabases

pytestmark = pytest.mark.parametrize("site", ["neutre"], indirect=True)

COUNT = ".bell .bell-number"
FOLLOWING_MS = 30_000
"""A page follows once it stayed open for a while."""


async def tell(site: Site, account: UUID, kind: Template = Template.ALERT_URGENT) -> None:
    now = datetime.now(UTC)
    told = Told(HERE, kind, uuid4(), uuid4())
    async with site.network.runtime("notifications").work.begin(own(HERE), now=now) as uow:
        await Notices(uow).add(told, [Telling(account, Rhythm.NOTICE, now)], now=now)


async def read_all(site: Site, account: UUID) -> None:
    now = datetime.now(UTC)
    async with site.network.runtime("notifications").work.begin(own(HERE), now=now) as uow:
        await read_notices(uow, account_id=account, now=now)


async def opened(browser: BrowserContext) -> Page:
    page = await browser.new_page()
    await page.goto("/avis")
    return page


async def newest_account(databases: ServiceDatabases) -> UUID:
    portal = await databases.superuser("portal")
    found: UUID = await portal.fetchval("SELECT account_id FROM accounts ORDER BY account_id DESC")
    await portal.close()
    return found


async def test_a_page_left_open_says_what_is_told_and_what_is_read(
    site: Site, service_databases: ServiceDatabases
) -> None:
    async with site.browser_of(Role.DDFPT, HERE) as browser:
        streams: list[str] = []
        browser.on("request", lambda asked: streams.append(asked.url))
        page, beside = await opened(browser), await opened(browser)
        account = await newest_account(service_databases)

        await tell(site, account)
        for one in (page, beside):
            await expect(one.locator(COUNT)).to_have_text("1", timeout=FOLLOWING_MS)
        await read_all(site, account)
        for one in (page, beside):
            await expect(one.locator(".bell .bell-count")).to_be_hidden(timeout=FOLLOWING_MS)

        assert sum(url.endswith("/avis/flux") for url in streams) == 1
