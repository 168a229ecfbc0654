"""A teacher reads whom to call at the host of their pupils and where it is, as the registry knows it that day."""

from __future__ import annotations

from uuid import UUID

import httpx2

from services.chassis.base.identity import Role
from services.chassis.security.sessions import cookie_name
from services.internships.referents.commands import tie_account
from services.portal.sessions.model import token_hash
from tests.journeys.test_letters_to_hosts import network, relay
from tests.journeys.test_planned_visits import OWN_PHONE, STANDARD, Followed, followed
from tests.support.network import HERE, Network
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases

__all__ = ["followed", "network", "relay"]
LIST = "/pfmp/mes-eleves"
PLACE = "12 rue des Forges, 82000 Montauban"


async def signed_in(
    network: Network, followed: Followed, databases: ServiceDatabases
) -> httpx2.AsyncClient:
    """The browser of the teacher who follows both pupils."""
    secret = await network.signs_in(Role.REFERENT_TEACHER, HERE)
    portal = await databases.superuser("portal")
    account: UUID = await portal.fetchval(
        "SELECT account_id FROM sessions WHERE token_hash = $1", token_hash(secret)
    )
    await portal.close()
    lycee = followed.lycee
    referent = await lycee.superuser.fetchval("SELECT referent_id FROM referents")
    await lycee.do(
        tie_account, referent_id=referent, account_id=account, there=[account], now=lycee.now
    )
    return network.client(cookies={cookie_name(network.settings): secret})


async def test_who_is_signed_in_calls_the_tutor_and_who_has_a_link_the_company(
    network: Network, followed: Followed, service_databases: ServiceDatabases
) -> None:
    client = await signed_in(network, followed, service_databases)
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
    client = await signed_in(network, followed, service_databases)
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
