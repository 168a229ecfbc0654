"""A place is agreed; the host is asked how it can be reached, and answers: across the services."""

import re
from datetime import UTC, datetime
from html import unescape
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest_asyncio

from contracts.identifiers import SiteKey
from contracts.partnerships.companies import ContactCheckAskedV1, ContactCheckedV1
from services.partnerships.cards.queries import read_company
from services.partnerships.contact_checks.model import LINK_PURPOSE, PAGE
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from tests.internships.world import CARE, Lycee
from tests.partnerships.browsing import Browser
from tests.partnerships.world import SIRET, Bureau, site
from tests.support.network import HERE, Network
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

SILENCE = "elles sont dans le courriel du lycée"
PUPIL = "DUVERNET Ismérie 1ASSP"
ANNE = ContactDetails("Anne Verdier", mail="a.verdier@quercy.example")


class Host:
    """A company that takes a pupil of a lycée, with somebody to write to."""

    def __init__(self, network: Network, bureau: Bureau, lycee: Lycee) -> None:
        self.network, self.bureau, self.lycee = network, bureau, lycee

    async def agrees(self) -> UUID:
        """The bureau notes that the host takes a pupil; the placement's id."""
        formation = await self.lycee.opens(CARE, "1re bac pro ASSP")
        [pupil] = await self.lycee.imports(PUPIL, classes={"1ASSP": formation})
        period = await self.lycee.publishes_a_period(formation)
        known = "SELECT count(*) FROM host_sites WHERE site_key = $1"
        await eventually(lambda: self.lycee.superuser.fetchval(known, str(SIRET)))
        placement = await self.lycee.proposes(pupil, period, SiteKey(SIRET))
        await self.lycee.confirms(placement)
        return placement

    async def link(self) -> str:
        """The address the mail to the host holds."""
        asked = await eventually(lambda: self.bureau.published(ContactCheckAskedV1))
        token = self.bureau.units.links.token(
            LINK_PURPOSE, uai=HERE, row_id=asked[-1].contact_check_id
        )
        return f"{PAGE}/{token}"

    async def opens(self, link: str) -> httpx2.Response:
        """From an address of its own: one visitor may not open it all the time."""
        transport = httpx2.ASGITransport(self.network.app, client=(str(uuid4()), 1))
        address = self.network.settings.public_url
        async with httpx2.AsyncClient(transport=transport, base_url=address) as browser:
            return await browser.get(link)

    async def reads(self, link: str, *wanted: str, without: str = "\0") -> httpx2.Response:
        """The page once it shows that, opened again as a person would when something is missing."""

        async def shown() -> httpx2.Response:
            page = await self.opens(link)
            missing = [words for words in wanted if words not in plain(page)]
            assert not missing, f"{missing} not in {plain(page)}"
            assert without not in plain(page)
            return page

        return await eventually(shown)


def without_its_own_end(page: httpx2.Response) -> str:
    """The page, but for the day until which its link serves: that one follows the day it is read on."""
    return re.sub(r"vaut jusqu’au [^.]*\.", "", plain(page))


def plain(page: httpx2.Response) -> str:
    return unescape(page.text).replace("\u00a0", " ")


@pytest_asyncio.fixture
async def host(network: Network, service_databases: ServiceDatabases) -> Host:
    await network.client_as("rbde", HERE)  # somebody runs the bureau
    now = datetime.now(UTC)  # what was agreed before the services started is not written about
    bureau = Bureau(HERE, network.runtime("partnerships").work, service_databases.published, now)
    company_id = await bureau.registers(main=site(siret=SIRET))
    network.runtime("partnerships").relay.wake()
    card = await bureau.do(read_company, company_id)
    site_id = card.company.sites[0].id
    await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=ANNE)
    superuser: asyncpg.Connection = await service_databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser, now)
    return Host(network, bureau, lycee)


async def test_an_agreed_place_leads_to_a_card_checked_by_its_host(
    host: Host, network: Network
) -> None:
    placement = await host.agrees()
    link = await host.link()
    (asked,) = await host.bureau.published(ContactCheckAskedV1)
    assert asked.placement_id == placement

    page = await host.reads(
        link,
        "du 4 janvier 2027 au 29 janvier 2027",
        "1re bac pro ASSP",
        f"Lycée {HERE}",
        "Camille Rivière (<a href=",
    )

    # The host learns when, never which pupil.
    for name in PUPIL.split()[:2]:
        assert name.lower() not in page.text.lower()

    sent = await Browser(network.client()).sends(page, link, {"name": "Paul Bastide"})
    assert sent.status_code == 303
    (checked,) = await host.bureau.published(ContactCheckedV1)
    assert (checked.contact_check_id, checked.corrected) == (asked.contact_check_id, True)


async def test_a_place_given_up_shows_no_dates_any_more(host: Host) -> None:
    placement = await host.agrees()
    link = await host.link()
    with_dates = await host.reads(link, "29 janvier 2027")
    assert "janvier 2027" in without_its_own_end(with_dates)

    await host.lycee.withdraws(placement, version=2)

    page = await host.reads(link, "Anne Verdier", without=SILENCE)
    assert "janvier 2027" not in without_its_own_end(page)


async def test_dates_that_cannot_be_had_now_are_said_to_be_in_the_mail(
    host: Host, network: Network
) -> None:
    await host.agrees()
    link = await host.link()
    await network.runtime("internships").bus.close()

    page = await host.reads(link, SILENCE, "Anne Verdier")

    assert page.status_code == 200
