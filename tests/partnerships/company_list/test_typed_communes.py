"""Forms and filters take a commune as it is typed, and a newer list without a restart."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
import pytest_asyncio

from contracts.partnerships.companies import CompanyRegisteredV1
from services.chassis.reference.nomenclatures import communes
from services.chassis.reference.nomenclatures.lists import (
    GIVEN,
    GivenList,
    ListKind,
    forget_list,
    keep_list,
)
from services.chassis.web.option_lists import option_list, options_url
from services.partnerships.import_files.store.files import read_import
from services.partnerships.service import SERVICE
from tests.partnerships.browsing import Browser, Pages, form_of, pages_of
from tests.partnerships.world import MOISSAC, MONTAUBAN, SIRET, Bureau, site
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually

NEW = "/entreprises/nouvelle"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the service's installation was given."""
    return tmp_path_factory.mktemp("data")


@pytest_asyncio.fixture(scope="module")
async def served(service_databases: ServiceDatabases, folder: Path) -> AsyncIterator[Pages]:
    """The running service, with a data folder."""
    await service_databases.migrate(SERVICE)
    async with pages_of(service_databases.settings.replaced(data_folder=folder)) as pages:
        yield pages
    GIVEN.keep_in(None)


@pytest.mark.parametrize(
    ("typed", "place", "code"),
    [
        ({"town": "moissac"}, "Moissac", MOISSAC),
        ({"town": "82000"}, "Montauban", MONTAUBAN),
        ({"town": "47000 Agen"}, "Agen", None),
        ({"town": "Gérone (Espagne)"}, "Gérone (Espagne)", None),
        ({"town": "Agen", "postcode": "47000"}, "Agen", None),
    ],
)
async def test_a_company_is_registered_where_it_was_typed(
    browser: Browser, published: Published, typed: dict[str, str], place: str, code: str | None
) -> None:
    card = await browser.follows(
        await browser.sends(NEW, NEW, {"name": "Bois Vert", "siret": SIRET, **typed})
    )

    assert place in unescape(card.text)
    (told,) = await published(CompanyRegisteredV1)
    assert told.sites[0].commune == code


async def test_a_commune_that_cannot_be_told_is_refused_and_stays_typed(browser: Browser) -> None:
    answer = await browser.sends(NEW, NEW, {"name": "Bois Vert", "town": "Montaubant"})

    assert answer.status_code == 422
    page = unescape(answer.text)
    assert "Commune\u00a0: commune inconnue\u202f: écrivez Montauban" in page
    assert '<a href="#champ-town">' in page
    assert form_of(answer, NEW).values["town"] == "Montaubant"


async def test_a_site_opens_with_its_commune_by_name_and_a_conflict_shows_names(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers(main=site(siret=SIRET))
    card = await browser.opens(f"/entreprises/{company_id}")
    site_id = card.text.split("/correction")[-2].rpartition("/")[2]
    url = f"/entreprises/{company_id}/etablissements/{site_id}/correction"
    slow = await browser.opens(url)
    assert form_of(slow, url).values["town"] == "Montauban"
    await browser.follows(await browser.sends(url, url, {"town": "Moissac", "postcode": "82200"}))

    answer = await browser.sends(slow, url, {"phone": "05 36 49 00 00"})

    assert answer.status_code == 409
    assert "<td>Montauban</td><td>Moissac</td>" in answer.text
    assert MOISSAC not in answer.text


async def test_the_list_is_filtered_by_a_commune_that_is_typed(
    browser: Browser, bureau: Bureau
) -> None:
    await bureau.registers("Serrurerie Roca", main=site(commune=MOISSAC))
    await bureau.registers("Menuiserie Vidal", main=site(commune=MONTAUBAN))

    for typed in ("moissac", "Moissac 82200", "82200 Moissac"):
        page = await browser.client.get("/entreprises", params={"ville": typed})
        assert "Serrurerie Roca" in page.text
        assert "Menuiserie Vidal" not in page.text
        assert 'name="ville" type="text" value="Moissac"' in page.text
        assert f"/entreprises?commune={MOISSAC}&amp;tri=-nom" in page.text  # kept while sorting
        assert f'"/entreprises/carte?commune={MOISSAC}">Carte de cette liste' in page.text
        assert f"/entreprises/vues/nouvelle?commune={MOISSAC}" in page.text

    wrong = await browser.client.get("/entreprises", params={"ville": "Agenn"})
    assert 'value="Agenn"' in wrong.text


@pytest.mark.parametrize("page", ["/entreprises", "/entreprises/carte"])
@pytest.mark.parametrize("asked", [{"ville": "Agenn"}, {"commune": "99999"}])
async def test_a_commune_nobody_knows_shows_no_company_and_says_so(
    browser: Browser, bureau: Bureau, page: str, asked: dict[str, str]
) -> None:
    await bureau.registers("Serrurerie Roca", main=site(commune=MOISSAC))

    shown = unescape((await browser.client.get(page, params=asked)).text)

    (typed,) = asked.values()
    assert f"Commune inconnue\u00a0: «\u00a0{typed}\u00a0»" in shown
    assert "Serrurerie Roca" not in shown
    assert "Aucune entreprise ne répond" in shown or "à placer sur la carte" in shown
    # Either would ask for the list without its commune.
    assert "Carte de cette liste" not in shown
    assert "Enregistrer une vue" not in shown
    chosen = {**asked, "ensemble": "toutes"}
    none = await browser.client.get("/entreprises/choix", params=chosen)
    assert "Aucune entreprise n’est choisie" in unescape(none.text)


async def test_a_view_asks_for_a_commune_that_is_typed(browser: Browser, bureau: Bureau) -> None:
    await bureau.registers("Serrurerie Roca", main=site(commune=MOISSAC))
    await bureau.registers("Menuiserie Vidal", main=site(commune=MONTAUBAN))
    new, views = "/entreprises/vues/nouvelle", "/entreprises/vues"

    saved = await browser.sends(
        new, views, {"name": "Moissac", "commune_2": "82200 moissac", "rayon_2": "5"}
    )

    shown = (await browser.follows(saved)).text
    assert "Serrurerie Roca" in shown
    assert "Menuiserie Vidal" not in shown
    view = views + "/" + saved.headers["location"].partition("vue=")[2]
    assert form_of(await browser.opens(view), view).values["commune_1"] == "Moissac"

    refused = await browser.sends(
        new, views, {"name": "Là-bas", "commune_1": "Agen", "rayon_1": "5"}
    )
    assert refused.status_code == 422
    assert "Écrivez le nom entier d’une commune" in unescape(refused.text)
    assert "Écrivez aussi une commune" not in unescape(refused.text)


async def test_a_list_given_to_a_running_service_is_used_by_its_next_page(
    browser: Browser, folder: Path
) -> None:
    assert ["Moissac", "82200"] in json.loads(option_list("communes")[0])
    first = options_url("communes")
    assert first in (await browser.opens(NEW)).text
    newer = {**communes(), MOISSAC: "Moissac-la-Neuve"}
    given = GivenList(ListKind.COMMUNES, "82", "cog.csv", datetime.now(UTC), newer)

    keep_list(folder, given)

    async def used() -> bool:
        return first not in (await browser.opens(NEW)).text

    await eventually(used)
    assert ["Moissac-la-Neuve", "82200"] in json.loads(option_list("communes")[0])
    # Lists of companies are read in a process of its own.
    read = await read_import(b"Nom;Commune\nScierie Lafon;Moissac-la-Neuve")
    assert [row.site.commune for row in read.rows] == [MOISSAC]
    forget_list(folder, ListKind.COMMUNES)
