"""Everything `up` runs, answering on a port inside the test, and a browser for each role."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from uuid import UUID, uuid4

import httpx2
from playwright.async_api import Browser, BrowserContext, Error, Page, Response
from pydantic import SecretStr

from contracts.identifiers import Uai
from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.ports import free_port
from deploy.services import SERVICES
from deploy.supervisor.uvicorn_server import listening_socket
from deploy.supervisor.web import served
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.security.sessions import cookie_name
from services.chassis.unit_of_work.permissions import PUBLIC
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notices.model import Telling, Told
from services.notifications.notices.store.notices import Notices
from services.portal.base.scopes import DEPARTMENT
from services.portal.demo_mailbox.commands import keep_demo_mail
from services.portal.demo_mailbox.pages import COOKIE
from tests.browser.answers import Answered, get
from tests.browser.axe import MAIN, WHOLE, scrolls_sideways, shifted, violations, will_be_judged
from tests.browser.conftest import DESKTOP, PATIENCE_MS, PHONE
from tests.browser.kinds import Kind
from tests.support.examples import Example, examples_of
from tests.support.network import HERE, Network, Running, signed_in
from tests.support.routes import Route, routes_of
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

NOBODY = None
KEY = "une-clef-de-la-boite"
"""Of the mailbox: everybody here opened it."""
ALL_ROUTES = [route for service in SERVICES for route in routes_of(service)]
PAGES = [route for route in ALL_ROUTES if route.declared.kind == "page"]
FORMS = [route for route in ALL_ROUTES if route.declared.kind == "form"]
SECRET = (
    "/mot-de-passe/choisir/",
    "/calendrier/",
    "/connexion/verification",
    "/connexion/mise-en-place",
)
"""Links nobody was sent, and sign-ins nobody has half done: the page says that they open nothing."""


@dataclass
class Seen:
    """What was judged already."""

    made_of: set[str] = field(default_factory=set)
    """What pages are made of, their content and what is around it."""
    surroundings: set[str] = field(default_factory=set)
    """What is around them, each with another place of the menu marked."""
    kinds: set[Kind] = field(default_factory=set)
    """Of the elements axe was run on."""
    on_a_phone: list[str] = field(default_factory=list)
    """The addresses of those that come in parts: what comes late moves most on a narrow screen."""


SEEN: dict[str, Seen] = {}
"""Of each theme: a page that shows the same with something to show and with nothing is judged once."""


@dataclass
class Site:
    """Everything `up` runs, answering on a port, and a browser for each role."""

    network: Network
    databases: ServiceDatabases
    browsers: dict[Role | None, BrowserContext]
    clients: dict[Role | None, httpx2.AsyncClient]
    """The same sessions, without a browser."""
    examples: dict[str, Mapping[str, Example]] = field(default_factory=dict)
    seen: Seen = field(default_factory=Seen)

    def is_new(self, answer: Answered) -> bool:
        """Whether something of it was not judged yet; from now on it was."""
        new = not answer.made_of <= self.seen.made_of
        self.seen.made_of |= answer.made_of
        return new

    def to_judge(self, answer: Answered) -> str:
        """What of a new page: its menu and its feet are those of many others."""
        known = answer.with_its_place in self.seen.surroundings
        self.seen.surroundings.add(answer.with_its_place)
        if not known:
            self.seen.kinds |= answer.kinds
        return MAIN if known else WHOLE

    def is_like_others(self, answer: Answered) -> bool:
        """Whether all it is made of was judged in other pages, in other places: what it shows is new.

        It is not taken for judged: `make prove` judges it too.
        """
        known = answer.kinds <= self.seen.kinds
        if known:
            self.seen.made_of.discard(answer.content)
        self.seen.kinds |= answer.kinds
        return known

    def may(self, role: Role | None, routes: Iterable[Route]) -> Iterable[Route]:
        """Those this role may ask; what is open to all is asked by nobody in particular."""
        for route in routes:
            action = route.declared.action
            if action == PUBLIC:
                if role is NOBODY:
                    yield route
            elif role in route.service.permissions.roles(action):
                yield route

    @asynccontextmanager
    async def spoilt(self, role: Role, fault: str) -> AsyncIterator["Site"]:
        """The same to somebody who has seen nothing yet, with that fault in each of its pages."""
        whole = self.browsers[role]
        assert whole.browser is not None
        context = await whole.browser.new_context(
            base_url=self.network.settings.public_url,
            viewport=DESKTOP,
            storage_state=await whole.storage_state(),
        )
        await context.add_init_script(f"addEventListener('DOMContentLoaded', () => {{ {fault} }})")
        yield replace(self, browsers={role: context}, seen=Seen())
        await context.close()

    @asynccontextmanager
    async def browser_of(self, role: Role, *uais: Uai) -> AsyncIterator[BrowserContext]:
        """A browser of somebody new who holds this role in these lycées: what is measured in one that
        no other test fills is the same whatever ran before.
        """
        whole = self.browsers[role]
        assert whole.browser is not None
        secret = await signed_in(self.network.settings, role, *uais)
        context = await a_browser(whole.browser, self.network.settings, secret)
        yield context
        await context.close()

    async def fill(self) -> None:
        """Make one of everything an address can name, and let the department hear of it."""
        for service in SERVICES:
            examples = await examples_of(service.name, self.network, self.databases)
            self.examples[service.name] = examples.parameters
        async with self.network.runtime("portal").work.begin(DEPARTMENT) as uow:
            mail = await keep_demo_mail(
                uow, recipient="hote@quercy.example", content=a_mail(), now=uow.now
            )
        self.examples["portal"] = {
            **self.examples["portal"],
            "mail_id": Example(str(mail.id), own=False),
        }
        await self.tell_everybody()
        supervisor = await self.network.client_as(Role.SUPERVISOR, None)

        async def heard() -> bool:
            return "publié une PFMP" in (await supervisor.get("/departement/journal")).text

        await eventually(heard)

    async def tell_everybody(self) -> None:
        """Have each account been told of a place, and of something that is gone."""
        portal = await self.databases.superuser("portal")
        accounts = [row["account_id"] for row in await portal.fetch("SELECT * FROM accounts")]
        await portal.close()
        place = UUID(self.examples["internships"]["placement_id"].value)
        about = ((Template.RUPTURE, place), (Template.AGREEMENT_REFUSED, uuid4()))
        async with self.network.runtime("notifications").work.begin(DEPARTMENT) as uow:
            tellings = [Telling(one, Rhythm.NOTICE, uow.now) for one in accounts]
            for kind, thing in about:
                told = Told(HERE, kind, thing, uuid4())
                await Notices(uow).add(told, tellings, now=uow.now)

    def address(self, route: Route) -> str:
        """Where that route shows an example."""
        given = self.examples[route.service.name]
        return route.address({name: one.value for name, one in given.items()})

    def addresses(self, role: Role | None) -> list[str]:
        """The pages of a role."""
        return self.shown(self.may(role, PAGES))

    def shown(self, routes: Iterable[Route]) -> list[str]:
        """Where those are that need no example, and those that do once there is one."""
        return [
            self.address(route) if self.examples else route.path
            for route in routes
            if self.examples or not route.parameters
        ]

    def shared_out(
        self, routes: Iterable[Route], roles: Iterable[Role | None] | None = None
    ) -> Mapping[Role | None, list[Route]]:
        """One route of each kind, asked by the first role that may, of all or of these.

        What every service has, its part of the register or of operations, is one kind.
        """
        routes, kinds = list(routes), set()
        asked: dict[Role | None, list[Route]] = {}
        for role in self.browsers if roles is None else roles:
            for route in self.may(role, routes):
                kind = (route.method, route.path.replace(f"/{route.service.name}", "/…"))
                if kind not in kinds:
                    kinds.add(kind)
                    asked.setdefault(role, []).append(route)
        return asked


def a_mail() -> bytes:
    mail = EmailMessage()
    mail["From"] = "Lycée des Tilleuls <passerelle@lycee.example>"
    mail["To"] = "hote@quercy.example"
    mail["Subject"] = "Lieu d’accueil confirmé"
    mail.set_content("Bonjour,\nmerci d’accueillir un élève.")
    mail.add_alternative("<html lang='fr'><p>Bonjour</p></html>", subtype="html")
    return mail.as_bytes()


BROWSERS_AT_ONCE = 3
PAGES_AT_A_TIME = 25


async def a_browser(browser: Browser, settings: Settings, secret: str) -> BrowserContext:
    """A browser that opened the mailbox of the demonstration, and holds a session if there is one."""
    url = settings.public_url
    context = await browser.new_context(base_url=url, viewport=DESKTOP, locale="fr-FR")
    context.set_default_timeout(PATIENCE_MS)
    await context.add_cookies([{"name": COOKIE, "value": KEY, "url": url}])
    if secret:
        await context.add_cookies([{"name": "passerelle", "value": secret, "url": url}])
    return context


@asynccontextmanager
async def running_site(
    browser: Browser, service_databases: ServiceDatabases, bus_server: EmbeddedNats, theme: str
) -> AsyncIterator[Site]:
    """The services of `up` in a theme, on empty databases."""
    port = free_port()
    settings = service_databases.settings.replaced(
        nats_url=bus_server.url,
        public_url=f"http://127.0.0.1:{port}",
        demo_smtp_port=free_port(),
        demo_mailbox_key=SecretStr(KEY),
        theme=theme,
        # In one of the themes, so that pages are judged with what it adds, and without.
        demonstration=theme == "neutre",
    )
    async with (
        Running(service_databases, settings)() as network,
        served(network.app, listening_socket(port)),
    ):
        browsers, clients = {}, {}
        for role in (NOBODY, *Role):
            clients[role] = network.client(cookies={COOKIE: KEY})
            secret = "" if role is NOBODY else await signed_in(settings, role, HERE)
            if secret:
                clients[role].cookies.set(cookie_name(settings), secret)
            context = await a_browser(browser, settings, secret)
            browsers[role] = context
        seen = SEEN.setdefault(theme, Seen())
        yield Site(network, service_databases, browsers, clients, seen=seen)
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


async def problems_of(page: Page, within: str = WHOLE) -> list[str]:
    """What stands in the way of somebody on the open page, or a part of it, once it has settled."""
    # First: the width of a list is that of its longest choice.
    problems = await scrolls_sideways(page)
    return problems + [f"{rule}: {where}" for rule, where in await violations(page, within)]


async def moved_on_a_phone(page: Page, address: str) -> list[str]:
    """What moves by itself there, as its parts come."""
    await page.set_viewport_size(PHONE)
    await opened(page, address)
    found = [f"{problem} on a phone" for problem in await shifted(page)]
    await page.set_viewport_size(DESKTOP)
    return found


async def judged(
    site: Site,
    role: Role | None,
    addresses: Iterable[str],
    *,
    answering: int = 200,
    by_kind: bool = False,
) -> list[str]:
    """What is wrong with these pages, in one browser, one after the other.

    Roles share most of their pages: the same content in the same surroundings is drawn once. `by_kind`:
    axe goes through those that hold, or stand in, something of a new kind; how wide the others are
    and what moves in them is looked at all the same.
    """
    found = []
    page = await site.browsers[role].new_page()
    await will_be_judged(page)
    for address in addresses:
        answer = await get(site.clients[role], address)
        if not answer.is_page:
            continue
        problems = list(answer.problems)
        if answer.status != answering and not address.startswith(SECRET):
            problems.append(f"answers {answer.status}")
        if site.is_new(answer):
            await opened(page, address)
            problems += await shifted(page)
            within = site.to_judge(answer)
            if by_kind and within == MAIN and site.is_like_others(answer):
                problems += await scrolls_sideways(page)
            else:
                problems += await problems_of(page, within)
            if answer.comes_in_parts:
                problems += await moved_on_a_phone(page, address)
                site.seen.on_a_phone.append(address)
        found += [f"{address} as {role or 'nobody'}: {problem}" for problem in problems]
    await page.close()
    return found


async def judged_by(site: Site, roles: Iterable[Role | None]) -> list[str]:
    """What is wrong with every page, as these roles."""
    return await judged_in_turn(site, {role: site.addresses(role) for role in roles})


async def judged_once(site: Site, roles: Iterable[Role | None] | None = None) -> list[str]:
    """What is wrong with one page of each kind, as the first role that may open it."""
    asked = {role: site.shown(routes) for role, routes in site.shared_out(PAGES, roles).items()}
    return await judged_in_turn(site, asked, by_kind=True)


async def judged_in_turn(
    site: Site, asked: Mapping[Role | None, list[str]], *, by_kind: bool = False
) -> list[str]:
    """What is wrong with these pages, a few at once, however many one role opens."""
    return await a_few_at_once(
        judged(site, role, addresses[first : first + PAGES_AT_A_TIME], by_kind=by_kind)
        for role, addresses in asked.items()
        for first in range(0, len(addresses), PAGES_AT_A_TIME)
    )


async def a_few_at_once(judging: Iterable[Awaitable[list[str]]]) -> list[str]:
    """What all of them find. More browsers than that on two processors wait for one another so
    long that a page seems not to come.
    """
    places = asyncio.Semaphore(BROWSERS_AT_ONCE)

    async def at_its_turn(one: Awaitable[list[str]]) -> list[str]:
        async with places:
            return await one

    found = await asyncio.gather(*map(at_its_turn, judging))
    return [problem for some in found for problem in some]
