"""The bell of a page that stays open: it says what is not read, as that changes, in every tab of a browser."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from services.chassis.base.identity import Role
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notices.commands import read_notices
from services.notifications.notices.model import Telling, Told
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


async def test_a_bell_that_was_refused_follows_again_once_the_service_is_back(
    site: Site, service_databases: ServiceDatabases
) -> None:
    async with site.browser_of(Role.DDFPT, HERE) as browser:
        tries = 0

        async def refuse_twice(route: Route) -> None:
            nonlocal tries
            tries += 1
            await (route.fulfill(status=503, body="Panne") if tries <= 2 else route.continue_())

        await browser.route("**/avis/flux", refuse_twice)
        page, beside = await opened(browser), await opened(browser)

        await tell(site, await newest_account(service_databases))

        for one in (page, beside):
            await expect(one.locator(COUNT)).to_have_text("1", timeout=2 * FOLLOWING_MS)
        assert tries > 2


async def test_a_page_left_open_does_not_keep_its_reader_signed_in(
    site: Site, service_databases: ServiceDatabases
) -> None:
    async with site.browser_of(Role.DDFPT, HERE) as browser:
        page = await opened(browser)
        account = await newest_account(service_databases)
        await tell(site, account)
        await expect(page.locator(COUNT)).to_have_text("1", timeout=FOLLOWING_MS)
        portal = await service_databases.superuser("portal")
        of = "WHERE account_id = $1"
        aged = f"UPDATE sessions SET seen_at = seen_at - interval '9 minutes' {of} RETURNING seen_at"  # a constant of ours
        left = await portal.fetchval(aged, account)

        await read_all(site, account)
        await expect(page.locator(".bell .bell-count")).to_be_hidden(timeout=FOLLOWING_MS)

        assert (
            await portal.fetchval(f"SELECT seen_at FROM sessions {of}", account) == left
        )  # a constant of ours
        await portal.close()
