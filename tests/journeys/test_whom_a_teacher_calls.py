"""A teacher reads whom to call at the host of their pupils and where it is, as the registry knows it that day."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx2
from nats.aio.msg import Msg

from contracts.identifiers import SiteKey
from contracts.partnerships.host_names import HOST_NAMES, HostName, HostNames, HostNamesRequest
from contracts.partnerships.host_party import HOST_PARTY
from contracts.personal_links import FOLLOWED_PUPILS
from services.chassis.base.identity import Role
from services.chassis.questions.wire import pack_outcomes, read_requests
from services.chassis.security.sessions import cookie_name
from services.internships.personal_links.model import purpose_of
from services.internships.referent_desk.commands import give_referent_link
from services.internships.referents.commands import tie_account
from services.internships.service import SERVICE as INTERNSHIPS
from services.partnerships.sharing.commands import record_objection
from services.portal.sessions.model import token_hash
from tests.internships.world import Lycee
from tests.journeys.test_letters_to_hosts import network, relay
from tests.journeys.test_planned_visits import (
    OWN_PHONE,
    SIRET,
    STANDARD,
    Followed,
    a_class,
    followed,
)
from tests.partnerships.world import Bureau
from tests.support.bus import bus_of
from tests.support.network import HERE, Network, Running
from tests.support.pages import Visitor
from tests.support.services import Published, ServiceDatabases

__all__ = ["followed", "network", "relay"]
LIST = "/pfmp/mes-eleves"
UNTOLD = "ne sont pas disponibles pour le moment"
PLACE = "12 rue des Forges, 82000 Montauban"


async def signed_in(
    network: Network, lycee: Lycee, databases: ServiceDatabases
) -> httpx2.AsyncClient:
    """The browser of the teacher who follows the pupils."""
    secret = await network.signs_in(Role.REFERENT_TEACHER, HERE)
    portal = await databases.superuser("portal")
    account: UUID = await portal.fetchval(
        "SELECT account_id FROM sessions WHERE token_hash = $1", token_hash(secret)
    )
    await portal.close()
    referent = await lycee.superuser.fetchval("SELECT referent_id FROM referents")
    await lycee.do(
        tie_account, referent_id=referent, account_id=account, there=[account], now=lycee.now
    )
    return network.client(cookies={cookie_name(network.settings): secret})


async def test_who_is_signed_in_calls_the_tutor_and_who_has_a_link_the_company(
    network: Network, followed: Followed, service_databases: ServiceDatabases
) -> None:
    client = await signed_in(network, followed.lycee, service_databases)
    own = f"{LIST}?eleve={followed.placements[0]}"
    for address, times in ((LIST, 2), (own, 1)):
        page = (await client.get(address)).text
        for told in ("Hortense Roca, Tutrice", f'href="tel:{OWN_PHONE}"', STANDARD, PLACE):
            assert page.count(told) == times, (address, told)
    read = "SELECT count(*) FROM audit_entries WHERE action = 'see-contact'"
    assert await followed.lycee.superuser.fetchval(read) == 2

    by_link = network.client()
    for address, times in ((followed.desk, 2), (f"{followed.desk}/{followed.placements[0]}", 1)):
        page = (await by_link.get(address)).text
        assert "Roca, Tutrice" not in page
        assert OWN_PHONE not in page
        assert page.count(f'href="tel:{STANDARD}"') == page.count(PLACE) == times


async def test_a_registry_that_knows_neither_leaves_the_pupils_and_their_buttons(
    network: Network, followed: Followed, service_databases: ServiceDatabases
) -> None:
    client = await signed_in(network, followed.lycee, service_databases)
    registry = await service_databases.superuser("partnerships")
    page = Visitor(client)
    await registry.execute("UPDATE sites SET phone = NULL, address = NULL, postcode = NULL")
    told = await page.get(LIST)
    assert "Hortense Roca, Tutrice" in told.text
    assert "Entreprise\u00a0:" not in told.text
    assert "Montauban" in told.text

    await registry.execute("UPDATE sites SET siret = NULL, site_key = 'local:' || site_id")
    await registry.close()
    told = await page.get(LIST)
    assert "Hortense Roca" not in told.text
    assert "DUVERNET Ismérie" in told.text
    assert "Vu, tout va bien" in told.text


async def test_a_tutor_who_objected_is_told_apart_as_on_the_page_of_the_company(
    network: Network,
    followed: Followed,
    service_databases: ServiceDatabases,
    published: Published,
) -> None:
    client = await signed_in(network, followed.lycee, service_databases)
    assert "S’oppose" not in (await client.get(LIST)).text
    registry = await service_databases.superuser("partnerships")
    tutor: UUID = await registry.fetchval("SELECT contact_id FROM contacts")
    await registry.close()
    bureau = Bureau(HERE, network.runtime("partnerships").work, published)
    await bureau.do(record_objection, contact_id=tutor, now=datetime.now(UTC))

    for address, times in ((LIST, 2), (f"{LIST}?eleve={followed.placements[0]}", 1)):
        page = (await client.get(address)).text
        assert page.count("S’oppose depuis le") == times
        assert page.count("Ni partagé ni contacté par Passerelle") == times
        assert page.count(f'href="tel:{OWN_PHONE}"') == times


async def test_a_registry_that_is_silent_is_waited_for_once_and_nothing_is_said_to_be_missing(
    running: Running, service_databases: ServiceDatabases
) -> None:
    """A name is told once somebody asks whom to call too: who asks one after the other gets none."""
    heard: dict[str, Msg] = {}

    async def told(message: Msg) -> None:
        heard[message.subject.rpartition(".")[2]] = message
        if len(heard) == len((HOST_NAMES, HOST_PARTY)):
            names = heard[HOST_NAMES.name]
            (asked,) = read_requests(HOST_NAMES, names.data)
            assert isinstance(asked, HostNamesRequest)
            name = HostName(company_id=asked.company_ids[0], name="Menuiserie Roca")
            await registry.publish(names.reply, pack_outcomes([HostNames(names=(name,))]))

    async with (
        running(INTERNSHIPS) as network,
        bus_of(network.settings, "partnerships") as registry,
    ):
        superuser = await service_databases.superuser("internships")
        lycee = Lycee(HERE, network.runtime("internships").work, superuser, now=datetime.now(UTC))
        await lycee.knows_a_host(name=None, site_key=SiteKey(SIRET))
        placements, referent = await a_class(lycee, uuid4())
        client = await signed_in(network, lycee, service_databases)
        link = await lycee.do(give_referent_link, referent_id=referent, now=lycee.now)
        desk = f"{FOLLOWED_PUPILS.path}/"
        desk += lycee.units.links.token(purpose_of(FOLLOWED_PUPILS), uai=HERE, row_id=link)
        for question in (HOST_NAMES, HOST_PARTY):
            await registry.subscribe(question.filter_subject("82"), told)
        await registry.client.flush()
        for address in (
            *(LIST, f"{LIST}?eleve={placements[0]}"),
            *(desk, f"{desk}/{placements[0]}"),
        ):
            heard.clear()
            page = (await client.get(address)).text
            assert "Menuiserie Roca" in page, address
            assert page.count(UNTOLD) == 1
        await superuser.close()
