"""The week in one screen: what moved, who is silent, what is coming."""

from collections.abc import AsyncIterator
from datetime import date

import httpx2
import pytest_asyncio
from fastapi import FastAPI

from contracts.partnerships.actions import ActionHeldV1
from tests.supervision.months import Months, months_of, noon
from tests.supervision.network import OTHER, action, confirmation, coverage, exchange, period
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases

WEEK = "/departement/semaine"


@pytest_asyncio.fixture
async def months(
    app: FastAPI, service_databases: ServiceDatabases, supervisor: httpx2.AsyncClient
) -> AsyncIterator[Months]:
    async with months_of(app, service_databases, Visitor(supervisor)) as found:
        yield found


async def test_a_week_says_what_moved_what_was_done_and_who_is_unheard_of(
    months: Months,
) -> None:
    await months.an_autumn()
    months.now = noon(2026, 11, 29)

    text = (await months.supervisor.get(WEEK)).text

    assert "Semaine du 23 au 29 novembre 2026" in text
    assert "Lycée Bourdelle +4 lieux d’accueil, +20 attendus" in text
    assert "Lycée Michelet +20 lieux d’accueil, +20 attendus" in text
    assert "Lieux d’accueil confirmés 3 1 lycée" in text
    assert "Actions école-entreprise menées 1 1 lycée" in text
    assert "Lycée Olympe N’avait encore rien transmis" in text


async def test_an_earlier_week_is_told_as_it_was_known_on_its_sunday(months: Months) -> None:
    await months.an_autumn()
    months.tell(coverage(20, name="november"), noon(2026, 11, 30), version=3)
    await months.fold()

    now = await months.supervisor.get(WEEK)
    before = await months.supervisor.get(f"{WEEK}?du=2026-11-19")

    assert f'href="{WEEK}?du=2026-11-23"' in now.answer.text
    assert "Semaine du 30 novembre au 6 décembre 2026" in now.text
    assert "Lycée Bourdelle 1 saisie tardive" in now.text
    assert "Semaine du 16 au 22 novembre 2026" in before.text
    assert "Lycée Bourdelle +15 lieux d’accueil, +20 attendus" in before.text
    # Twenty were found later; by that Sunday five were missing.
    assert "5 sur 20" in before.text
    # It was heard of since, and was silent all the same.
    assert "Lycée Michelet Silencieux depuis le 1er octobre 2026" in before.text


async def test_departures_of_three_weeks_are_told_and_those_after_are_not(
    months: Months,
) -> None:
    await months.an_autumn()
    for called, starts_on in (("soon", date(2026, 12, 18)), ("late", date(2026, 12, 28))):
        told = noon(2026, 11, 30)
        months.tell(period(name=called, starts_on=starts_on), told, uai=OTHER)
        months.tell(coverage(5, name=called), told, uai=OTHER)
    await months.fold()

    text = (await months.supervisor.get(WEEK)).text

    assert "15 lieux d’accueil manquent avant les départs des trois semaines à venir" in text
    assert "Élèves sans lieu d’accueil : 0 dans les PFMP en cours, 15 avant un départ." in text
    assert "du 18 déc. au 12 janv. dans 17 jours 15 sur 20" in text
    assert "28 déc." not in text


async def test_places_missing_in_pfmp_that_run_are_not_laid_to_departures(
    months: Months,
) -> None:
    await months.an_autumn()
    running = noon(2026, 11, 30)
    months.tell(period(name="running", starts_on=date(2026, 11, 23)), running)
    months.tell(coverage(5, name="running"), running)
    await months.fold()

    text = (await months.supervisor.get(WEEK)).text

    assert "Départs des trois semaines à venir" in text
    assert "manquent avant" not in text
    assert "Élèves sans lieu d’accueil : 15 dans les PFMP en cours, 0 avant un départ." in text


async def test_a_fact_noted_after_its_week_is_told_in_that_week_as_noted_since(
    months: Months,
) -> None:
    await months.an_autumn()
    friday, monday = date(2026, 11, 27), noon(2026, 11, 30)
    months.tell(exchange("early", on=friday), noon(2026, 11, 27))
    months.tell(exchange("late", on=friday), monday)
    for number in (1, 2):
        held = action(f"forum {number}", ActionHeldV1, pupils=24, accompanying=2)
        months.tell(held, monday)
    await months.fold()

    text = (await months.supervisor.get(f"{WEEK}?du=2026-11-23")).text
    this_week = (await months.supervisor.get(WEEK)).text

    assert "Échanges avec des entreprises 1 1 lycée, 1 noté depuis" in text
    assert "menées 1 1 lycée, 2 notés depuis" in text
    assert "noté depuis" not in this_week


async def test_a_fact_told_this_week_of_a_day_before_it_is_said_apart(months: Months) -> None:
    """What moved is what was told this week, what was done is dated of it: both are said."""
    await months.an_autumn()
    told = noon(2026, 12, 1)
    for number in (7, 8, 9):
        months.tell(confirmation(number), told)  # dated of the week before
    this_week = confirmation(10).model_copy(update={"occurred_on": date(2026, 11, 30)})
    months.tell(this_week, told)
    months.tell(coverage(8, name="january"), told, version=2)
    await months.fold()

    text = (await months.supervisor.get(WEEK)).text
    before = (await months.supervisor.get(f"{WEEK}?du=2026-11-23")).text

    assert "Lycée Bourdelle +4 lieux d’accueil" in text
    assert "Lieux d’accueil confirmés 1 1 lycée, 4 transmis cette semaine" in text
    assert "quelle que soit la date des faits" in text
    assert "Lieux d’accueil confirmés 3 1 lycée, 3 notés depuis" in before


async def test_two_pfmp_of_one_formation_on_the_same_days_are_each_compared_with_themselves(
    months: Months,
) -> None:
    await months.an_autumn()
    told = noon(2026, 11, 30)
    for called in ("class 1", "class 2"):
        months.tell(period(name=called, starts_on=date(2027, 3, 1)), told)
    months.tell(coverage(5, name="class 1"), told)
    months.tell(coverage(15, name="class 2"), told)
    await months.fold()
    months.now = noon(2026, 12, 8)
    months.tell(coverage(17, name="class 2"), noon(2026, 12, 7), version=2)
    await months.fold()

    first = (await months.supervisor.get(f"{WEEK}?du=2026-11-30")).text
    second = (await months.supervisor.get(WEEK)).text

    assert "Lycée Bourdelle +20 lieux d’accueil, +40 attendus" in first
    assert "Lycée Bourdelle +2 lieux d’accueil" in second


async def test_a_late_entry_of_last_school_year_moves_the_week(months: Months) -> None:
    await months.an_autumn()
    told = noon(2026, 11, 30)
    months.tell(period(name="june", starts_on=date(2026, 6, 1)), noon(2026, 10, 1))
    months.tell(coverage(18, name="june"), told)
    await months.fold()

    text = (await months.supervisor.get(WEEK)).text

    assert "Lycée Bourdelle 1 saisie tardive" in text
    assert "Aucun chiffre de couverture" not in text


async def test_a_week_that_goes_on_is_told_as_of_the_minute_and_not_of_an_evening_to_come(
    months: Months,
) -> None:
    await months.an_autumn()
    months.now = noon(2026, 11, 29)

    running = (await months.supervisor.get(WEEK)).text
    over = (await months.supervisor.get(f"{WEEK}?du=2026-11-19")).text

    assert "telle qu’elle est connue aujourd’hui à 12 h 00" in running
    assert "29 novembre 2026 au soir" not in running
    assert "telle qu’elle était connue le dimanche 22 novembre 2026 au soir" in over


async def test_a_week_nothing_is_known_of_says_so_and_leads_further(months: Months) -> None:
    page = await months.supervisor.get(f"{WEEK}?du=1999-01-01")

    assert page.status == 200
    assert "Rien n’a été transmis cette semaine." in page.text
    assert "Semaine précédente" not in page.text
    assert "Semaine suivante" in page.text
    to_come = await months.supervisor.get(f"{WEEK}?du=2040-01-01")
    assert "Semaine du 30 novembre au 6 décembre 2026" in to_come.text
    assert (await months.supervisor.get(f"{WEEK}?du=demain")).status == 422
