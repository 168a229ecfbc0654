"""Words of a formation, a commune, a trade and a name find the same in every box, in any order."""

from html import unescape
from itertools import permutations

import httpx2
import pytest

from contracts.identifiers import CommuneCode, SiteKey
from services.partnerships.domain.contact import ContactDetails
from services.partnerships.use_cases.add_contact import add_contact
from tests.internships.world import ELEC, Lycee
from tests.partnerships.world import Bureau, siret_of, site
from tests.support.network import HERE, Network
from tests.support.pages import SAME_ORIGIN
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually

MOISSAC = CommuneCode("82112")
HOST, OTHER = "Atelier Bonnefoy", "Courants du Tarn"
ORDERS = [" ".join(words) for words in permutations(("1re", "MELEC", "Moissac"))]


class Boxes:
    """Every box of search of a bureau, and what each finds."""

    def __init__(self, browser: httpx2.AsyncClient, *addresses: str) -> None:
        self._browser = browser
        self._addresses = addresses

    async def found(self, words: str) -> dict[str, str]:
        shown = {}
        for address in self._addresses:
            answer = await self._browser.get(address, params={"q": words})
            shown[address] = answer.text
        suggested = await self._posts("/recherche/entreprises", words)
        await self._posts("/recherche", words)
        await self._posts("/entreprises/contacts", words)
        shown["contacts"] = (await self._browser.get("/entreprises/contacts")).text
        shown["palette"] = suggested.text
        shown["everything"] = (await self._browser.get("/recherche")).text
        shown["pupils"] = (await self._browser.get("/recherche/eleves")).text
        return {box: unescape(text) for box, text in shown.items()}

    async def _posts(self, address: str, words: str) -> httpx2.Response:
        return await self._browser.post(address, data={"q": words}, headers=SAME_ORIGIN)


@pytest.mark.parametrize("words", [*ORDERS, "melec electrique moissac", "Moissac 1MELEC"])
async def test_a_formation_a_commune_and_a_trade_are_found_in_every_box(
    network: Network, service_databases: ServiceDatabases, published: Published, words: str
) -> None:
    superuser = await service_databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser)
    bureau = Bureau(HERE, network.runtime("partnerships").work, published)
    siret = siret_of(3)
    here = site(siret=siret, commune=MOISSAC, naf="43.21A")
    company = await bureau.registers(HOST, main=here)
    other = await bureau.registers(OTHER, main=site(commune=MOISSAC, naf="43.21A"))
    for one, name in ((company, "Alix Maréchal"), (other, "Sacha Delbosc")):
        details = ContactDetails(name, "Gérance", mail="gerance@bonnefoy.example")
        place = (await bureau.card(one)).sites[0].id
        await bureau.do(add_contact, company_id=one, details=details, site_id=place)
    formation = await lycee.opens(ELEC, "1re pro Métiers de l’électricité")
    pupil, waiting = await lycee.imports(
        "DUVERNET Ismérie 1MELEC", "FAURE Aymeric 1MELEC", classes={"1MELEC": formation}
    )
    period = await lycee.publishes_a_period(formation)

    async def known() -> bool:
        return bool(await superuser.fetchval("SELECT count(*) = 2 FROM host_sites"))

    await eventually(known)
    await lycee.places(pupil, period, SiteKey(siret))
    boxes = Boxes(
        await network.client_as("rbde", HERE),
        "/entreprises",
        f"/entreprises/{other}/fusion",
        f"/pfmp/periodes/{period}/eleves/{waiting}",
        f"/pfmp/periodes/{period}/eleves/{waiting}/recherche",
    )

    async def answers() -> bool:
        found = await boxes.found(words)
        return str(company) in found["everything"]

    await eventually(answers)
    found = await boxes.found(words)
    assert "DUVERNET Ismérie" in found.pop("pupils")
    for box, text in found.items():
        assert str(company) in text or siret in text, box
    for box in ("/entreprises", "everything", "palette", "contacts"):
        assert str(other) not in found[box], box
    await superuser.close()
