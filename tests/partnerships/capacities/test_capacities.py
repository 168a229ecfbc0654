"""Places companies offer: told with their months, and what is left of them counts who is placed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import asyncpg
import pytest

from contracts.identifiers import IsoWeek, Mef, SiteKey
from contracts.partnerships.capacities import HostingCapacityDeclaredV1, HostingCapacityWithdrawnV1
from services.chassis.base.errors import NotFound
from services.partnerships.capacities.commands import (
    count_taken,
    declare_capacity,
    withdraw_capacity,
)
from services.partnerships.capacities.model import MonthsReversed, MonthsTooFar
from services.partnerships.capacities.queries import read_offers
from services.partnerships.company_list.queries.order import CompanyFilter
from services.partnerships.company_list.queries.pages import read_companies
from tests.partnerships.browsing import Browser
from tests.partnerships.world import NOW, SIRET, Bureau, night, site
from tests.support.services import Published, ServiceDatabases

NOVEMBER, JANUARY = date(2026, 11, 1), date(2027, 1, 31)
MEF = Mef("2473121411")
LEFT = CompanyFilter(places_left=True)


async def offers(bureau: Bureau, company_id: UUID, seats: int = 2, **changes: Any) -> UUID:
    known: dict[str, Any] = {"site_id": None, "mef": MEF, "months": (NOVEMBER, JANUARY)}
    return await bureau.do(
        declare_capacity, company_id=company_id, seats=seats, now=NOW, **{**known, **changes}
    )


async def are_taken(
    bureau: Bureau,
    superuser: asyncpg.Connection,
    monday: str,
    seats: int,
    *,
    version: int = 1,
    key: SiteKey | None = None,
) -> None:
    one = key or SiteKey(await superuser.fetchval("SELECT site_key FROM sites"))
    await bureau.do(
        count_taken,
        uai=bureau.uai,
        tally_id=uuid5(NAMESPACE_OID, f"{one} {monday}"),
        site_key=one,
        week=IsoWeek(monday),
        seats=seats,
        version=version,
    )


async def left(bureau: Bureau, company_id: UUID) -> list[int | None]:
    return [one.left for one in await bureau.do(read_offers, company_id)]


async def test_places_are_told_and_taken_back(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    company_id = await bureau.registers()
    one = await offers(bureau, company_id)
    assert await published(HostingCapacityDeclaredV1) == []
    await night(bureau, service_databases)
    await bureau.do(withdraw_capacity, company_id=company_id, capacity_id=one, now=NOW)

    (declared,) = await published(HostingCapacityDeclaredV1)
    (withdrawn,) = await published(HostingCapacityWithdrawnV1)
    assert declared.seats == 2
    assert str(MEF) not in declared.to_json().decode()
    assert (declared.from_month, declared.to_month) == (NOVEMBER, date(2027, 1, 1))
    assert withdrawn.capacity_id == one
    assert await bureau.do(read_offers, company_id) == []


async def test_places_taken_back_the_same_day_are_never_told(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    company_id = await bureau.registers()
    one = await offers(bureau, company_id)
    await bureau.do(withdraw_capacity, company_id=company_id, capacity_id=one, now=NOW)
    await night(bureau, service_databases)

    assert await published(HostingCapacityDeclaredV1) == []
    assert await published(HostingCapacityWithdrawnV1) == []


async def test_months_follow_one_another_and_are_not_years(bureau: Bureau) -> None:
    company_id = await bureau.registers()
    with pytest.raises(MonthsReversed):
        await offers(bureau, company_id, months=(JANUARY, NOVEMBER))
    with pytest.raises(MonthsTooFar):
        await offers(bureau, company_id, months=(NOVEMBER, date(2028, 11, 1)))


async def test_what_is_left_counts_the_fullest_week_of_those_months(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    await offers(bureau, company_id, 3)
    assert await left(bureau, company_id) == [3]

    await are_taken(bureau, superuser, "2026-W50", 1)
    await are_taken(bureau, superuser, "2027-W02", 2)
    await are_taken(bureau, superuser, "2026-W40", 3)  # before those months
    await are_taken(bureau, superuser, "2027-W06", 3)  # after them
    assert await left(bureau, company_id) == [1]
    await are_taken(bureau, superuser, "2027-W02", 5, version=3)
    await are_taken(bureau, superuser, "2027-W02", 0, version=2)  # older: comes too late
    assert await left(bureau, company_id) == [0]


async def test_a_place_that_is_taken_is_taken_off_one_offer_of_the_site(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    await offers(bureau, company_id, 2)
    await offers(bureau, company_id, 2, mef=None)
    await offers(bureau, company_id, 2, months=(date(2027, 4, 1), date(2027, 5, 1)))

    await are_taken(bureau, superuser, "2026-W50", 2)
    assert await left(bureau, company_id) == [2, 0, 2]
    await are_taken(bureau, superuser, "2026-W51", 3)
    assert await left(bureau, company_id) == [2, 0, 1]
    await are_taken(bureau, superuser, "2026-W51", 9, version=2)
    assert await left(bureau, company_id) == [2, 0, 0]


async def test_pupils_counted_under_both_keys_of_a_merged_site_are_all_taken_off(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers(main=site(siret=SIRET))
    other = await bureau.registers("Chaudronnerie Quercy")
    former = (await bureau.card(other)).sites[0].key
    await offers(bureau, company_id, 4)
    await bureau.merges(company_id, other)

    await are_taken(bureau, superuser, "2026-W50", 1, key=SiteKey(SIRET))
    await are_taken(bureau, superuser, "2026-W50", 2, key=former)

    assert await left(bureau, company_id) == [1]


async def test_the_list_shows_companies_with_places_left(
    bureau: Bureau, other_bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    await bureau.registers("Sans place", distinct=True)

    async def listed(by: Bureau) -> list[str]:
        return [one.name for one in (await by.do(read_companies, asked=LEFT)).items]

    assert await listed(bureau) == []
    await offers(bureau, company_id, months=(date(2026, 9, 1), date(2026, 10, 1)))
    assert await listed(bureau) == []  # over
    await offers(bureau, company_id, 1)
    assert await listed(bureau) == ["Chaudronnerie du Quercy"]
    assert await listed(other_bureau) == []
    key = await superuser.fetchval("SELECT site_key FROM sites WHERE company_id = $1", company_id)
    await bureau.do(
        count_taken,
        uai=bureau.uai,
        tally_id=uuid4(),
        site_key=SiteKey(key),
        week=IsoWeek("2026-W50"),
        seats=1,
        version=1,
    )
    assert await listed(bureau) == []


async def test_another_lycee_takes_nothing_back(bureau: Bureau, other_bureau: Bureau) -> None:
    company_id = await bureau.registers()
    one = await offers(bureau, company_id)
    with pytest.raises(NotFound):
        await other_bureau.do(withdraw_capacity, company_id=company_id, capacity_id=one, now=NOW)
    assert await left(other_bureau, company_id) == []


async def test_places_are_noted_from_the_card_and_asked_for_in_the_list(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    here = f"/entreprises/{company_id}/engagements"
    month = f"{datetime.now(UTC) + timedelta(days=40):%Y-%m}"

    refused = await browser.sends(here, f"{here}/places", {"seats": "0", "from_month": month})
    assert refused.status_code == 422
    assert f'value="{month}"' in refused.text
    sent = await browser.sends(refused, f"{here}/places", {"seats": "2"})
    page = await browser.follows(sent)
    assert "2\u00a0places, toutes formations" in page.text
    assert "Reste 2" in page.text
    found = await browser.opens("/entreprises?places=oui")
    assert "Chaudronnerie du Quercy" in found.text
    address = page.text.partition(f'action="{here}/places/')[2].partition('"')[0]
    gone = await browser.sends(page, f"{here}/places/{address}")
    assert "Aucune place notée." in (await browser.follows(gone)).text
    assert "Chaudronnerie du Quercy" not in (await browser.opens("/entreprises?places=oui")).text


async def test_places_taken_back_by_mistake_come_back(browser: Browser, bureau: Bureau) -> None:
    company_id = await bureau.registers()
    one = await offers(bureau, company_id, mef=None)
    here = f"/entreprises/{company_id}/engagements"
    gone = await browser.follows(await browser.sends(here, f"{here}/places/{one}/retrait"))
    assert "Aucune place notée." in gone.text

    undone = await browser.sends(gone, f"{here}/places")
    assert undone.status_code == 303

    (back,) = [offered.capacity for offered in await bureau.do(read_offers, company_id)]
    assert (back.seats, back.from_month, back.to_month) == (2, NOVEMBER, date(2027, 1, 1))


@pytest.mark.parametrize("typed", ["2027-04", "04/2027", "4/2027"])
async def test_a_month_is_read_as_browsers_and_people_write_it(
    browser: Browser, bureau: Bureau, typed: str
) -> None:
    company_id = await bureau.registers()
    here = f"/entreprises/{company_id}/engagements"
    sent = await browser.sends(here, f"{here}/places", {"seats": "2", "from_month": typed})
    assert "d’avril 2027" in (await browser.follows(sent)).text


@pytest.mark.parametrize("typed", ["avril", "13/2027", "2027", "1er avril 2027"])
async def test_what_is_no_month_is_refused_with_an_example(
    browser: Browser, bureau: Bureau, typed: str
) -> None:
    company_id = await bureau.registers()
    here = f"/entreprises/{company_id}/engagements"
    refused = await browser.sends(here, f"{here}/places", {"seats": "2", "from_month": typed})
    assert refused.status_code == 422
    assert "Indiquez un mois, par exemple 12/2026." in refused.text
