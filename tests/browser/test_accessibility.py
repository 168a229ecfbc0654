"""Every page, as every role that may open it, with nothing and with something to show.

Generated from what services declare, as tests/security/test_route_matrix.py is: a new page is
judged by itself.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Error, Page, Response, expect

from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.ports import free_port
from deploy.services import SERVICES
from deploy.supervisor.uvicorn_server import listening_socket
from deploy.supervisor.web import served
from services.chassis.identity import Role
from services.chassis.permissions import PUBLIC
from services.portal.storage.tables import DEPARTMENT
from services.portal.use_cases.keep_demo_mail import keep_demo_mail
from tests.browser.axe import scrolls_sideways, settled, violations
from tests.browser.conftest import DESKTOP, PATIENCE_MS
from tests.support.examples import EXAMPLES, Example
from tests.support.network import HERE, Network, Running, signed_in
from tests.support.routes import Route, routes_of
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

NOBODY = None
ROUTES = [
    route for service in SERVICES for route in routes_of(service) if route.declared.kind == "page"
]
SECRET = "/mot-de-passe/choisir/"
"""A link nobody was sent: the page says that it is over."""
FORM = "/entreprises/nouvelle"

FAULTS = {
    "document-title": "document.title = ''",
    "html-has-lang": "document.documentElement.removeAttribute('lang')",
    "label": "document.querySelector('main label').remove()",
    "color-contrast": "document.querySelector('.hint, .optional').style.color = '#9aa'",
    "button-name": "document.querySelector('main button').textContent = ''",
    "link-name": "document.querySelector('.breadcrumb a').textContent = ''",
    "select-name": "document.querySelector('main').append(document.createElement('select'))",
    "image-alt": "document.querySelector('main').append(document.createElement('img'))",
    "aria-roles": "document.querySelector('h1').setAttribute('role', 'titre')",
    "aria-hidden-focus": "document.querySelector('form').setAttribute('aria-hidden', 'true')",
    "aria-valid-attr-value": (
        "document.querySelector('main input:not([type=hidden])').setAttribute('aria-invalid', 'si')"
    ),
    "list": "document.querySelector('.menu ul').append(document.createElement('p'))",
    "meta-viewport": ("document.querySelector('meta[name=viewport]').content = 'user-scalable=no'"),
}
"""What somebody could break one day, by the rule that must find it."""


@dataclass
class Site:
    """Everything `up` runs, answering on a port, and a browser for each role."""

    network: Network
    databases: ServiceDatabases
    browsers: dict[Role | None, BrowserContext]
    examples: dict[str, Mapping[str, Example]] = field(default_factory=dict)

    def opened_by(self, role: Role | None) -> Iterable[Route]:
        """The pages this role may open; those open to all are opened by nobody in particular."""
        for route in ROUTES:
            action = route.declared.action
            if action == PUBLIC:
                if role is NOBODY:
                    yield route
            elif role in route.service.permissions.roles(action):
                yield route

    async def fill(self) -> None:
        """Make one of everything an address can name, and let the department hear of it."""
        for service in SERVICES:
            examples = await EXAMPLES[service.name](self.network, self.databases)
            self.examples[service.name] = examples.parameters
        async with self.network.runtime("portal").work.begin(DEPARTMENT) as uow:
            mail = await keep_demo_mail(
                uow, recipient="hote@quercy.example", content=a_mail(), now=uow.now
            )
        self.examples["portal"] = {
            **self.examples["portal"],
            "mail_id": Example(str(mail.id), own=False),
        }
        supervisor = await self.network.client_as(Role.SUPERVISOR, None)

        async def heard() -> bool:
            return "publié une PFMP" in (await supervisor.get("/departement/journal")).text

        await eventually(heard)

    def addresses(self, role: Role | None, *, full: bool) -> Iterable[str]:
        """Pages that need no example, and those that do once there is one."""
        for route in self.opened_by(role):
            if full:
                given = self.examples[route.service.name]
                yield route.address({name: one.value for name, one in given.items()})
            elif not route.parameters:
                yield route.path


def a_mail() -> bytes:
    mail = EmailMessage()
    mail["From"] = "Lycée des Tilleuls <passerelle@lycee.example>"
    mail["To"] = "hote@quercy.example"
    mail["Subject"] = "Lieu d’accueil confirmé"
    mail.set_content("Bonjour,\nmerci d’accueillir un élève.")
    mail.add_alternative("<html lang='fr'><p>Bonjour</p></html>", subtype="html")
    return mail.as_bytes()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def site(
    browser: Browser, service_databases: ServiceDatabases, bus_server: EmbeddedNats
) -> AsyncIterator[Site]:
    """The services of `up` on empty databases; the tests below fill them as they go."""
    port = free_port()
    settings = service_databases.settings.replaced(
        nats_url=bus_server.url,
        public_url=f"http://127.0.0.1:{port}",
        demo_smtp_port=free_port(),
    )
    async with (
        Running(service_databases, settings)() as network,
        served(network.app, listening_socket(port)),
    ):
        browsers = {}
        for role in (NOBODY, *Role):
            context = await browser.new_context(
                base_url=settings.public_url, viewport=DESKTOP, locale="fr-FR"
            )
            context.set_default_timeout(PATIENCE_MS)
            if role is not NOBODY:
                secret = await signed_in(settings, role, HERE)
                cookie = {"name": "passerelle", "value": secret, "url": settings.public_url}
                await context.add_cookies([cookie])  # type: ignore[list-item] # a dict of its keys
            browsers[role] = context
        yield Site(network, service_databases, browsers)
        for context in browsers.values():
            await context.close()


async def opened(page: Page, address: str) -> Response | None:
    """The answer, if it is a page of ours: not a file, nor a mail, which is locked in a sandbox."""
    try:
        answer = await page.goto(address)
    except Error as error:
        if "Download is starting" in error.message:
            return None
        raise
    assert answer is not None
    headers = answer.headers
    is_page = headers.get("content-type", "").startswith("text/html")
    return answer if is_page and "sandbox" not in headers["content-security-policy"] else None


async def judged(
    context: BrowserContext, addresses: Iterable[str], who: str, *, answering: int = 200
) -> list[str]:
    """What is wrong with these pages, in one browser, one after the other."""
    found = []
    page = await context.new_page()
    for address in addresses:
        answer = await opened(page, address)
        if answer is None:
            continue
        if answer.status != answering and not address.startswith(SECRET):
            found.append(f"{address} as {who} answers {answer.status}")
        await settled(page)
        problems = [f"{rule}: {where}" for rule, where in await violations(page)]
        problems += await scrolls_sideways(page)
        found += [f"{address} as {who}: {problem}" for problem in problems]
    await page.close()
    return found


async def judged_by_all(site: Site, *, full: bool) -> list[str]:
    by_role = [
        judged(context, site.addresses(role, full=full), role or "nobody")
        for role, context in site.browsers.items()
    ]
    return [problem for found in await asyncio.gather(*by_role) for problem in found]


async def test_every_empty_page_can_be_read_by_all(site: Site) -> None:
    assert await judged_by_all(site, full=False) == []


async def test_every_page_with_something_to_show_can_be_read_by_all(site: Site) -> None:
    await site.fill()

    assert await judged_by_all(site, full=True) == []


async def test_a_page_that_does_not_exist_can_be_read_by_all(site: Site) -> None:
    rbde = site.browsers[Role.RBDE]
    absent = [f"{place}/{uuid4()}" for place in ("/entreprises", "/pfmp/periodes", "/fiche")]

    assert await judged(rbde, absent, "rbde", answering=404) == []


@pytest.mark.parametrize("rule", FAULTS)
async def test_a_planted_fault_is_found(site: Site, rule: str) -> None:
    page = await site.browsers[Role.RBDE].new_page()
    await page.goto(FORM)
    assert await violations(page) == []

    await page.evaluate(FAULTS[rule])

    assert rule in [found for found, _ in await violations(page)]
    await page.close()


async def test_a_page_too_wide_is_found(site: Site) -> None:
    page = await site.browsers[Role.RBDE].new_page()
    await page.goto(FORM)
    await page.evaluate("document.querySelector('h1').style.width = '330px'")

    assert len(await scrolls_sideways(page)) == 1
    await page.close()


NAME_OF_FOCUSED = """() => {
  const it = document.activeElement;
  return (it.labels?.length ? it.labels[0] : it).innerText.trim();
}"""
SHOWS_ITS_FOCUS = """() => {
  const drawn = getComputedStyle(document.activeElement);
  return drawn.outlineStyle === "solid" && parseFloat(drawn.outlineWidth) >= 2;
}"""


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        assert await page.evaluate(SHOWS_ITS_FOCUS), await page.evaluate(NAME_OF_FOCUSED)
        if (await page.evaluate(NAME_OF_FOCUSED)).startswith(name):
            return
    raise AssertionError(f"{name} is never reached")


async def test_a_form_is_filled_by_keyboard_alone(site: Site) -> None:
    page = await site.browsers[Role.RBDE].new_page()
    await page.goto("/entreprises")
    await tab_to(page, "Aller au contenu")
    await page.keyboard.press("Enter")
    await tab_to(page, "Ajouter une entreprise")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/nouvelle")

    await tab_to(page, "Enregistrer")
    await page.keyboard.press("Enter")
    # What is missing is said, and the focus is taken there: the next Tab is the way to the field.
    await expect(page.get_by_role("alert")).to_be_focused()
    await tab_to(page, "Ce champ est obligatoire")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Nom ou raison sociale")).to_be_focused()
    await page.keyboard.type("Vannerie de la Lère")
    await tab_to(page, "Forme juridique")
    await page.keyboard.press("ArrowDown")
    await tab_to(page, "Téléphone")
    await page.keyboard.type("05 36 49 11 22")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1)).to_have_text("Vannerie de la Lère")
    await page.close()
