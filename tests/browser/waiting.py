"""Pages that are opened again until they show what is waited for."""

from playwright.async_api import Locator, Page

from tests.browser.axe import settled
from tests.browser.conftest import PATIENCE_MS
from tests.support.waiting import eventually


async def open_until(page: Page, address: str, part: Locator) -> None:
    """Open a page until it shows that part of it.

    One that another service draws fails alone when it is late, as it does on a busy machine, and
    comes with the next page; so does what another service has not heard of yet.
    """

    async def shown() -> bool:
        await page.goto(address)
        await settled(page)
        return await part.is_visible()

    await eventually(shown, within_seconds=PATIENCE_MS / 1000)
