"""What the supervisor reads on screen, and who may."""

import re
from datetime import date, timedelta
from html import unescape

import httpx2
import pytest
from fastapi import FastAPI

from contracts.partnerships.actions import ActionHeldV1
from contracts.partnerships.partnerships import PartnershipStage
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.network import (
    BOURDELLE,
    ELECTRICITY,
    NOW,
    SILENT,
    WOOD,
    Network,
    action,
    company,
    confirmation,
    coverage,
    folded,
    formation,
    lycee,
    partnership,
    period,
)
from tests.support.portal import KnownSessions
from tests.support.statements import statements

READS = [
    "/departement",
    "/departement/lycees",
    "/departement/carte",
    "/departement/partenariats",
    "/departement/actions",
    "/departement/journal",
    "/departement/couverture",
    "/departement/mouvements",
    "/departement/couverture.csv",
    "/departement/couverture.xlsx",
    "/departement/fragments/essentiel",
    "/departement/fragments/resume",
    "/departement/fragments/couverture",
    "/departement/fragments/fraicheur",
    "/departement/fragments/couche",
    "/departement/fragments/journal",
    "/departement/fragments/partenariats",
    "/departement/fragments/actions",
    "/departement/flux",
    "/api/supervision/coverage",
]


async def a_department(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(lycee("Lycée silencieux", SILENT), uai=SILENT)
    network.tell(formation("Bac pro MELEC"))
    network.tell(period(ELECTRICITY, WOOD))
    network.tell(coverage(15))
    network.tell(confirmation())
    await folded(work, network.told)


async def test_the_supervisor_reads_the_coverage_of_each_lycee(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await a_department(work)
    answer = await supervisor.get("/departement/lycees", params={"annee": "2026-2027"})
    assert answer.status_code == 200
    text = without_tags(answer.text)
    assert "Bac pro MELEC du 4 au 29 janvier 2027 20 15 (75 %) 0 (0 %)" in text


async def test_the_home_says_each_part_in_a_line_and_leads_to_its_page(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await a_department(work)
    network = Network()
    network.tell(partnership("a", PartnershipStage.ACTIVE, date(2099, 1, 1)))
    network.tell(partnership("b", PartnershipStage.PROSPECT))
    network.tell(action("c", ActionHeldV1, pupils=24, accompanying=2))
    network.tell(company(1))
    await folded(work, network.told)
    html = (await supervisor.get("/departement")).text
    text = without_tags(html)
    assert "2 lycées" in text
    assert "1 partenariat actif, dont 1 avec une convention en cours" in text
    assert "a confirmé un lieu d’accueil en Bac pro MELEC" in text
    pages = re.findall(r'class="more" href="(/departement[^"]*)"', html)
    assert {"lycees", "partenariats", "actions", "carte", "journal", "couverture"} <= {
        page.removeprefix("/departement/").partition("?")[0] for page in pages
    }
    for page in pages:
        assert (await supervisor.get(unescape(page))).status_code == 200, page


async def test_the_home_of_a_year_is_its_page_lycee_by_lycee(
    supervisor: httpx2.AsyncClient,
) -> None:
    answer = await supervisor.get("/departement?annee=2025-2026")
    assert answer.headers["location"] == "/departement/lycees?annee=2025-2026"


async def test_silence_is_shown_as_silence(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await a_department(work)
    text = without_tags((await supervisor.get("/departement/lycees?annee=2026-2027")).text)
    assert f"formation {WOOD} du 4 au 29 janvier 2027 Aucune donnée reçue" in text
    assert "Ce lycée n’a encore rien transmis : ce n’est pas un zéro." in text
    fresh = without_tags((await supervisor.get("/departement/fragments/fraicheur")).text)
    assert "Lycée silencieux Aucune donnée reçue Silencieux" in fresh


async def test_old_news_is_marked(work: UnitsOfWork, supervisor: httpx2.AsyncClient) -> None:
    network = Network()
    network.tell(coverage(15), at=NOW - timedelta(days=30))
    await folded(work, network.told)
    text = without_tags((await supervisor.get("/departement/lycees?annee=2026-2027")).text)
    assert "Données anciennes" in text


async def test_an_empty_department_says_what_will_come(supervisor: httpx2.AsyncClient) -> None:
    text = without_tags((await supervisor.get("/departement")).text)
    assert "Aucun lycée pour le moment" in text
    assert "Rien à raconter pour le moment" in text


async def test_parts_of_the_page_come_alone(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await a_department(work)
    for part in ("couverture", "fraicheur", "journal"):
        answer = await supervisor.get(f"/departement/fragments/{part}")
        assert answer.status_code == 200
        assert "Bourdelle" in answer.text
        assert "<html" not in answer.text


async def test_the_page_follows_the_read_model(supervisor: httpx2.AsyncClient) -> None:
    parts = {"": 2, "/lycees": 2, "/carte": 1, "/partenariats": 1, "/actions": 1, "/journal": 1}
    for page, followed in parts.items():
        html = (await supervisor.get(f"/departement{page}")).text
        assert 'hx-sse:connect="/departement/flux?after=0"' in html, page
        assert html.count('hx-trigger="revision from:#flux, again"') == followed, page


async def test_the_journal_is_read_page_by_page(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = Network()
    for number in range(60):
        network.tell(company(number))
    await folded(work, network.told)

    url: str | None = "/departement/journal"
    lines = 0
    while url:
        html = (await supervisor.get(url)).text
        lines += html.count('id="fait-')
        _, found, rest = html.partition('rel="next"')
        url = html.partition(found)[0].rpartition('href="')[2].partition('"')[0] if found else None
        assert rest or not found
    assert lines == 60


async def test_the_api_tells_silence_from_zero(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await a_department(work)
    answer = await supervisor.get("/api/supervision/coverage", params={"school_year": "2026-2027"})
    bourdelle, silent = answer.json()["lycees"]
    assert bourdelle["formations"][0]["counts"] == {
        "expected": 20,
        "without": 5,
        "host_agreed": 15,
        "agreement_issued": 0,
        "agreement_signed": 0,
        "exempted": 1,
        "left": 3,
    }
    assert bourdelle["formations"][1]["counts"] is None
    assert (silent["heard_at"], silent["formations"]) == (None, [])


async def test_a_year_that_does_not_exist_is_refused(supervisor: httpx2.AsyncClient) -> None:
    answer = await supervisor.get("/api/supervision/coverage?school_year=2026-2028")
    assert answer.status_code == 422


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize("role", [Role.RBDE, Role.HEAD])
async def test_nobody_else_may_read(
    app: FastAPI, sessions: KnownSessions, role: Role, path: str
) -> None:
    # A head takes away the lines of its own lycée: see test_publication.
    refused = 403 if path.startswith("/api/") else 404
    expected = 200 if role is Role.HEAD and "couverture." in path else refused
    async with browsing(app, sessions.sign_in((role, BOURDELLE))) as browser:
        assert (await browser.get(path)).status_code == expected


@pytest.mark.parametrize("path", READS)
async def test_nobody_reads_without_a_session(app: FastAPI, path: str) -> None:
    async with browsing(app, None) as browser:
        answer = await browser.get(path)
    assert answer.status_code in {303, 401}


@pytest.mark.parametrize("path", [path for path in READS if "flux" not in path])
async def test_a_page_asks_as_often_whatever_it_shows(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient, path: str
) -> None:
    cut_by_year = {"coverage": "school_year", "lycees": "annee", "couverture": "annee"}
    name = cut_by_year.get(path.rpartition("/")[2].partition(".")[0])
    year = {name: "2026-2027"} if name else {}

    async def asked() -> list[str]:
        with statements() as run:
            assert (await supervisor.get(path, params=year)).status_code == 200
        return run

    await a_department(work)
    few = await asked()
    network = Network()
    for number in range(8):
        network.tell(company(number + 1, name=f"Atelier {number}"))
        network.tell(period(name=f"period {number}", starts_on=date(2027, 1, 4)))
        network.tell(coverage(number, name=f"period {number}"))
    await folded(work, network.told)
    many = await asked()

    assert len(many) == len(few), many
    assert 1 <= len(many) <= 24, many
