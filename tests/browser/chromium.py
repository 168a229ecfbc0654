"""The browser of the tests: the machine's own, Playwright's build is never downloaded."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

PROGRAMS = ("chromium-headless-shell", "chromium")
"""The first draws the same pages with less than half of the processor; Ubuntu has the second alone."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Scripts of a page are over before it pays to translate them well, or beside the page.
    "--js-flags=--single-threaded,--no-opt",
)


def program() -> str:
    """Where the first of them is that this machine has."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert found, "no Chromium: sudo apt-get install chromium-headless-shell (on Ubuntu: chromium)"
    return found


@asynccontextmanager
async def running_browser() -> AsyncIterator[Browser]:
    """A browser without a window, for as long as it is used."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program(), args=list(ARGUMENTS))
        yield browser
        await browser.close()
