"""A list of companies is drawn by commune, with the same figures in a table that leads back to it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from contracts.identifiers import CommuneCode, Mef, Uai
from services.chassis.base.identity import Role
from services.chassis.reference.maps.boundaries import Boundaries, Outline, keep_boundaries
from services.partnerships.closures.commands import close_site
from services.partnerships.company_list.queries.map import Whereabouts, read_whereabouts
from services.partnerships.company_list.queries.order import CompanyFilter
from services.partnerships.company_list.queries.pages import read_companies
from services.partnerships.sites.commands import add_site
from services.partnerships.territories.commands import set_territory
from tests.partnerships.browsing import Answer, Browser, pages_of
from tests.partnerships.capacities.test_capacities import offers
from tests.partnerships.company_views.test_company_views import saves
from tests.partnerships.world import BOURDELLE, ELSEWHERE, MOISSAC, MONTAUBAN, TODAY, Bureau, site
from tests.support.services import ServiceDatabases
from tests.support.statements import statements

MAP = "/entreprises/carte"
MELEC = Mef("2472551021")
VALENCE = CommuneCode("82186")
"""12 km from Moissac."""
NOWHERE = CommuneCode("82999")
"""No place is known of it."""


async def has_sites(bureau: Bureau, name: str, *communes: CommuneCode) -> UUID:
    first, *others = communes
    company_id = await bureau.registers(name, main=site(commune=first))
    for commune in others:
        await bureau.do(
            add_site, company_id=company_id, details=site(commune=commune), now=bureau.now
        )
    return company_id


async def offers_at(bureau: Bureau, company_id: UUID, commune: CommuneCode) -> UUID:
    card = await bureau.card(company_id)
    site_id = next(one.id for one in card.sites if one.details.commune == commune)
    await offers(bureau, company_id, mef=MELEC, site_id=site_id)
    return site_id


async def where(
    bureau: Bureau, *, words: str = "", mine: bool = False, **asked: Any
) -> Whereabouts:
    return await bureau.do(read_whereabouts, words=words, mine=mine, asked=CompanyFilter(**asked))


def rows(page: Answer) -> dict[str, tuple[str, str | None]]:
    """Each line of the table: its figure, and where it leads to."""
    table = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    found = {}
    for name, figure in re.findall(
        r'<th scope="row">(.*?)</th><td class="number">(.*?)</td>', table
    ):
        link = re.search(r'<a href="(.*?)">(.*)</a>', name.strip())
        key = link[2] if link else name.strip()
        found[unescape(key)] = (figure.strip(), unescape(link[1]) if link else None)
    return found


async def test_a_company_counts_once_in_each_commune_it_has_a_site_in(
    bureau: Bureau, browser: Browser
) -> None:
    await has_sites(bureau, "Serrurerie Noé", MONTAUBAN, MOISSAC, MOISSAC)
    await has_sites(bureau, "Scierie", MOISSAC)

    page = await browser.opens(MAP)

    assert "2 entreprises dans 2 communes. La plus citée : Moissac (2)." in unescape(
        page.text
    ).replace("\u00a0", " ").replace("\u202f", " ")
    assert rows(page) == {
        "Moissac": ("2", f"/entreprises?commune={MOISSAC}"),
        "Montauban": ("1", f"/entreprises?commune={MONTAUBAN}"),
    }
    assert page.text.count("</title></circle>") == 2
    assert "<details open>" in page.text
    listed = (await browser.opens(f"/entreprises?commune={MONTAUBAN}")).text
    assert "Serrurerie Noé" in listed
    assert "Scierie" not in listed


async def test_the_list_leads_to_its_map_and_the_map_back_with_the_same_filters(
    bureau: Bureau, browser: Browser
) -> None:
    await has_sites(bureau, "Serrurerie Noé", MOISSAC)
    await has_sites(bureau, "Serrurerie Roy", MONTAUBAN)
    await has_sites(bureau, "Scierie", MONTAUBAN)
    asked = f"q=serrurerie&commune={MOISSAC}&rayon=10&calme=oui&tri=-nom"

    listed = await browser.opens(f"/entreprises?{asked}")
    href = re.search(r'<a href="(/entreprises/carte[^"]*)">Carte de cette liste', listed.text)
    assert href is not None
    page = await browser.opens(unescape(href[1]))

    near = f"/entreprises?q=serrurerie&commune={MOISSAC}&calme=oui&tri=-nom"
    assert rows(page) == {"Moissac": ("1", near)}
    back = re.search(r'<a class="button secondary" href="([^"]*)">Revenir à la liste', page.text)
    assert back is not None
    assert unescape(back[1]) == f"/entreprises?{asked}"
    assert "À moins de 10\u00a0km" in unescape(page.text)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"commune": MOISSAC},
        {"commune": MOISSAC, "within_km": 20},
        {"territory": True},
        {"mef": MELEC},
        {"mef": MELEC, "territory": True},
        {"calm": True, "section": "C"},
        {"any_of": (CompanyFilter(commune=MOISSAC, within_km=20), CompanyFilter(mef=MELEC))},
        {"territory": True, "any_of": (CompanyFilter(mef=MELEC), CompanyFilter(commune=MOISSAC))},
        {"mef": MELEC, "any_of": (CompanyFilter(commune=MOISSAC), CompanyFilter(commune=VALENCE))},
    ],
)
async def test_each_figure_is_how_many_the_list_of_that_commune_shows(
    bureau: Bureau, asked: dict[str, Any]
) -> None:
    here = await has_sites(bureau, "Serrurerie Noé", MOISSAC, MONTAUBAN)
    there = await has_sites(bureau, "Serrurerie Roy", MOISSAC, MONTAUBAN)
    shut = await has_sites(bureau, "Serrurerie Close", VALENCE, MONTAUBAN)
    await has_sites(bureau, "Scierie", VALENCE)
    await offers_at(bureau, here, MOISSAC)
    await offers_at(bureau, there, MONTAUBAN)
    closed = await offers_at(bureau, shut, VALENCE)
    await bureau.do(close_site, company_id=shut, site_id=closed, closed_on=TODAY, now=bureau.now)
    await bureau.do(set_territory, communes={MOISSAC, VALENCE})
    await bureau.logs(there)

    found = await where(bureau, **asked)

    assert found.communes
    for commune in (MOISSAC, MONTAUBAN, VALENCE):
        given = CompanyFilter(**asked)
        if not found.communes.get(commune) and given.commune and not given.any_of:
            continue  # outside of what is asked for: nothing leads there
        alone = replace(given, commune=commune, within_km=0)
        listed = await bureau.do(read_companies, asked=alone)
        assert found.communes.get(commune, 0) == len(listed.items), commune
    everything = await bureau.do(read_companies, asked=CompanyFilter(**asked))
    assert found.total == len(everything.items)


async def test_what_is_elsewhere_or_nowhere_is_in_the_table_too(
    bureau: Bureau, browser: Browser
) -> None:
    await has_sites(bureau, "Scierie", VALENCE)
    for name, locality in (("Atelier Agen", "47000 Agen"), ("Atelier Nulle Part", None)):
        await bureau.registers(name, main=site(commune=None, locality=locality, postcode=None))
    await bureau.registers(
        "Atelier d’une commune nouvelle", main=site(commune=CommuneCode("82999"))
    )

    page = await browser.opens(MAP)

    assert rows(page) == {
        "Valence": ("1", f"/entreprises?commune={VALENCE}"),
        "commune 82999": ("1", None),
        "47000 Agen": ("1", None),
        "Commune inconnue": ("1", None),
    }
    assert "Sans place sur ce dessin" in unescape(page.text)
    assert "commune 82999 (1)" in unescape(page.text)
    by_place = await browser.opens("/entreprises?tri=commune")
    assert f'href="{by_place.url.raw_path.decode()}"' in page.text
    assert by_place.text.index("Atelier Nulle Part") < by_place.text.index("Scierie")


async def test_a_saved_view_is_drawn_and_each_commune_stays_within_it(
    bureau: Bureau, browser: Browser
) -> None:
    await has_sites(bureau, "Serrurerie Noé", MOISSAC, MONTAUBAN)
    await bureau.opens_a_partnership(await has_sites(bureau, "Scierie", MONTAUBAN))
    await has_sites(bureau, "Boulangerie", MONTAUBAN)
    view = await saves(browser, "Moissac ou partenaires", commune_1=MOISSAC, etape_2="prospect")

    listed = await browser.opens(view)
    assert f'href="{MAP}?{view.partition("?")[2]}&amp;filtre=miennes&amp;tri=nom"' in listed.text
    page = await browser.opens(view.replace("/entreprises", MAP))

    kept = f"{view}&filtre=miennes"
    assert rows(page) == {
        "Moissac": ("1", f"{kept}&commune={MOISSAC}&tri=nom"),
        "Montauban": ("1", f"{kept}&commune={MONTAUBAN}&tri=nom"),
    }
    assert "ou bien" in page.text
    # The map of one’s whole list is no view, even where the list begins with one.
    opened = f"/entreprises/vues/{view.partition('vue=')[2]}"
    await browser.sends(opened, f"{opened}/defaut")
    whole = await browser.opens(MAP)
    assert rows(whole)["Montauban"][0] == "3"
    assert 'href="/entreprises?filtre=miennes">Revenir à la liste' in whole.text


async def test_another_lycee_counts_where_the_list_shows_its_companies_alone(
    bureau: Bureau, other_bureau: Bureau, signed_in: Callable[..., Browser]
) -> None:
    await has_sites(bureau, "Serrurerie Noé", MOISSAC)
    theirs = await has_sites(other_bureau, "Scierie", MOISSAC)
    await offers_at(other_bureau, theirs, MOISSAC)
    browser = signed_in(Role.RBDE, BOURDELLE)

    assert rows(await browser.opens(MAP))["Moissac"][0] == "1"
    assert rows(await browser.opens(f"{MAP}?filtre=toutes"))["Moissac"][0] == "2"
    offered = await browser.opens(f"{MAP}?filtre=toutes&formation={MELEC}")
    assert "Aucune entreprise à placer sur la carte." in unescape(offered.text)


async def test_the_map_says_what_its_circles_and_its_points_are(
    bureau: Bureau, browser: Browser
) -> None:
    for n in range(5):
        await has_sites(bureau, f"Atelier {n}", MOISSAC)
    await has_sites(bureau, "Scierie", MONTAUBAN)

    page = await browser.opens(MAP)

    scale = page.text.partition('<svg class="scale"')[2].partition("</svg>")[0]
    assert 'aria-label="Taille des cercles\u00a0: 1, 2, 5\u00a0entreprises"' in scale
    on_a_page, on_a_card = re.findall(r"<g .*?</g>", scale, re.DOTALL)
    for drawn in (on_a_page, on_a_card):
        told = re.findall(r"<text[^>]*>(.*?)</text>", unescape(drawn))
        assert told == ["1", "2", "5\u00a0entreprises"]
        assert drawn.count('class="bubble"') == 3
    assert "commune que la carte situe, sans entreprise de la liste" in page.text
    assert re.search(r'<path class="ground border" d="M[\d.,LMZ-]{500,}"', page.text)
    assert "MapSVG" in page.text


async def test_the_communes_of_one_s_lycees_are_marked_and_named(
    bureau: Bureau, signed_in: Callable[..., Browser]
) -> None:
    await has_sites(bureau, "Scierie", MONTAUBAN)
    two = (Role.RBDE, BOURDELLE, ELSEWHERE)

    page = await signed_in(*two, communes={BOURDELLE: MONTAUBAN, ELSEWHERE: MOISSAC}).opens(MAP)

    drawn = page.text.partition('<svg class="map"')[2].partition("</svg>")[0]
    told = re.findall(r'<circle class="seat"[^>]*><title>([^<]*)<', unescape(drawn))
    assert told == ["Moissac\u00a0: Lycée des Deux Rives", "Montauban\u00a0: Lycée Bourdelle"]
    assert "commune d’un lycée" in page.text
    # Where nobody told it, nothing is marked, and the legend promises nothing.
    untold = (await signed_in(*two, communes={BOURDELLE: NOWHERE}).opens(MAP)).text
    assert 'class="seat"' not in untold
    assert "commune d’un lycée" not in untold


async def test_a_list_of_nothing_says_so_and_leads_back(browser: Browser) -> None:
    page = await browser.opens(f"{MAP}?secteur=K")

    assert page.status_code == 200
    assert "Aucune entreprise à placer sur la carte." in page.text
    assert '<a class="button" href="/entreprises?secteur=K">' in page.text
    assert '<svg class="map"' not in page.text


async def test_outlines_this_installation_was_given_are_drawn(
    bureau: Bureau, service_databases: ServiceDatabases, tmp_path: Path
) -> None:
    await has_sites(bureau, "Serrurerie Noé", MOISSAC)
    square = Outline("Moissac", "M0,0L9,0L9,9Z", 5, 5)
    here = {BOURDELLE: MOISSAC}
    keep_boundaries(tmp_path, Boundaries("82", 300, {MOISSAC: square}))
    settings = service_databases.settings.replaced(data_folder=tmp_path)

    async with pages_of(settings) as pages:
        page = await pages.signed_in(Role.RBDE, Uai(BOURDELLE), communes=here).opens(MAP)

    assert '<path class="step step-1" d="M0,0L9,0L9,9Z"><title>Moissac' in page.text
    assert '<path class="seat" d="M0,0L9,0L9,9Z"><title>Moissac' in page.text
    assert "<circle" not in page.text.partition('<svg class="map"')[2].partition("</svg>")[0]


async def test_a_map_is_one_statement_however_many_companies_there_are(bureau: Bureau) -> None:
    for n in range(3):
        await has_sites(bureau, f"Atelier {n}", MOISSAC, VALENCE)
    hosted = TODAY - timedelta(days=30)
    with statements() as run:
        found = await where(
            bureau, words="atelier", mine=True, silent_since=hosted, commune=MOISSAC, within_km=20
        )
    assert found.communes == {MOISSAC: 3, VALENCE: 3}
    assert len([one for one in run if "ROLLUP" in one.upper()]) == 1
    assert len([one for one in run if one.startswith("SELECT") and "sites" in one]) == 1
