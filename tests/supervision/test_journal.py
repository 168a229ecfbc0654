"""The network's journal."""

from datetime import timedelta
from uuid import UUID

import pytest

from contracts.coordination import NewsPublishedV1, NewsWithdrawnV1
from contracts.examples import example
from contracts.internships import SiteHostingTalliedV1
from contracts.partnerships import ImportCompletedV1, ImportUndoneV1
from services.chassis.settings import placeholder_uai
from services.chassis.work import UnitsOfWork
from services.supervision.queries import journal
from services.supervision.queries.journal import JournalPage, Line, anonymous, journal_page
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
    monkeypatch.setattr(journal, "ROWS_READ_AT_ONCE", rows_read_at_once)
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
    lines: list[Line] = []
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
