"""« Envois » beside the mailbox of the demonstration: both say the same of one mail, whatever it is."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from html import unescape
from itertools import product
from uuid import uuid4

import httpx2
import pytest
import pytest_asyncio
from pydantic import SecretStr

from deploy.embedded.ports import free_port
from services.chassis.application.application import build_app
from services.chassis.base.identity import Role
from services.notifications.contents.model import Cannot, Composed, Composition, Due
from services.notifications.delivery.jobs import worker as mailer
from services.notifications.mails.commands import cancel_mail
from services.notifications.mails.model.mail import MailId, State
from services.notifications.mails.model.reasons import NO_ADDRESS
from services.notifications.mails.model.template import Template
from services.notifications.service import SERVICE
from services.portal.demo_mailbox.pages import COOKIE
from tests.notifications.sending import sending
from tests.notifications.world import HERE, Post, own
from tests.portal.running import the_portal
from tests.support.network import Network
from tests.support.pages import Page, Visitor
from tests.support.portal import KnownSessions
from tests.support.services import ServiceDatabases

SHOWN = [template for template in Template if template.shown]
KEY = "une-clef-de-la-boite"
SENDER = "ne-pas-repondre@passerelle.example"
SHELVES = ("en-attente", "partis", "non-remis", "annules")
ENDS = (State.SENT, State.FAILED, State.CANCELLED, State.QUEUED)
"""What becomes of a mail of each kind: left, not delivered, cancelled by hand, waiting."""


def called(template: Template, end: State) -> str:
    """The subject of a mail, which tells it from every other one."""
    return f"Sujet {template.value.replace('_', ' ')} {end}."


@pytest_asyncio.fixture
async def demo(service_databases: ServiceDatabases, post: Post) -> AsyncIterator[Network]:
    """A portal that holds the mailbox, and what sends to it."""
    port = free_port()
    settings = service_databases.settings.replaced(
        demonstration=True,
        demo_smtp_port=port,
        demo_mailbox_key=SecretStr(KEY),
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_security="none",
        mail_from=SENDER,
        nats_url=f"nats://127.0.0.1:{free_port()}",
    )
    async with the_portal(service_databases, settings) as portal:
        yield portal


@pytest_asyncio.fixture
async def bureau(demo: Network, service_databases: ServiceDatabases) -> AsyncIterator[Visitor]:
    """The bureau, whose « Envois » is told that mails stay on this machine."""
    sessions, settings = KnownSessions(), demo.settings
    # Nothing leaves by itself: a test sends, and stops sending.
    resting = settings.replaced(smtp_host=None, mail_from=None)
    database = service_databases.kept(SERVICE.name, resting)
    app = build_app(SERVICE, resting, portal=sessions.app, database=database)
    async with app.router.lifespan_context(app):
        app.state.settings = settings
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app),
            base_url=settings.public_url,
            cookies={"passerelle": sessions.sign_in((Role.RBDE, HERE))},
        ) as client:
            yield Visitor(client)


def rows(page: Page) -> list[str]:
    """What each line of a table says."""
    pieces = page.answer.text.split("<tr>")[2:]
    return [" ".join(Page(httpx2.Response(200, text=piece)).text.split()) for piece in pieces]


async def every_row(get: Callable[[str], Awaitable[Page]], path: str) -> list[str]:
    """Those of a list, on however many pages it is."""
    found: list[str] = []
    while path:
        page = await get(path)
        found += rows(page)
        older = re.search(r'href="([^"]*[?;&](?:apres|avant)=[^"]+)"', page.answer.text)
        path = unescape(older[1]) if older else ""
    return found


async def write(due: Due) -> Composition:
    """What is asked to fail has no address; the others say what they are."""
    end = State(due.recipient.partition(":")[0].removeprefix("ends_"))
    if end is State.FAILED:
        return Cannot(NO_ADDRESS, lasting=True)
    return Composed(
        to=address(due.template),
        sender_name="LP des Tilleuls",
        reply_to="claire.vidal@lycee.example",
        subject=called(due.template, end),
        html="<p>Merci.</p>",
        text="Merci.",
    )


def address(template: Template) -> str:
    # A domain each: so many to one of them would leave minute by minute.
    return f"bureau@{template.value.replace('_', '-')}.example"


async def one_of_each(post: Post, demo: Network) -> None:
    """A mail of each kind that left, one that could not, one that was cancelled and one that waits."""
    wanted: dict[MailId, State] = {}
    for template, end in product(Template, (State.SENT, State.FAILED, State.CANCELLED)):
        mail = await post.asks(f"ends_{end.value}:{uuid4()}", template=template)
        wanted[mail] = end
        if end is State.CANCELLED:
            async with post.units.begin(own(HERE)) as uow:
                await cancel_mail(uow, mail_id=mail, now=uow.now)
    async with sending(post.units, demo.settings, write):
        for mail, end in wanted.items():
            await post.becomes(mail, end)
    for template in Template:
        mail = await post.asks(f"waits:{uuid4()}", template=template)
        await post.composed(mail, to=address(template), subject=called(template, State.QUEUED))


async def test_what_envois_says_has_left_is_in_the_mailbox_and_nothing_else_is(
    bureau: Visitor, demo: Network, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailer, "POLL_SECONDS", 0.02)
    await one_of_each(post, demo)

    async def opened(path: str) -> Page:
        return Page(await demo.client(cookies={COOKIE: KEY}).get(path))

    assert "Ces courriels n’ont pas quitté cette machine." in (await opened("/courriels")).text
    kept = await every_row(opened, "/courriels")
    said = {shelf: await every_row(bureau.get, f"/envois?etat={shelf}") for shelf in SHELVES}

    for template, end in product(Template, ENDS):
        found = [line for line in kept if called(template, end) in line]
        assert len(found) == (end is State.SENT), (template, end)
        assert all(address(template) in line for line in found)
    # A forgotten password and a code are between the portal and the person.
    for template in SHOWN:
        [line] = [one for one in said["partis"] if called(template, State.SENT) in one]
        assert address(template) in line
        assert "gardé sur cette machine" in line
    assert {shelf: len(lines) for shelf, lines in said.items()} == dict.fromkeys(
        SHELVES, len(SHOWN)
    )
    elsewhere = " ".join(" ".join(said[shelf]) for shelf in SHELVES if shelf != "partis")
    assert "Parti" not in elsewhere
    assert "gardé" not in elsewhere
