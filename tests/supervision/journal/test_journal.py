"""The network's journal."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import UUID

import httpx2
import pytest
import pytest_asyncio

from contracts.coordination.news import NewsPublishedV1, NewsWithdrawnV1
from contracts.documents.examples import example
from contracts.internships.periods import SiteHostingTalliedV1
from contracts.partnerships.companies import ImportCompletedV1, ImportUndoneV1
from services.chassis.base.settings import placeholder_uai
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.companies.queries import anonymous
from services.supervision.journal.queries import journal
from services.supervision.journal.queries.journal import JournalLine, JournalPage, journal_page
from tests.supervision.browsing import without_tags
from tests.supervision.network import (
    BOURDELLE,
    NOW,
    OTHER,
    WHOLE_DEPARTMENT,
    Network,
    company,
    confirmation,
    coverage,
    folded,
    formation,
    lycee,
    period,
    tables,
)


async def read(work: UnitsOfWork, before: UUID | None = None) -> JournalPage:
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        return await journal_page(uow, before=before)


async def said(work: UnitsOfWork) -> list[tuple[str, str]]:
    return [(line.lycee, line.sentence) for line in (await read(work)).lines]


async def test_the_newest_line_comes_first_with_its_names(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(formation("Électricité"))
    network.tell(period())
    network.tell(confirmation())
    network.tell(company(name="SARL Exemple"), uai=OTHER)
    await folded(work, network.told)

    assert (await said(work))[:2] == [
        (OTHER, "a ajouté SARL Exemple au registre."),
        (
            "Lycée Bourdelle",
            (
                "a confirmé un lieu d’accueil en Électricité pour la PFMP du 4 au 29\u00a0janvier 2027"
                " (trouvé par le bureau des entreprises)."
            ),
        ),
    ]


async def test_news_are_the_dsden_s_doing_and_leave_no_line_once_withdrawn(
    work: UnitsOfWork,
) -> None:
    network, dsden = Network(), placeholder_uai("82")
    network.tell(example(NewsPublishedV1), uai=dsden)
    network.tell(example(NewsWithdrawnV1), uai=dsden, version=2)
    await folded(work, network.told)

    assert await said(work) == [("La DSDEN", "a publié une actualité du réseau.")]
    assert not (await tables(work))["freshness"]


async def test_an_import_that_was_taken_back_is_told_after_it(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(example(ImportCompletedV1))
    network.tell(example(ImportUndoneV1), version=2)
    await folded(work, network.told)

    assert [sentence for _, sentence in await said(work)] == [
        "a annulé l’import d’une liste d’entreprises\u00a0: 276\u00a0retirées, 15\u00a0remises comme avant, 4\u00a0gardées.",
        "a importé une liste d’entreprises\u00a0: 280\u00a0créées, 15\u00a0mises à jour, 5\u00a0refusées.",
    ]


async def test_a_company_without_public_name_is_an_activity_and_a_commune(
    work: UnitsOfWork,
) -> None:
    network = Network()
    network.tell(company())
    await folded(work, network.told)
    ((_, sentence),) = await said(work)
    assert "électrique" in sentence
    assert "Montauban" in sentence
    assert anonymous(None, None) == "une entreprise"


async def test_an_import_is_one_line(work: UnitsOfWork) -> None:
    network = Network()
    for number in range(300):
        network.tell(company(number), together="import", at=NOW)
    network.tell(company(301), uai=OTHER, at=NOW)
    await folded(work, network.told)
    found = {sentence for _, sentence in await said(work)}
    assert "a ajouté 300\u00a0entreprises au registre." in found
    assert len(found) == 2


async def test_coverage_and_hosts_are_not_lines(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(coverage(5))
    network.tell(example(SiteHostingTalliedV1))
    await folded(work, network.told)
    assert await said(work) == []


# 6: a reading ends where the last line of a page does; 7: lines straddle readings.
@pytest.mark.parametrize("rows_read_at_once", [6, 7])
async def test_pages_follow_each_other_without_gap_or_repeat(
    work: UnitsOfWork, monkeypatch: pytest.MonkeyPatch, rows_read_at_once: int
) -> None:
    for name in ("ROWS_READ_FIRST", "ROWS_READ_AT_ONCE"):
        monkeypatch.setattr(journal, name, rows_read_at_once)
    monkeypatch.setattr(journal, "LINES", 4)
    network = Network()
    for number in range(10):
        for one in range(3):
            network.tell(
                company(10 * number + one),
                together=f"work {number}",
                at=NOW + timedelta(minutes=number // 2),
            )
    await folded(work, network.told)

    page = await read(work)
    lines: list[JournalLine] = []
    while True:
        lines += page.lines
        if page.older is None:
            break
        page = await read(work, page.older)
    assert len(lines) == 10
    assert all("3\u00a0entreprises" in line.sentence for line in lines)
    assert [line.recorded_at for line in lines] == sorted(
        (line.recorded_at for line in lines), reverse=True
    )


async def test_an_event_told_twice_is_one_line(work: UnitsOfWork) -> None:
    network = Network()
    told = network.tell(confirmation())
    await folded(work, [told])
    await folded(work, [told])
    assert len(await said(work)) == 1
    assert (await read(work)).lines[0].uai == BOURDELLE


@pytest_asyncio.fixture
async def told(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(lycee("Lycée Michelet", OTHER), uai=OTHER)
    yesterday = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    network.tell(confirmation(), at=yesterday - timedelta(hours=2))
    network.tell(confirmation(2), at=yesterday)
    network.tell(company(1, name="SARL Exemple"), uai=OTHER)
    network.tell(period())
    await folded(work, network.told)


async def test_the_journal_is_read_by_day(told: None, supervisor: httpx2.AsyncClient) -> None:
    html = (await supervisor.get("/departement/journal")).text
    days = re.findall(r'<h2 id="jour-([\d-]+)">', html)
    assert days == ["2026-11-24", "2026-11-23"]
    text = without_tags(html)
    # In Paris the second was confirmed after midnight.
    assert "lundi 23 novembre 2026 22 h 30 Lycée Bourdelle a confirmé" in text
    assert "0 h 30 Lycée Bourdelle a confirmé" in text


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ({"sorte": "placements"}, ["a confirmé un lieu d’accueil"], ["SARL Exemple", "a publié"]),
        ({"sorte": "companies"}, ["SARL Exemple"], ["a confirmé", "a publié une PFMP"]),
        ({"sorte": "autres"}, ["a publié une PFMP"], ["a confirmé", "SARL Exemple"]),
        ({"lycee": OTHER}, ["SARL Exemple"], ["a confirmé"]),
        ({"lycee": OTHER, "sorte": "placements"}, ["Aucune ligne ne correspond"], ["Exemple a"]),
    ],
)
async def test_it_is_cut_by_lycee_and_by_kind(
    told: None,
    supervisor: httpx2.AsyncClient,
    asked: dict[str, str],
    shown: list[str],
    hidden: list[str],
) -> None:
    for path in ("/departement/journal", "/departement/fragments/journal"):
        html = (await supervisor.get(path, params=asked)).text
        text = without_tags(html.partition("</form>")[2] or html)
        assert [one for one in shown if one not in text] == []
        assert [one for one in hidden if one in text] == []


async def test_pages_of_a_cut_stay_in_it(work: UnitsOfWork, supervisor: httpx2.AsyncClient) -> None:
    network = Network()
    for number in range(60):
        network.tell(confirmation(number))
        network.tell(company(number), uai=OTHER)
    await folded(work, network.told)
    url: str | None = f"/departement/journal?lycee={OTHER}&sorte=companies"
    seen = 0
    while url:
        html = (await supervisor.get(unescape(url))).text
        assert "a confirmé un lieu" not in html
        seen += html.count('id="fait-')
        found = re.search(r'href="([^"]+)" rel="next"', html)
        url = found and found.group(1)
    assert seen == 60


async def test_a_kind_that_is_none_is_refused(supervisor: httpx2.AsyncClient) -> None:
    assert (await supervisor.get("/departement/journal?sorte=visits")).status_code == 422


async def test_the_journal_of_one_lycee_is_read_by_day_too(
    told: None, supervisor: httpx2.AsyncClient
) -> None:
    html = (await supervisor.get(f"/departement/lycees/{OTHER}/journal")).text
    assert '<h2 id="jour-2026-11-24">' in html
    assert "SARL Exemple" in html
    assert "a confirmé" not in html
