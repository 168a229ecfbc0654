"""Who hosts two pupils reads one mail about their agreements, by a real relay, and stops the next in one click."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import asyncpg
import httpx2
import pytest_asyncio

from contracts.identifiers import SiteKey
from deploy.embedded.nats import EmbeddedNats
from services.chassis.base.working_days import next_working_day
from services.internships.base.days import PARIS, local_date
from services.internships.host_letters.commands import write_to_hosts
from services.internships.signatures.commands.issue_agreements import issue_agreements
from services.internships.signatures.commands.prepare_agreements import prepare_agreements
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from tests.internships.world import ELEC, Lycee
from tests.journeys.test_hosts_by_name import heard_of
from tests.partnerships.world import Bureau, siret_of, site
from tests.support.dates import period_ahead
from tests.support.network import HERE, Network, Running
from tests.support.services import Published, ServiceDatabases
from tests.support.smtp import LOOPBACK, Delivered, Mailbox, smtp_server
from tests.support.waiting import eventually

TUTOR = "accueil@menuiserie.example"
PUPILS = ("DUVERNET Ismérie", "FONTBONNE Loïs")
SIRET = siret_of(31)


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


async def an_issued_class(lycee: Lycee) -> None:
    """Two pupils at one place, their agreements given to be signed today."""
    formation = await lycee.opens(ELEC)
    pupils = await lycee.imports(*(f"{one} 2E" for one in PUPILS), classes={"2E": formation})
    starts_on, ends_on = period_ahead()
    period = await lycee.publishes_a_period(formation, starts_on=starts_on, ends_on=ends_on)
    for pupil in pupils:
        placement = await lycee.proposes(pupil, period, SiteKey(SIRET))
        await lycee.confirms(placement, on=local_date(lycee.now))
    class_id = await lycee.superuser.fetchval("SELECT class_id FROM classes")
    await lycee.do(prepare_agreements, period_id=period, class_id=class_id, now=lycee.now)
    ids: list[UUID] = [
        row["agreement_id"]
        for row in await lycee.superuser.fetch("SELECT agreement_id FROM agreements")
    ]
    await lycee.do(issue_agreements, agreement_ids=ids, on=local_date(lycee.now), now=lycee.now)


async def morning(lycee: Lycee, mails: asyncpg.Connection, day: date, *, number: int) -> str:
    """What becomes of the letter of a morning, the first or second of all, once it may leave."""
    at = datetime(day.year, day.month, day.day, 6, tzinfo=PARIS)
    then = replace(lycee, now=at)
    await then.do(write_to_hosts, uai=lycee.uai, since=day, now=at)

    async def finished() -> str:
        # Whatever the hour of the test, it is seven in the morning.
        await mails.execute("UPDATE mails SET next_attempt_at = now() WHERE state = 'queued'")
        found = await mails.fetch(
            "SELECT state, last_reason FROM mails WHERE template = 'host_agreement_ready'"
            " ORDER BY queued_at, mail_id"
        )
        assert len(found) == number
        row = found[-1]
        assert row["state"] in ("sent", "cancelled"), dict(row)
        return str(row["last_reason"] or row["state"])

    return await eventually(finished)


async def test_two_agreements_are_one_mail_and_its_button_stops_the_reminder(
    network: Network,
    relay: Mailbox,
    service_databases: ServiceDatabases,
    published: Published,
) -> None:
    superuser = await service_databases.superuser("internships")
    mails = await service_databases.superuser("notifications")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser, now=datetime.now(UTC))
    await network.client_as("rbde", HERE)
    registry = Bureau(HERE, network.runtime("partnerships").work, published, lycee.now)
    company = await registry.registers("Menuiserie Roca", main=site(siret=SIRET))
    place = (await registry.card(company)).sites[0]
    details = ContactDetails("Hortense Roca", function="Gérante", mail=TUTOR)
    await registry.do(add_contact, company_id=company, site_id=place.id, details=details)
    await heard_of(superuser, SIRET)
    await an_issued_class(lycee)

    first = next_working_day(local_date(lycee.now))
    assert await morning(lycee, mails, first, number=1) == "sent"

    [got] = [one for one in relay.to(TUTOR) if "signer" in one.words("Subject")]
    reads_of_both(got)
    await stops_by_the_button(network, got)
    third = next_working_day(next_working_day(first))
    assert await morning(lycee, mails, third, number=2) == "stopped"
    assert len([one for one in relay.to(TUTOR) if "signer" in one.words("Subject")]) == 1
    await superuser.close()
    await mails.close()


def reads_of_both(mail: Delivered) -> None:
    text = mail.part("plain")
    for name in ("Ismérie DUVERNET", "Loïs FONTBONNE"):
        assert name in text
        assert name.split()[1] not in mail.words("Subject")
    assert len(set(re.findall(r"/accueil-pfmp/\S+", text))) == 2


async def stops_by_the_button(network: Network, mail: Delivered) -> None:
    """As a mail program does it: no cookie, no page it comes from (RFC 8058)."""
    assert mail.words("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    address = mail.words("List-Unsubscribe").strip("<>")
    assert address in mail.part("plain").replace("\r", "").split("\n")
    transport = httpx2.ASGITransport(network.app)
    async with httpx2.AsyncClient(
        transport=transport, base_url=network.settings.public_url
    ) as program:
        path = "/" + address.split("/", 3)[3]
        done = await program.post(path, data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert "Vous ne recevez plus de courriels." in done.text
