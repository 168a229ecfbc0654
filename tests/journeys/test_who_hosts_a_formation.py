"""« Who hosts this formation? » is asked of the registry, which learns it from the internship tracker."""

from html import unescape

from contracts.identifiers import SiteKey
from tests.internships.world import CARE, ELEC, Lycee
from tests.partnerships.world import Bureau, siret_of, site
from tests.support.network import HERE, Network
from tests.support.pages import SAME_ORIGIN
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually

LIST = "/entreprises?filtre=toutes&formation="


async def test_a_company_is_found_by_the_formation_it_hosts(
    network: Network, service_databases: ServiceDatabases, published: Published
) -> None:
    superuser = await service_databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser)
    bureau = Bureau(HERE, network.runtime("partnerships").work, published)
    browser = await network.client_as("rbde", HERE)
    siret = siret_of(3)
    await bureau.registers("Résidence du Tescou", main=site(siret=siret))
    await bureau.registers("Menuiserie Roca")
    formation = await lycee.opens(CARE, "2de pro Accompagnement")
    await lycee.opens(ELEC)
    [pupil] = await lycee.imports("DUVERNET Ismérie 1ASSP", classes={"1ASSP": formation})
    period = await lycee.publishes_a_period(formation)

    async def known() -> bool:
        query = "SELECT count(*) FROM host_sites WHERE site_key = $1"
        return bool(await superuser.fetchval(query, siret))

    await eventually(known)
    await lycee.places(pupil, period, SiteKey(siret))

    async def found() -> bool:
        page = unescape((await browser.get(f"{LIST}{CARE}")).text)
        return "Résidence du Tescou" in page

    await eventually(found)
    page = unescape((await browser.get(f"{LIST}{CARE}")).text)
    assert "Menuiserie Roca" not in page
    assert "2de pro Accompagnement" in page
    assert "Résidence du" not in unescape((await browser.get(f"{LIST}{ELEC}")).text)
    offered = await browser.get("/entreprises/fragments/formations")
    assert "2de pro Accompagnement" in unescape(offered.text)
    for words in ("assp", "2de pro ASSP", "aspp", CARE):
        sent = await browser.post("/recherche", data={"q": words}, headers=SAME_ORIGIN)
        assert sent.status_code == 303
        page = unescape((await browser.get("/recherche")).text)
        assert "Résidence du Tescou" in page, words
        assert "Menuiserie Roca" not in page
    listed = unescape((await browser.get("/entreprises?filtre=toutes&q=assp")).text)
    assert "Résidence du Tescou" in listed
    await superuser.close()
