"""The week in one screen: what moved, who is silent, what is coming."""

from collections.abc import AsyncIterator
from datetime import date

import httpx2
import pytest_asyncio
from fastapi import FastAPI

from tests.supervision.months import Months, months_of, noon
from tests.supervision.network import OTHER, coverage, period
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

    assert "15 lieux d’accueil manquent pour les trois semaines à venir" in text
    assert "du 18 déc. au 12 janv. dans 17 jours 15 sur 20" in text
    assert "28 déc." not in text


async def test_a_week_nothing_is_known_of_says_so_and_leads_further(months: Months) -> None:
    page = await months.supervisor.get(f"{WEEK}?du=1999-01-01")

    assert page.status == 200
    assert "Rien n’a été transmis cette semaine." in page.text
    assert "Semaine précédente" not in page.text
    assert "Semaine suivante" in page.text
    to_come = await months.supervisor.get(f"{WEEK}?du=2040-01-01")
    assert "Semaine du 30 novembre au 6 décembre 2026" in to_come.text
    assert (await months.supervisor.get(f"{WEEK}?du=demain")).status == 422
