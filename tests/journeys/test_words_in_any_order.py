"""Words of a formation, a commune, a trade and a name find the same in every box, in any order."""

import re
from functools import partial
from html import unescape
from itertools import permutations
from pathlib import Path
from uuid import uuid4

import httpx2

import deploy.services
from contracts.identifiers import CommuneCode, SiteKey
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from tests.internships.world import ELEC, Lycee
from tests.partnerships.actions.test_actions import plans
from tests.partnerships.world import Bureau, siret_of, site
from tests.support.network import HERE, Network
from tests.support.pages import SAME_ORIGIN
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually

MOISSAC = CommuneCode("82112")
HOST, OTHER = "Atelier Bonnefoy", "Courants du Tarn"
TRADE = "electrique"
ORDERS = [" ".join(words) for words in permutations(("1re", "MELEC", "Moissac"))]


BOXES = {
    "services/chassis/web/templates/ui/layout.html": "everything",
    "services/portal/home/templates/home.html": "exchange",
    "services/portal/gallery/templates/gallery.html": "shows the box, finds nothing",
    "services/partnerships/search/templates/search.html": "everything",
    "services/partnerships/search/templates/exchange_with.html": "exchange",
    "services/partnerships/desk/templates/companies.html": "/entreprises",
    "services/partnerships/contact_list/templates/contacts.html": "contacts",
    "services/partnerships/merges/templates/choice.html": "fusion",
    "services/partnerships/actions/templates/action.html": "action",
    "services/partnerships/drop_box/templates/dropped_mail.html": "asks what « action » asks",
    "services/partnerships/companies/templates/fields.html": "asks the public directory, outside",
    "services/internships/approaches/templates/search.html": "recherche",
    "services/internships/placements/templates/participation.html": "eleves",
    "services/coordination/actors/templates/actors.html": "/annuaire",
    "services/coordination/good_practices/templates/practices.html": "the words of a practice alone, tried beside the list",
    "services/coordination/training_signals/templates/signals.html": "the words of a signal alone, tried beside the list",
    "services/coordination/need_list/templates/needs.html": "the words of a company alone, tried beside the list",
    "services/coordination/account_list/templates/accounts.html": "the words of a company alone, tried beside the list",
    "services/coordination/offer_list/templates/files.html": "read whole and looked through, tried beside the list",
    "services/supervision/acquaintances/templates/_company_search.html": "/departement/entreprises",
}
"""Each box of the product, by its template, and where it is asked below."""


def test_no_box_is_forgotten() -> None:
    root = Path(deploy.services.__file__).parents[1]
    found = {
        path.relative_to(root).as_posix()
        for path in (root / "services").rglob("*.html")
        if re.search(r'type="search"|forms\.search\(', path.read_text())
    }
    # The macro itself is drawn by those that call it.
    assert found - {"services/chassis/web/templates/ui/forms.html"} == BOXES.keys()


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
        shown["exchange"] = await self._meant(words)
        shown["pupils"] = (await self._browser.get("/recherche/eleves")).text
        return {box: unescape(text) for box, text in shown.items()}

    async def _meant(self, words: str) -> str:
        """Where « Noter un échange » leads, and what is shown there."""
        sent = await self._posts("/recherche/echange", words)
        where = sent.headers["location"]
        return where + (await self._browser.get(where)).text

    async def _posts(self, address: str, words: str) -> httpx2.Response:
        return await self._browser.post(address, data={"q": words}, headers=SAME_ORIGIN)


async def test_the_directory_and_the_department_answer_the_words_they_know(
    network: Network, published: Published
) -> None:
    bureau = Bureau(HERE, network.runtime("partnerships").work, published)
    main = site(siret=siret_of(3), commune=MOISSAC, naf="43.21A")
    await bureau.registers(HOST, main=main, naf="43.21A")
    elsewhere = site(siret=siret_of(4), naf="43.21A")
    await bureau.registers(OTHER, main=elsewhere, naf="43.21A")
    supervisor = await network.client_as("supervisor", None)
    for name, town in (
        ("Chambre de métiers, antenne", "Moissac"),
        ("Greta du Quercy", "Montauban"),
    ):
        entry = {"kind": "chamber", "name": name, "commune": town, "command_id": f"{uuid4()}"}
        added = await supervisor.post("/annuaire/nouveau", data=entry)
        assert added.status_code == 303, added.text
    readers = supervisor, await network.client_as("rbde", HERE)
    for words in (*ORDERS, "electrique Moissac bonnefoy"):
        companies = await eventually(partial(told, supervisor, words))
        assert OTHER not in companies, words
        if "MELEC" in words:
            assert "Qui accueille quelle formation ne lui est pas dit." in companies, words
        for reader in readers:
            directory = unescape((await reader.get("/annuaire", params={"q": words})).text)
            assert "Chambre de métiers, antenne" in directory, words
            assert "Greta du Quercy" not in directory, words
            assert "voici ceux qui répondent aux autres mots" in directory, words
    # A word alone that nobody has finds nobody.
    nobody = await supervisor.get("/annuaire", params={"q": "melec"})
    assert "Aucun acteur ne répond à cette recherche." in unescape(nobody.text)


async def told(supervisor: httpx2.AsyncClient, words: str) -> str:
    """The companies of the department for these words, once they hold the one looked for."""
    found = await supervisor.get("/departement/entreprises", params={"q": words})
    return unescape(found.text) if HOST in found.text else ""


async def test_a_formation_a_commune_and_a_trade_are_found_in_every_box(
    network: Network, service_databases: ServiceDatabases, published: Published
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
    action = await plans(bureau)
    boxes = Boxes(
        await network.client_as("rbde", HERE),
        "/entreprises",
        f"/entreprises/{other}/fusion",
        f"/entreprises/actions/{action}",
        f"/pfmp/periodes/{period}/eleves/{waiting}",
        f"/pfmp/periodes/{period}/eleves/{waiting}/recherche",
    )

    async def everywhere(words: str) -> bool:
        found = await boxes.found(words)
        assert "DUVERNET Ismérie" in found.pop("pupils"), words
        for box, text in found.items():
            assert str(company) in text or siret in text, (box, words)
        for box in ("/entreprises", "everything", "palette", "contacts", "exchange"):
            # It is of the same trade, in the same commune, and hosts nobody of that formation.
            assert (str(other) in found[box]) == (words == TRADE), (box, words)
        return True

    for words in (*ORDERS, TRADE, "melec electrique moissac", "Moissac 1MELEC"):
        await eventually(partial(everywhere, words))
    await superuser.close()
