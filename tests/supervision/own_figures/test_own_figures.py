"""How a bureau stands, and whether that is better than a month or a year ago."""

import httpx2
import pytest
from fastapi import FastAPI

from contracts.publication import FactFamily
from services.chassis.base.identity import Role
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.months import Months, noon
from tests.supervision.network import BOURDELLE, OTHER, TODAY, coverage, published
from tests.supervision.own_figures.autumns import TODAY_AT, pfmp, two_autumns
from tests.support.portal import KnownSessions
from tests.support.statements import statements

OWN = "/departement/nos-chiffres"


async def read(browser: httpx2.AsyncClient, path: str = OWN) -> str:
    answer = await browser.get(path)
    assert answer.status_code == 200, answer.text
    return without_tags(answer.text)


@pytest.mark.parametrize("role", [Role.RBDE, Role.DDFPT, Role.HEAD])
async def test_a_bureau_reads_how_it_stands_and_whether_that_is_better(
    months: Months, app: FastAPI, sessions: KnownSessions, role: Role
) -> None:
    await two_autumns(months)

    async with browsing(app, sessions.sign_in((role, BOURDELLE))) as browser:
        text = await read(browser)

    assert "Depuis le 1er novembre 2026 : 1 chiffre mieux." in text
    assert "Par rapport au 1er décembre 2025 : 1 chiffre mieux." in text
    rate = "Taux de couverture des PFMP commencées 32 sur 40"
    assert f"80 % {rate} 01/11/2026 : 70 %, +10 points mieux 01/12/2025 : 50 %, +30 points" in text
    # Nobody told of any action by then: that is no zero to be held against.
    assert "1 Actions menées Lieux d’accueil" in text
    assert "Élèves attendus qui ont un lieu d’accueil confirmé, sur élèves attendus" in text
    assert "Michelet" not in text


async def test_what_the_head_keeps_is_said_and_is_never_a_zero(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)
    for family in FactFamily:
        months.tell(published(family, (TODAY, False)), noon(2026, 11, 24))
    await months.fold()

    page = (await bureau.get(OWN)).text
    text = without_tags(page)

    assert "La direction garde ces faits au lycée" in text
    assert "Non publié Actions menées" in text
    assert ">0<" not in page


async def test_nothing_heard_is_said_and_is_never_a_zero(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    months.now = TODAY_AT

    page = (await bureau.get(OWN)).text

    assert "Le département n’a encore rien reçu de votre lycée" in page
    assert "Rien ne se compare encore" in page
    assert ">0<" not in page


async def test_a_lycee_that_was_not_there_a_year_ago_is_not_compared(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await months.an_autumn()

    text = await read(bureau)

    assert "Rien ne se compare encore au 1er décembre 2025" in text
    assert "01/12/2025 :" not in text


async def test_a_month_of_another_school_year_is_not_compared(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)
    months.now = noon(2026, 8, 20)

    text = await read(bureau)

    assert "Autre année scolaire" in text
    assert "c’était une autre année scolaire" in text


async def test_another_lycee_is_none_of_its_business(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)

    for path in (f"{OWN}/{OTHER}", f"{OWN}/{OTHER}/rapport", f"{OWN}/{OTHER}/rapport.pdf"):
        assert (await bureau.get(path)).status_code == 404, path
    fragment = f"/departement/fragments/nos-chiffres/{OTHER}/publication"
    assert (await bureau.get(fragment)).status_code == 404


async def test_who_works_for_two_lycees_reads_each_by_its_own_facts(
    months: Months, app: FastAPI, sessions: KnownSessions
) -> None:
    await two_autumns(months)
    pfmp(months, "november", noon(2026, 11, 2).date(), uai=OTHER)
    months.tell(coverage(5, name="november"), noon(2026, 11, 20), uai=OTHER)
    await months.fold()

    async with browsing(
        app, sessions.sign_in((Role.RBDE, BOURDELLE), (Role.RBDE, OTHER))
    ) as browser:
        choice = await browser.get(OWN)
        other = await read(browser, f"{OWN}/{OTHER}")
        own = await read(browser, f"{OWN}/{BOURDELLE}")

    assert f'href="{OWN}/{OTHER}"' in choice.text
    assert "25 % Taux de couverture des PFMP commencées 5 sur 20" in other
    assert "80 % Taux de couverture des PFMP commencées 32 sur 40" in own
    # An action of one of them tells nothing of those of the other.
    assert "Non publié à ce jour Actions menées" in other


async def test_a_head_that_publishes_otherwise_has_open_pages_made_again(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)
    mark = f"/departement/fragments/nos-chiffres/{BOURDELLE}/publication"
    page, before = (await bureau.get(OWN)).text, (await bureau.get(mark)).text
    assert mark in page
    assert before in page

    months.tell(published(FactFamily.COVERAGE, (TODAY, False)), noon(2026, 11, 24))
    await months.fold()

    assert (await bureau.get(mark)).text != before


async def test_three_days_of_figures_are_asked_in_few_statements(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)
    await bureau.get(OWN)

    with statements() as asked:
        assert (await bureau.get(OWN)).status_code == 200

    # What all days need, what heads decided, then one for each day.
    assert len(asked) == 5, asked
