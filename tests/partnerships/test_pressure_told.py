"""What is told at night of who asked a host; no service runs beside, which would tell it by the real day."""

from typing import Any
from uuid import uuid4

import pytest

from contracts.identifiers import SiteKey
from contracts.partnerships_pressure import (
    SiteSolicitationWithdrawnV1,
    SiteSolicitedV1,
)
from contracts.publication import FactFamily, PublicationStep
from services.partnerships.queries.companies import read_company
from services.partnerships.use_cases.copy_publication import copy_publication
from services.partnerships.use_cases.withdraw_interaction import withdraw_interaction
from tests.partnerships.test_pressure import pressure_on
from tests.partnerships.world import BOURDELLE, TODAY, Bureau, night
from tests.support.services import Published, ServiceDatabases


async def test_what_was_asked_is_told_at_night_once_in_the_order_of_sites(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    companies = [await bureau.registers(f"Bois {name}") for name in ("Vert", "Noir", "Blanc")]
    for company_id in companies:
        await bureau.logs(company_id)
    site_id = (await bureau.do(read_company, companies[0])).company.sites[0].id
    await bureau.proposes_a_place(uuid4(), SiteKey.local(site_id))
    assert await published(SiteSolicitedV1) == []

    for days in (1, 2):
        await night(bureau, service_databases, days)

    told = await published(SiteSolicitedV1)
    keys = [event.site_key for event in told]
    assert len(told) == 4
    assert keys == sorted(keys)
    assert {event.occurred_on for event in told} == {TODAY}


async def test_an_exchange_taken_back_is_no_solicitation_any_more(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    company_id = await bureau.registers()
    early, late = await bureau.logs(company_id), await bureau.logs(company_id)
    taking_back: dict[str, Any] = {"company_id": company_id, "now": bureau.now}
    await bureau.do(withdraw_interaction, interaction_id=early, **taking_back)
    await night(bureau, service_databases)
    (told,) = await published(SiteSolicitedV1)
    assert await published(SiteSolicitationWithdrawnV1) == []

    await bureau.do(withdraw_interaction, interaction_id=late, **taking_back)

    (withdrawn,) = await published(SiteSolicitationWithdrawnV1)
    assert withdrawn.solicitation_id == told.solicitation_id
    assert (await pressure_on(bureau, company_id)).times == 0


@pytest.mark.parametrize(("family", "told"), [(FactFamily.EXCHANGES, 0), (FactFamily.HOSTING, 1)])
async def test_what_the_head_keeps_is_not_told(
    bureau: Bureau,
    published: Published,
    service_databases: ServiceDatabases,
    family: FactFamily,
    told: int,
) -> None:
    company_id = await bureau.registers()
    closed = (PublicationStep(from_on=TODAY, open=False),)
    await bureau.do(copy_publication, uai=BOURDELLE, family=family, steps=closed, version=1)
    await bureau.logs(company_id)
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    await bureau.proposes_a_place(uuid4(), SiteKey.local(site_id))

    await night(bureau, service_databases)

    assert len(await published(SiteSolicitedV1)) == told
    assert (await pressure_on(bureau, company_id)).times == 2
