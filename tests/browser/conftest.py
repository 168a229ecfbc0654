"""A real browser: the machine's Chromium, driven by Playwright, over a real `passerelle up`."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
)
from pydantic import SecretStr

from deploy.data_folder import DataFolder
from deploy.embedded.nats import EmbeddedNats
from deploy.operations.units import units_of
from services.chassis.base.settings import Settings
from services.chassis.security.sessions import cookie_name
from services.portal.accounts.store import Accounts
from services.portal.base.scopes import DEPARTMENT
from services.portal.demo_mailbox.pages import COOKIE
from services.portal.sessions.model import new_token, token_hash
from services.portal.sessions.store import Sessions
from tests.browser.chromium import running_browser
from tests.security.names import no_name_gets_out
from tests.support.prepared import prepared
from tests.support.processes import Command, passerelle
from tests.support.proof import short_and_long
from tests.support.servers import own_folder
from tests.support.services import ServiceDatabases

if TYPE_CHECKING:
    from tests.browser.site import Site

DESKTOP = ViewportSize(width=1360, height=900)
PHONE = ViewportSize(width=390, height=844)
# Only a failure waits that long, whatever else the machine does meanwhile.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
THEMES = short_and_long(["neutre"], ["dsfr"])


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for all files: each person has a context of their own in it."""
    async with running_browser() as browser:
        yield browser


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def up() -> AsyncIterator[Command]:
    """One for all files: each test works with companies of its own."""
    async with new_up() as command:
        yield command


@asynccontextmanager
async def new_up() -> AsyncIterator[Command]:
    """`passerelle up` on a data folder nobody used."""
    with own_folder("browser") as folder:
        data = await prepared(folder / "data")
        async with passerelle("up", "--demo-accounts", "--data", str(data)) as command:
            await command.ready()
            async with nobody_named_by(command, folder):
                yield command


@asynccontextmanager
async def nobody_named_by(up: Command, folder: Path) -> AsyncIterator[None]:
    """What an `up` in that folder kept and printed names nobody but where it should."""
    settings = settings_of(DataFolder(folder / "data"))
    async with no_name_gets_out(settings, folder, lambda: up.output):
        yield


def settings_of(folder: DataFolder) -> Settings:
    """What a program beside the `up` of that folder is told."""
    running = folder.running()
    assert running is not None
    return Settings(
        database_url=SecretStr(running.database_url),
        database_ssl="disable",
        credentials=folder.credentials,
    )


async def session_of(settings: Settings, mail: str) -> str:
    """The secret of a new session of an account, without its password, which is slow on purpose."""
    now = datetime.now(UTC)
    async with units_of(settings, "portal") as units, units.begin(DEPARTMENT, now=now) as uow:
        account = await Accounts(uow).by_mail(mail)
        assert account is not None, mail
        secret = new_token()
        await Sessions(uow).begin(token_hash(secret), account.id, now=now)
    return secret


@pytest_asyncio.fixture(scope="package", loop_scope="session", params=THEMES)
async def site(
    request: pytest.FixtureRequest,
    browser: Browser,
    service_databases: ServiceDatabases,
    bus_server: EmbeddedNats,
    worker_folder: Path,
) -> AsyncIterator["Site"]:
    """The services of `up` in each theme, with something on each page: one for all files.

    The theme may be followed by `empty`, for pages with nothing to show.
    """
    from tests.browser.site import running_site

    theme, _, empty = request.param.partition(" ")
    async with (
        running_site(browser, service_databases, bus_server, theme) as running,
        no_name_gets_out(service_databases.settings, worker_folder / "bus"),
    ):
        if not empty:
            await running.fill()
        yield running


@dataclass
class Person:
    """Somebody in front of a browser of their own; what the browser complained of is kept."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def heard(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains of: a refused script, a missing file, a bug."""
        # A part of a page that comes late fails alone, as it should; on a busy machine some do.
        if message.type == "error" and "error: timeout" not in message.text:
            self.complaints.append(message.text)

    async def overflow(self) -> int:
        """How many pixels the page is wider than the screen, once its content is there."""
        # A click answers as soon as the next page is begun: it may have no content at all yet.
        await self.page.wait_for_load_state("domcontentloaded")
        width: int = await self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width


class People:
    """Opens browsers for the people of a test."""

    def __init__(
        self, browser: Browser, address: str, stack: AsyncExitStack, *, mailbox: str
    ) -> None:
        """`mailbox` is the address that opens the mails of the demonstration."""
        self._browser = browser
        self._address = address
        self._stack = stack
        self._key = parse_qs(urlsplit(mailbox).query)["cle"][0]

    @classmethod
    async def of(cls, browser: Browser, up: Command, stack: AsyncExitStack) -> "People":
        """Those who read what this `up` printed, and opened the mailbox of its demonstration."""
        return cls(browser, await up.address(), stack, mailbox=await up.mailbox())

    async def somebody(
        self, *, viewport: ViewportSize = DESKTOP, javascript: bool = True
    ) -> Person:
        """A browser nobody is signed in with."""
        context = await self._stack.enter_async_context(
            self._context(viewport, javascript=javascript)
        )
        person = Person(await context.new_page())
        person.page.on("pageerror", lambda error: person.complaints.append(str(error)))
        person.page.on("console", person.heard)
        return person

    async def known(
        self,
        up: Command,
        mail: str,
        *,
        viewport: ViewportSize = DESKTOP,
        javascript: bool = True,
    ) -> Person:
        """Somebody who signed in before, wherever they were: nothing is open yet."""
        person = await self.somebody(viewport=viewport, javascript=javascript)
        settings = settings_of(DataFolder(Path(up.arguments[-1])))
        secret = await session_of(settings, mail)
        await person.page.context.add_cookies(
            [{"name": cookie_name(settings), "value": secret, "url": self._address}]
        )
        return person

    async def signed_in(
        self,
        mail: str,
        password: str,
        *,
        viewport: ViewportSize = DESKTOP,
        javascript: bool = True,
    ) -> Person:
        """Somebody who went through the sign-in page."""
        person = await self.somebody(viewport=viewport, javascript=javascript)
        await person.page.goto("/connexion")
        await person.page.get_by_label("Adresse électronique").fill(mail)
        await person.page.get_by_label("Mot de passe").fill(password)
        await person.page.get_by_role("button", name="Se connecter").click()
        await person.page.wait_for_url(f"{self._address}/")
        return person

    @asynccontextmanager
    async def _context(
        self, viewport: ViewportSize, *, javascript: bool
    ) -> AsyncIterator[BrowserContext]:
        context = await self._browser.new_context(
            base_url=self._address,
            viewport=viewport,
            java_script_enabled=javascript,
            locale="fr-FR",
            timezone_id="Europe/Paris",
        )
        context.set_default_timeout(PATIENCE_MS)
        await context.add_cookies([{"name": COOKIE, "value": self._key, "url": self._address}])
        yield context
        await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def people(browser: Browser, up: Command) -> AsyncIterator[People]:
    """Browsers on the running `up`, closed at the end of the test."""
    async with AsyncExitStack() as stack:
        yield await People.of(browser, up, stack)


@pytest.fixture(params=short_and_long([PHONE], [DESKTOP]), ids=["phone", "desktop"])
def screen(request: pytest.FixtureRequest) -> ViewportSize:
    """The sizes the pages are made for: what has room on a phone is seen on a desk by `make prove`."""
    size: ViewportSize = request.param
    return size
