"""What the supervisor is told of a company before its need is passed on: no exchange, nobody by name."""

from datetime import timedelta
from uuid import uuid4

from contracts.identifiers import CompanyId, Siret
from contracts.partnerships.network_standing import NetworkStanding, NetworkStandingRequest
from contracts.partnerships.pressure import NetworkRule
from services.chassis.unit_of_work.unit_of_work import Scope
from services.partnerships.cards.queries import read_company
from services.partnerships.pauses.commands import pause_site
from services.partnerships.pauses.model import PauseReason
from services.partnerships.pressure.model import BOUNDS
from services.partnerships.standings.answers import network_standing
from services.partnerships.territories.commands import set_territory, take_lead
from tests.partnerships.world import BOURDELLE, MOISSAC, TODAY, Bureau, site

SIRET = Siret("73282932000074")
OTHER_SITE = Siret("73282932000082")


async def asked(bureau: Bureau, request: NetworkStandingRequest) -> NetworkStanding:
    """As the chassis answers what is asked for the DSDEN."""
    dsden = bureau.units.department_uai
    async with bureau.units.begin(Scope(frozenset({dsden})), uai=dsden, now=bureau.now) as uow:
        return await network_standing(request, uow)


async def test_who_leads_follows_the_commune_and_wants_a_pause_is_told(bureau: Bureau) -> None:
    company_id = await bureau.registers("Serrurerie Roca", main=site(commune=MOISSAC, siret=SIRET))
    await bureau.do(take_lead, company_id=company_id, now=bureau.now)
    await bureau.do(set_territory, communes=[MOISSAC])
    until = TODAY + timedelta(days=30)
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    await bureau.do(
        pause_site,
        company_id=company_id,
        site_id=site_id,
        until_on=until,
        reason=PauseReason.CAPACITY,
        details="Travaux chez Mme Roca.",
        now=bureau.now,
    )

    told = await asked(bureau, NetworkStandingRequest(company_id=CompanyId(company_id)))

    assert (told.company_id, told.lead, told.territory) == (company_id, BOURDELLE, (BOURDELLE,))
    assert [(one.uai, one.until_on) for one in told.pauses] == [(BOURDELLE, until)]
    assert "Roca" not in told.model_dump_json()
    assert told.courtesy_days == BOUNDS[NetworkRule.COURTESY_DAYS].default


async def test_a_company_is_found_by_its_card_its_site_or_its_siren(bureau: Bureau) -> None:
    company_id = await bureau.registers(siren=SIRET.siren, main=site(siret=SIRET))
    gone = CompanyId(uuid4())

    for request in (
        NetworkStandingRequest(siret=SIRET),
        NetworkStandingRequest(siret=OTHER_SITE),
        NetworkStandingRequest(company_id=gone, siret=SIRET),
    ):
        assert (await asked(bureau, request)).company_id == company_id
    for nothing in (NetworkStandingRequest(), NetworkStandingRequest(company_id=gone)):
        assert await asked(bureau, nothing) == NetworkStanding()


async def test_a_card_that_became_another_one_leads_to_it(bureau: Bureau) -> None:
    kept, gone, last = [await bureau.registers(f"Garage {name}") for name in ("A", "B", "C")]
    await bureau.merges(kept, gone)
    await bureau.merges(last, kept)
    for card in (kept, gone, last):
        told = await asked(bureau, NetworkStandingRequest(company_id=CompanyId(card)))
        assert told.company_id == last, card
