"""A company whose name may not leave the lycée is found, and shown, by that name inside it."""

from datetime import UTC, datetime
from html import unescape
from uuid import UUID

import asyncpg
import httpx2

from contracts.identifiers import SiteKey
from contracts.partnerships.companies import Diffusion, LegalForm
from contracts.personal_links import FOLLOWED_PUPILS, HOSTED_STAY
from services.chassis.unit_of_work.unit_of_work import Scope
from services.internships.host_desk.commands import give_stay_link
from services.internships.personal_links.model import purpose_of
from services.internships.referent_desk.commands import give_referent_link
from services.internships.referents.commands import assign_referents, name_referents
from services.internships.service import SERVICE as INTERNSHIPS
from services.portal.lycee_profile.commands import save_profile
from services.portal.lycee_profile.model import LyceeProfile
from tests.internships.world import ELEC, Lycee
from tests.partnerships.world import Bureau, siret_of, site
from tests.support.dates import period_running
from tests.support.network import HERE, Network, Running
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually

NAME = "Ets Philibert Gouzy"


async def heard_of(superuser: asyncpg.Connection, siret: str) -> None:
    async def known() -> bool:
        query = "SELECT count(*) FROM host_sites WHERE site_key = $1"
        return bool(await superuser.fetchval(query, siret))

    await eventually(known)


async def a_pupil_to_place(lycee: Lycee) -> tuple[UUID, UUID]:
    """A pupil without a place, and a period that has just begun."""
    formation = await lycee.opens(ELEC)
    [pupil] = await lycee.imports("DUVERNET Ismérie 2ELEC", classes={"2ELEC": formation})
    starts_on, ends_on = period_running()
    period = await lycee.publishes_a_period(formation, starts_on=starts_on, ends_on=ends_on)
    return pupil, period


async def text_of(browser: httpx2.AsyncClient, address: str) -> str:
    answer = await browser.get(address)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


async def test_a_name_that_may_not_leave_the_lycee_is_found_and_shown_inside_it(
    network: Network, service_databases: ServiceDatabases, published: Published
) -> None:
    superuser = await service_databases.superuser("internships")
    now = datetime.now(UTC)
    lycee = Lycee(HERE, network.runtime("internships").work, superuser, now=now)
    bureau = Bureau(HERE, network.runtime("partnerships").work, published)
    browser = await network.client_as("rbde", HERE)
    siret = siret_of(3)
    await bureau.registers(
        NAME,
        main=site(siret=siret),
        legal_form=LegalForm.SOLE_TRADER,
        diffusion=Diffusion.UNKNOWN,
    )
    await bureau.registers("Menuiserie Roca")
    await heard_of(superuser, siret)
    pupil, period = await a_pupil_to_place(lycee)
    own = f"/pfmp/periodes/{period}/eleves/{pupil}"

    for words in ("gouzy", "Philibert Montauban"):
        for page in (own, f"{own}/recherche"):
            found = await text_of(browser, f"{page}?q={words}")
            assert NAME in found, (page, words)
            assert "Menuiserie Roca" not in found

    placement = await lycee.places(pupil, period, SiteKey(siret))
    assert NAME in await text_of(browser, f"/pfmp/eleves/{pupil}")
    assert NAME in (await browser.get(f"/pfmp/periodes/{period}/eleves.csv")).content.decode()

    class_id = await superuser.fetchval(
        "SELECT class_id FROM pupils WHERE pupil_year_id = $1", pupil
    )
    of_period = f"/pfmp/periodes/{period}"
    # Where several hosts stand together their names come with the page, not by a request each.
    for page in ("", f"/classes/{class_id}", "/tableau", "/referents"):
        shown = await text_of(browser, of_period + page)
        assert NAME in shown, page
        assert "/entreprises/fragments/sites/" not in shown, page

    [teacher] = await lycee.do(name_referents, names=["Mme Roux"], now=now)
    await lycee.do(assign_referents, period_id=period, shown={}, chosen={pupil: teacher}, now=now)
    link = await lycee.do(give_referent_link, referent_id=teacher, now=now)
    token = lycee.units.links.token(purpose_of(FOLLOWED_PUPILS), uai=HERE, row_id=link)
    desk = f"{FOLLOWED_PUPILS.path}/{token}"
    for address in (desk, f"{desk}/{placement}"):
        assert NAME in await text_of(network.client(), address)
    stay = await lycee.do(give_stay_link, placement_id=placement, now=now)
    token = lycee.units.links.token(purpose_of(HOSTED_STAY), uai=HERE, row_id=stay)
    portal = network.runtime("portal").work
    async with portal.begin(Scope(frozenset({HERE})), now=now) as uow:
        await save_profile(uow, uai=HERE, profile=LyceeProfile(phone="0536490112"))
    hosted = await text_of(network.client(), f"{HOSTED_STAY.path}/{token}")
    assert 'href="tel:0536490112"' in hosted
    for shown in (
        "05\u00a036\u00a049\u00a001\u00a012",
        NAME,
        "DUVERNET Ismérie",
        "Mme Roux",
        f"Lycée {HERE}",
    ):
        assert shown in hosted, shown
    # What the bus tells, and the department reads, does not have it.
    assert (
        await superuser.fetchval("SELECT count(*) FROM host_companies WHERE public_name = $1", NAME)
        == 0
    )
    await superuser.close()


async def test_while_the_registry_is_away_hosts_are_found_by_what_is_known_here_and_it_is_said(
    running: Running, service_databases: ServiceDatabases
) -> None:
    async with running(INTERNSHIPS) as network:
        superuser = await service_databases.superuser("internships")
        lycee = Lycee(HERE, network.runtime("internships").work, superuser, now=datetime.now(UTC))
        browser = await network.client_as("rbde", HERE)
        await lycee.knows_a_host()
        pupil, period = await a_pupil_to_place(lycee)
        for page in ("", "/recherche"):
            address = f"/pfmp/periodes/{period}/eleves/{pupil}{page}?q="
            nothing = await text_of(browser, f"{address}gouzy")
            assert "Le registre ne répond pas pour le moment" in nothing
            assert "Aucun lieu d’accueil ne correspond." in nothing
        await superuser.close()
