"""A bureau writes to the companies of a list: a letter in each box, by a real relay, and one refused."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest_asyncio

from deploy.embedded.nats import EmbeddedNats
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.exchanges.queries import read_exchanges
from services.partnerships.subscribers import timed
from tests.partnerships.world import Bureau
from tests.support.network import HERE, Network, Running
from tests.support.pages import Page, Visitor
from tests.support.services import ServiceDatabases
from tests.support.smtp import LOOPBACK, Mailbox, smtp_server
from tests.support.waiting import eventually

NAMES = ("Bois Vert", "Menuiserie Vidal", "Serrurerie Roca")
BODY = "Bonjour {contact},\n\navez-vous une place en janvier pour un élève ?"


@pytest_asyncio.fixture
async def relay() -> AsyncIterator[Mailbox]:
    async with smtp_server() as mailbox:
        yield mailbox


@pytest_asyncio.fixture
async def network(
    service_databases: ServiceDatabases, bus_server: EmbeddedNats, relay: Mailbox
) -> AsyncIterator[Network]:
    settings = service_databases.settings.replaced(
        nats_url=bus_server.url,
        smtp_host=LOOPBACK,
        smtp_port=relay.port,
        smtp_security="none",
        mail_from="ne-pas-repondre@passerelle.example",
    )
    async with Running(service_databases, settings)() as everything:
        yield everything


def address_of(name: str) -> str:
    return f"accueil@{name.rsplit(maxsplit=1)[-1].lower()}.example"


async def companies(bureau: Bureau) -> dict[str, UUID]:
    """Each with somebody to write to."""
    found = {}
    for name in NAMES:
        found[name] = company_id = await bureau.registers(name)
        details = ContactDetails(f"Contact {name}", mail=address_of(name))
        site_id = (await bureau.card(company_id)).sites[0].id
        await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=details)
    return found


async def the_minute_passes(bureau: Bureau, databases: ServiceDatabases) -> None:
    database = databases.open("partnerships")
    later = datetime.now(UTC) + timedelta(minutes=2)
    await run_due_work(timed, bureau.units, database.relay_dsn, later)
    await database.close()


async def test_each_company_gets_its_own_letter_and_the_bureau_sees_what_became_of_it(
    network: Network, relay: Mailbox, service_databases: ServiceDatabases
) -> None:
    units = network.runtime("partnerships").work
    bureau = Bureau(HERE, units, service_databases.published, datetime.now(UTC))
    visitor = Visitor(await network.client_as(Role.RBDE, HERE))
    known = await companies(bureau)
    refused = address_of(NAMES[2])
    relay.always("rcpt", lambda about: "550 5.1.1 inconnu" if refused in about else None)

    page = await visitor.get("/entreprises/courriels/nouveau?ensemble=toutes")
    page = await visitor.send(
        page.form("/entreprises/courriels"), subject="Janvier, {entreprise}", body=BODY
    )
    assert "Janvier, Bois Vert" in page.text
    page = await visitor.send(page.form(f"{page.answer.url.path}/envoi"))
    here = page.answer.url.path
    assert relay.mails == []
    await the_minute_passes(bureau, service_databases)

    async def all_told() -> Page:
        shown = await visitor.get(here)
        assert "2 partis 0 en attente 1 non remis" in shown.text, shown.text
        return shown

    await eventually(all_told)
    assert {mail.recipients for mail in relay.mails} == {(address_of(n),) for n in NAMES[:2]}
    [mail] = relay.to(address_of(NAMES[0]))
    assert mail.words("Subject") == "Janvier, Bois Vert"
    assert mail.words("Reply-To").endswith("@lycee.example")
    text = mail.part("plain").replace("\u00a0", " ").replace("\u202f", " ").replace("\r", "")
    assert "Bonjour Contact Bois Vert,\n\navez-vous une place en janvier" in text
    assert "Écrit par Camille Rivière, pour le bureau des entreprises" in text
    for other in NAMES[1:]:
        assert other not in mail.content.decode("utf-8", "replace")
    noted = (await bureau.do(read_exchanges, known["Bois Vert"])).latest
    assert [one.interaction.note.split("\n")[0] for one in noted if one.interaction.note] == [
        "Envoyé\u00a0: Janvier, Bois Vert"
    ]
    assert (await bureau.do(read_exchanges, known[NAMES[2]])).latest == []
    assert mail.words("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    await the_link_stops_them(network, text, mail.words("List-Unsubscribe"))


async def the_link_stops_them(network: Network, text: str, button: str) -> None:
    """By whoever reads the letter, without an account; their mail reader has a button for it."""
    [path] = re.findall(r"https?://[^/\s]+(/espace-entreprise/courriels/\S+)", text)
    assert button.endswith(f"{path}>")
    reader = Visitor(network.client())
    page = await reader.get(path)
    page = await reader.send(page.form(f"{path}/arret"))
    assert "Vous ne recevez plus de courriels." in page.text
