"""What a head keeps in the lycée: « non publié » wherever the department looks, never zero."""

import csv
import io
from datetime import date, timedelta

import httpx2
import pytest
from fastapi import FastAPI

from contracts.publication import FactFamily
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.made_editions import an_edition
from tests.supervision.network import (
    BOURDELLE,
    ELECTRICITY,
    NOW,
    OTHER,
    Network,
    company,
    confirmation,
    coverage,
    folded,
    formation,
    lycee,
    period,
    published,
    tables,
)
from tests.support.portal import KnownSessions

YEAR = {"annee": "2026-2027"}
EARLY = NOW - timedelta(days=10)
TODAY = NOW.date()
CLOSED = TODAY - timedelta(days=3)
LATE = NOW - timedelta(days=1)
LYCEE = f"/departement/lycees/{BOURDELLE}"


@pytest.fixture(autouse=True)
def _today(app: FastAPI) -> None:
    """Pages are asked on the day the network speaks of."""
    app.state.runtime.work._clock = lambda: NOW


def a_network() -> Network:
    """Two lycées; Bourdelle closed its coverage, its placements and its companies three days ago."""
    network = Network()
    for uai, name in ((BOURDELLE, "Lycée Bourdelle"), (OTHER, "Lycée Michelet")):
        network.tell(lycee(name, uai), uai=uai, at=EARLY)
        network.tell(formation("Électricité"), uai=uai, at=EARLY)
        network.tell(period(ELECTRICITY, starts_on=TODAY + timedelta(days=20)), uai=uai, at=EARLY)
        network.tell(coverage(15), uai=uai, at=EARLY)
        network.tell(confirmation(1), uai=uai, at=EARLY)
        # One that went out before its service heard of the decision.
        network.tell(confirmation(2), uai=uai, at=LATE)
        network.tell(company(len(network.told), name=f"SARL {name}"), uai=uai, at=LATE)
    for family in (FactFamily.COVERAGE, FactFamily.PLACEMENTS, FactFamily.COMPANIES):
        network.tell(published(family, (CLOSED, False)), at=LATE)
    return network


async def test_everywhere_the_supervisor_looks_what_is_closed_is_said_to_be(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await folded(work, a_network().told)

    html = (await supervisor.get("/departement/lycees", params=YEAR)).text
    text = without_tags(html)
    companies = without_tags((await supervisor.get("/departement/carte")).text)
    file = (await supervisor.get("/departement/couverture.csv", params=YEAR)).text
    told = (await supervisor.get("/api/supervision/coverage?school_year=2026-2027")).json()

    section = without_tags(html.partition(f'id="couverture-{BOURDELLE}"')[2].partition("<h3")[2])
    section = section.partition("Lycée Michelet")[0]
    assert "Non publié" in section
    assert "ce n’est pas un zéro" in section
    assert not {"15", "20", "5", "0"} & set(section.split())
    assert "15 lieux d’accueil confirmés sur 20 attendus, sans Lycée Bourdelle : Non publié" in text
    assert "Lycée Bourdelle Non publié Non publié" in text  # the table of the chart
    assert "Non publié Lycée Bourdelle : Entreprises" in companies
    lines = [one for one in csv.reader(io.StringIO(file), delimiter=";") if len(one) > 10]
    assert [set(one[6:11]) for one in lines if one[1] == BOURDELLE] == [{"Non publié"}]
    assert [one[7] for one in lines if one[1] == OTHER] == ["15"]
    kept, other = told["lycees"]
    assert kept["not_published"] == ["coverage", "placements", "companies"]
    assert (kept["formations"][0]["counts"], kept["formations"][0]["published"]) == (None, False)
    assert other["formations"][0]["published"]


async def test_the_journal_keeps_what_is_from_before_and_says_what_it_does_not_tell(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await folded(work, a_network().told)

    text = without_tags((await supervisor.get("/departement/journal")).text)
    # a link says what it comments
    text = text.replace("Commenter : Lycée", "Commenter :")

    assert text.count("Lycée Bourdelle a confirmé un lieu d’accueil") == 1
    assert text.count("Lycée Michelet a confirmé un lieu d’accueil") == 2
    assert "SARL Lycée Michelet" in text
    assert "SARL Lycée Bourdelle" not in text
    assert "Lycée Bourdelle : Lieux d’accueil confirmés ou retirés, Entreprises" in text
    assert "Lycée Bourdelle ne publie pas, à partir du" in text


async def test_the_academy_is_told_how_many_lycees_are_not_in_its_totals(
    work: UnitsOfWork, app: FastAPI, sessions: KnownSessions
) -> None:
    await folded(work, a_network().told)
    await an_edition(work)

    async with browsing(app, sessions.sign_in((Role.ACADEMY, None))) as academy:
        text = without_tags((await academy.get("/departement/totaux", params=YEAR)).text)
        file = (await academy.get("/departement/totaux.csv", params=YEAR)).text
        told = (await academy.get("/api/supervision/totals?school_year=2026-2027")).json()

    assert "1 lycée sur 2 ne publie pas ces chiffres" in text
    assert "Électricité 20 15 5" in text
    assert "Non publié : 1 lycée" in file.replace("\u00a0", " ")
    assert (told["lycees"], told["lycees_not_published"]) == (2, 1)


async def test_the_head_reads_to_the_byte_what_the_supervisor_reads(
    work: UnitsOfWork, app: FastAPI, sessions: KnownSessions, supervisor: httpx2.AsyncClient
) -> None:
    network = a_network()
    network.tell(coverage(12), uai=OTHER, version=2, at=LATE)
    await folded(work, network.told)

    for uai, other in ((BOURDELLE, OTHER), (OTHER, BOURDELLE)):
        path, part = f"/departement/lycees/{uai}", f"/departement/fragments/lycees/{uai}"
        async with browsing(app, sessions.sign_in((Role.HEAD, uai))) as head:
            own = await head.get(part, params=YEAR)
            page = await head.get(path, params=YEAR)
            whole = await supervisor.get("/departement/lycees", params=YEAR)
            theirs = await supervisor.get(part, params=YEAR)
            found = await head.get("/departement/mes-lycees")
            hidden = [
                (await head.get(f"{prefix}/{other}")).status_code
                for prefix in ("/departement/lycees", "/departement/fragments/lycees")
            ]
            exported = (await head.get("/departement/couverture.csv", params=YEAR)).text

        assert own.status_code == 200
        assert own.content == theirs.content
        seen = (await supervisor.get(path, params=YEAR)).text
        assert seen_part(page.text) == seen_part(seen)
        assert own.text.strip() in page.text
        # The same lines, figures and markup stand among the other lycées on the department's page.
        assert table_of(uai, page.text) == table_of(uai, whole.text)
        assert seen_part(found.text)
        assert hidden == [404, 404]
        assert uai in exported
        assert other not in exported
        assert "Choisir ce qui est publié" in page.text
        assert "Choisir ce qui est publié" not in seen


def seen_part(html: str) -> str:
    found = html.partition('<div id="vu-du-departement">')[2]
    assert found
    return found.partition("Tout le journal de ce lycée")[0]


def table_of(uai: str, html: str) -> str:
    rows = html.partition(f'id="couverture-{uai}"')[2].partition("<tbody>")[2]
    assert rows
    return rows.partition("</tbody>")[0]


async def test_what_was_over_before_the_day_stays_and_opening_again_shows_it_all(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = a_network()
    over = period(name="autumn", starts_on=CLOSED - timedelta(days=40))
    network.tell(over, at=EARLY)
    network.tell(coverage(17, name="autumn"), at=EARLY)
    await folded(work, network.told)
    closed = without_tags((await supervisor.get(LYCEE, params=YEAR)).text)
    reopened = (CLOSED, False), (TODAY, True)
    again = Network()
    again.told = network.told
    again.tell(published(FactFamily.COVERAGE, *reopened), version=2)
    await folded(work, again.told)
    opened = without_tags((await supervisor.get(LYCEE, params=YEAR)).text)

    assert "20 17 (85 %)" in closed
    assert "20 15 (75 %)" not in closed
    assert "20 15 (75 %)" in opened


async def test_a_lycee_that_keeps_everything_is_not_called_silent(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = Network()
    long_ago = NOW - timedelta(days=30)
    network.tell(lycee("Lycée Bourdelle"), at=long_ago)
    for family in FactFamily:
        if family is not FactFamily.VISITS:
            network.tell(published(family, (long_ago.date(), False)), at=long_ago)
    await folded(work, network.told)

    text = without_tags((await supervisor.get("/departement/fragments/fraicheur")).text)

    assert "Non publié" in text
    assert "Silencieux" not in text


async def test_the_order_of_arrival_and_a_second_telling_change_no_mask(work: UnitsOfWork) -> None:
    network = Network()
    told = [
        network.tell(published(FactFamily.COVERAGE, (date(2026, 11, 1), False))),
        network.tell(
            published(FactFamily.COVERAGE, (date(2026, 11, 1), False), (date(2026, 12, 1), True)),
            version=2,
        ),
    ]
    await folded(work, told[::-1])
    backwards = await tables(work)
    await folded(work, told)

    assert await tables(work) == backwards
    [row] = backwards["publications"]
    assert row[2:4] == ([date(2026, 11, 1)], [date(2026, 12, 1)])
    assert NOW.date() < date(2026, 12, 1)
