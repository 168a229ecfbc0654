"""The one search finds pupils too, for whom their names are allowed, and notes that they were shown."""

from html import unescape

import httpx2

from contracts.identifiers import SiteKey
from tests.internships.world import CARE, Lycee
from tests.partnerships.world import Bureau, siret_of, site
from tests.support.network import ELSEWHERE, HERE, Network
from tests.support.pages import SAME_ORIGIN
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually

FOUND = "/recherche/eleves"


async def searched(browser: httpx2.AsyncClient, words: str) -> tuple[str, str]:
    """The page of what is found, and the part of it about pupils."""
    sent = await browser.post("/recherche", data={"q": words}, headers=SAME_ORIGIN)
    assert sent.status_code == 303
    assert words not in sent.headers["location"]
    page, part = await browser.get("/recherche"), await browser.get(FOUND)
    assert page.status_code == 200
    return unescape(page.text), unescape(part.text)


async def test_pupils_are_found_with_their_places_by_who_may_name_them(
    network: Network, service_databases: ServiceDatabases, published: Published
) -> None:
    superuser = await service_databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser)
    bureau = Bureau(HERE, network.runtime("partnerships").work, published)
    browser = await network.client_as("rbde", HERE)
    siret = siret_of(3)
    await bureau.registers("Résidence du Tescou", main=site(siret=siret))
    formation = await lycee.opens(CARE, "2de pro Accompagnement")
    names = ("DUVERNET Ismérie 1ASSP", "DUVERNET Loane 1ASSP", "FAURE Aymeric 1ASSP")
    ids = await lycee.imports(*names, classes={"1ASSP": formation})
    period = await lycee.publishes_a_period(formation)

    async def known() -> bool:
        return bool(await superuser.fetchval("SELECT count(*) FROM host_sites"))

    await eventually(known)
    placement = await lycee.places(ids[0], period, SiteKey(siret))

    page, part = await searched(browser, "duvernet ismerie")
    assert f'hx-get="{FOUND}"' in page
    assert "Rien ne répond" not in page
    assert "DUVERNET Ismérie" in part
    assert f"/pfmp/placements/{placement}" in part
    assert "Loane" not in part
    for words in ("Duvernet", "duvernet 1assp", "duvrenet"):
        _, part = await searched(browser, words)
        assert "DUVERNET Ismérie" in part, words
        assert "DUVERNET Loane" in part
        assert "FAURE" not in part
    for words in ("1assp", "tescou", "zz", "0536490012", "duvernets" * 9):
        _, part = await searched(browser, words)
        assert "DUVERNET" not in part, words

    seen = "SELECT count(*) FROM audit_entries WHERE action = 'see-pupils' AND uai = $1"
    shown = await superuser.fetchval(seen, HERE)
    await searched(browser, "faure")
    assert await superuser.fetchval(seen, HERE) == shown + 1
    elsewhere = await network.client_as("rbde", ELSEWHERE)
    assert "FAURE" not in (await searched(elsewhere, "faure"))[1]
    teacher = await network.client_as("referent_teacher", HERE)
    page, part = await searched(teacher, "faure")
    assert FOUND not in page
    assert "Aymeric" not in part
    assert (await teacher.get(FOUND)).status_code == 404
    await superuser.close()
