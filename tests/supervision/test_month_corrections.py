"""What is known otherwise of a month that is over, what is no correction, and what heads keep."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

import httpx2
import pytest_asyncio
from fastapi import FastAPI

from contracts.documents.examples import example
from contracts.event import Event
from contracts.identifiers import SiteKey, Uai
from contracts.partnerships.actions import ActionHeldV1
from contracts.partnerships.companies import CompanyCorrectedV1, ImportCompletedV1, ImportUndoneV1
from contracts.partnerships.totals import RegistryTotalsStatedV1
from contracts.publication import FactFamily
from tests.supervision.months import NOVEMBER, Months, months_of, noon
from tests.supervision.network import (
    OTHER,
    TODAY,
    action,
    an_id,
    company,
    coverage,
    exchange,
    hosting,
    lycee,
    period,
    published,
    taken_back,
)
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases

LATER = f"{NOVEMBER}?connus=aujourdhui"
OTHERWISE = "Connu autrement depuis"
NEW = Uai("0820020B")


@pytest_asyncio.fixture
async def months(
    app: FastAPI, service_databases: ServiceDatabases, supervisor: httpx2.AsyncClient
) -> AsyncIterator[Months]:
    async with months_of(app, service_databases, Visitor(supervisor)) as found:
        await found.an_autumn()
        yield found


async def known(months: Months, *facts: tuple[Event, datetime], uai: Uai | None = None) -> None:
    for fact, at in facts:
        version = 1 + sum(
            one.envelope.subject == str(fact.aggregate_id()) for one in months.network.told
        )
        months.tell(fact, at, version=version, **({"uai": uai} if uai else {}))
    await months.fold()


async def reads(months: Months, path: str, at: datetime | None = None) -> str:
    months.now = at or months.now
    return (await months.supervisor.get(path)).text


async def frozen(months: Months, at: datetime) -> str:
    """The address of the report as it is kept at an instant."""
    months.now = at
    page = await months.supervisor.get(NOVEMBER)
    return (await months.supervisor.send(page.form(f"{NOVEMBER}/envois"))).answer.url.path


async def test_actions_a_head_keeps_are_in_no_total_and_other_facts_say_since_when(
    months: Months,
) -> None:
    day = noon(2026, 11, 25)
    await known(months, (exchange("a"), day))
    await known(months, (exchange("b"), day), (held("forum"), day), uai=OTHER)
    await known(months, (published(FactFamily.EXCHANGES, (date(2026, 11, 28), False)), day))

    text = await reads(months, NOVEMBER)

    assert "1 Actions école-entreprise menées Hors ce que garde 1 lycée." in text
    assert "Actions école-entreprise menées 1 1 lycée Non publié : Lycée Bourdelle" in text
    since = "Non publié depuis le 28 novembre 2026 : Lycée Bourdelle"
    assert f"Échanges avec des entreprises 2 2 lycées {since}" in text


def held(name: str) -> Event:
    return action(name, ActionHeldV1, pupils=30, accompanying=2)


async def test_places_found_after_the_month_for_pfmp_that_go_on_are_no_correction(
    months: Months,
) -> None:
    told = noon(2026, 11, 24)
    await known(
        months,
        (period(name="on and on", starts_on=date(2026, 11, 23)), told),
        (coverage(7, name="on and on"), told),
        (coverage(19, name="on and on"), noon(2026, 12, 3)),
        (coverage(17, name="january"), noon(2026, 12, 3)),
    )

    then = await reads(months, NOVEMBER, noon(2026, 12, 4))
    now = await reads(months, LATER)

    assert OTHERWISE not in then
    for text in (then, now):
        assert "16 Lieux manquants, départs" in text
        assert "Lycée Bourdelle 22 18" in text
        assert "Taux de couverture des PFMP commencées 65 % 52 sur 80" in text


async def test_a_late_entry_beside_a_pfmp_that_goes_on_is_told_of_what_was_over(
    months: Months,
) -> None:
    told = noon(2026, 11, 24)
    await known(
        months,
        (period(name="on and on", starts_on=date(2026, 11, 23)), told),
        (coverage(7, name="on and on"), told),
        (coverage(18, name="november"), noon(2026, 12, 3)),
    )

    text = await reads(months, NOVEMBER, noon(2026, 12, 4))

    over = "PFMP du mois qui étaient terminées, élèves qui ont un lieu Lycée Bourdelle"
    assert f"{over} 75 % 15 sur 20 90 % 18 sur 20" in text


async def test_silence_told_later_and_a_lycee_that_joins_are_no_correction(
    months: Months,
) -> None:
    site = SiteKey.local(an_id("site 1"))
    await known(months, (hosting(site, 2), noon(2026, 11, 30)))
    record = await frozen(months, noon(2026, 11, 30) + timedelta(hours=1))
    await known(months, (hosting(site, 3), noon(2026, 12, 3)))
    await known(months, (lycee("Lycée Nouveau", NEW), noon(2026, 12, 3)), uai=NEW)

    kept = await reads(months, record, noon(2026, 12, 11))
    live = await reads(months, NOVEMBER)
    now = await reads(months, LATER)

    for text in (kept, live, now):
        assert OTHERWISE not in text
        assert "1 Lycées silencieux" in text
        assert "Lycée Nouveau N’avait encore rien transmis" not in text
    assert "Lycée Nouveau" not in live


async def test_every_kind_of_facts_typed_late_is_named(months: Months) -> None:
    await known(months, (exchange("a", on=date(2026, 11, 27)), noon(2026, 12, 3)))

    text = await reads(months, NOVEMBER, noon(2026, 12, 4))

    assert "Échanges avec des entreprises Département 0 1" in text


async def test_an_exchange_taken_back_is_counted_until_it_was(months: Months) -> None:
    await known(
        months,
        *((exchange(name), noon(2026, 11, 25)) for name in "abc"),
        (taken_back("a"), noon(2026, 11, 26)),
        (taken_back("b"), noon(2026, 12, 2)),
    )

    then = await reads(months, NOVEMBER, noon(2026, 12, 4))
    now = await reads(months, LATER)

    assert "Échanges avec des entreprises 2 1 lycée" in then
    assert "Échanges avec des entreprises Département 2 1" in then
    assert "Échanges avec des entreprises 1 1 lycée" in now


async def test_an_import_undone_leaves_neither_its_list_nor_its_companies(
    months: Months,
) -> None:
    day, next_day = noon(2026, 11, 25), noon(2026, 11, 26)
    brought = company(5)
    gone = CompanyCorrectedV1(**brought.model_dump() | {"sites": ()})
    await known(
        months,
        (company(4), day),
        (brought, day),
        (example(ImportCompletedV1).model_copy(update={"occurred_on": TODAY}), day),
    )
    assert "Entreprises ajoutées aux registres 2 1 lycée" in await reads(months, NOVEMBER)
    undone = example(ImportUndoneV1).model_copy(update={"occurred_on": TODAY})
    await known(months, (gone, next_day), (undone, next_day))

    text = await reads(months, NOVEMBER)

    assert "Entreprises ajoutées aux registres 1 1 lycée" in text
    assert "Listes importées" in text.partition("Aucun fait de ces sortes : ")[2].partition(".")[0]


async def test_a_report_frozen_while_the_day_goes_on_keeps_its_hour_and_tells_what_followed(
    months: Months,
) -> None:
    morning = noon(2026, 11, 28)
    record = await frozen(months, morning)
    await known(
        months,
        (exchange("a", on=date(2026, 11, 28)), morning + timedelta(hours=2)),
        (coverage(9, name="january"), morning + timedelta(hours=2)),
    )

    same_day = await reads(months, record, morning + timedelta(hours=3))
    later = await reads(months, record, noon(2026, 12, 4))

    for text in (same_day, later):
        assert "Ce que l’on savait le 28 novembre 2026 à 12 h 00" in text
        assert "Échanges avec des entreprises Département 0 1" in text
        assert "Prochains départs, élèves" not in text


async def test_what_a_head_keeps_since_a_report_was_sent_is_no_correction_and_is_said(
    months: Months,
) -> None:
    await known(months, (held("forum"), noon(2026, 11, 25)), uai=OTHER)
    record = await frozen(months, noon(2026, 12, 1))
    keeps = [
        (published(family, (date(2026, 10, 2), False)), noon(2026, 12, 2))
        for family in (FactFamily.EXCHANGES, FactFamily.COVERAGE)
    ]
    await known(months, *keeps)

    text = await reads(months, record, noon(2026, 12, 4))

    assert OTHERWISE not in text
    assert "2 Actions école-entreprise menées" in text
    assert "Lycée Bourdelle (n’est plus publié : couverture des PFMP)" in text
    no_more = "Lycée Bourdelle (n’est plus publié : échanges et actions avec les entreprises)"
    assert no_more in text


async def test_what_was_counted_again_says_it_is_of_the_day_it_was(months: Months) -> None:
    await known(months, (example(RegistryTotalsStatedV1), noon(2026, 11, 30)))

    past = await reads(months, f"{NOVEMBER}")
    current = await reads(months, "/departement/rapports/2026-12")

    of_its_day = "Vérifié le 1er décembre 2026, sur tout ce qui est connu à cette date"
    assert of_its_day in past
    assert "Exactitude" in current
    assert of_its_day not in current
