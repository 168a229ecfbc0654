"""Who leads by a decision of the DSDEN: applied, kept, and given back once nothing holds any more."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from contracts.coordination.accounts import AccountLeadStatedV1, KeyAccountId
from contracts.identifiers import CompanyId
from contracts.partnerships.network_standing import NetworkStanding
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.company_list.queries.order import CompanyFilter, Lead
from services.partnerships.company_list.queries.pages import read_companies
from services.partnerships.mass_changes.model import (
    ChangeAsked,
    ChangeKind,
    Why,
    left_because,
)
from services.partnerships.mass_changes.store.standings import read_standings
from services.partnerships.merges.commands import undo_merge
from services.partnerships.standings.queries import read_network_standing
from services.partnerships.territories.commands import leave_lead, take_lead
from services.partnerships.territories.model import LeadAlreadyTaken, LeadArbitrated
from services.partnerships.territories.store import Leads
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, TODAY, Bureau

ACCOUNT = uuid4()


async def hears(
    lycee: Bureau,
    company_id: UUID,
    version: int,
    *,
    holds: bool = True,
    leads: bool = False,
    account: UUID = ACCOUNT,
    decided_on: date = TODAY,
) -> None:
    """What the DSDEN has a lycée told."""
    told = AccountLeadStatedV1(
        key_account_id=KeyAccountId(account),
        company_id=CompanyId(company_id),
        holds=holds,
        leads=leads,
        decided_on=decided_on if holds else None,
        occurred_on=TODAY,
    )

    async def follow(uow: UnitOfWork) -> None:
        await Leads(uow).follow(lycee.uai, told, version)

    await lycee.do(follow)


async def lead(of: Bureau, company_id: UUID) -> tuple[str, bool] | None:
    found = await of.do(lambda uow: Leads(uow).of(company_id))
    return (found.uai, found.arbitrated) if found else None


async def test_whom_the_dsden_named_leads_and_no_button_changes_it(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await bureau.do(take_lead, company_id=company_id, now=bureau.now)
    with pytest.raises(LeadAlreadyTaken):
        await other_bureau.do(take_lead, company_id=company_id, now=bureau.now)
    await hears(bureau, company_id, 1)
    assert await lead(bureau, company_id) is None
    await hears(other_bureau, company_id, 1, leads=True)

    for one in (bureau, other_bureau):
        assert await lead(one, company_id) == (ELSEWHERE, True)
        with pytest.raises(LeadArbitrated):
            await one.do(take_lead, company_id=company_id, now=one.now)
        with pytest.raises(LeadArbitrated):
            await one.do(leave_lead, company_id=company_id)

    async def standing(uow: UnitOfWork) -> NetworkStanding:
        return await read_network_standing(uow, company_id=company_id, siret=None)

    assert (await bureau.do(standing)).lead == ELSEWHERE
    theirs = await bureau.do(read_companies, asked=CompanyFilter(lead=Lead.OTHERS))
    assert [one.id for one in theirs.items] == [company_id]


async def test_who_had_taken_the_lead_has_it_again_once_nothing_holds(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await bureau.do(take_lead, company_id=company_id, now=bureau.now)
    await hears(bureau, company_id, 1)
    await hears(other_bureau, company_id, 1, leads=True)
    # Withdrawn, then told twice, and an older statement last.
    for version, holds in ((2, False), (2, False), (1, True)):
        await hears(bureau, company_id, version, holds=holds)
        await hears(other_bureau, company_id, version, holds=holds, leads=holds)
    assert await lead(bureau, company_id) == (BOURDELLE, False)


async def test_a_shared_plan_has_no_lead_and_nobody_takes_it(bureau: Bureau) -> None:
    company_id = await bureau.registers()
    await hears(bureau, company_id, 1)
    assert await lead(bureau, company_id) is None
    with pytest.raises(LeadArbitrated):
        await bureau.do(take_lead, company_id=company_id, now=bureau.now)

    async def why(uow: UnitOfWork) -> Why | None:
        states = await read_standings(uow, bureau.uai, [company_id])
        return left_because(
            ChangeAsked(kind=ChangeKind.LEAD), states.get(company_id), bureau.uai, frozenset()
        )

    assert await bureau.do(why) is Why.LEAD_DECIDED


async def test_what_was_decided_follows_the_card_and_comes_back_with_it(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    kept, absorbed = await bureau.registers("Atelier"), await bureau.registers("Atelier A")
    await hears(other_bureau, absorbed, 1, leads=True)
    await bureau.merges(kept, absorbed)
    assert await lead(bureau, kept) == (ELSEWHERE, True)
    # Told of the card that went, after it went.
    await hears(other_bureau, absorbed, 2)
    await hears(bureau, absorbed, 2, leads=True)
    assert await lead(bureau, kept) == (BOURDELLE, True)

    await bureau.do(
        undo_merge,
        company_id=kept,
        merge_id=await bureau.last_merge(kept),
        version=(await bureau.card(kept)).version,
        now=bureau.now,
    )
    assert await lead(bureau, kept) is None
    assert await lead(bureau, absorbed) == (BOURDELLE, True)


async def test_of_two_cards_that_become_one_what_was_decided_last_holds(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    kept, absorbed = await bureau.registers("Atelier"), await bureau.registers("Atelier A")
    await hears(bureau, kept, 1, leads=True, account=uuid4(), decided_on=TODAY - timedelta(days=9))
    await hears(other_bureau, absorbed, 1, leads=True, account=uuid4())
    await bureau.merges(kept, absorbed)
    assert await lead(bureau, kept) == (ELSEWHERE, True)


async def test_the_card_says_who_was_named_and_when(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    shown = (await browser.opens(f"/entreprises/{company_id}")).text
    assert "Devenir chef de file" in shown
    assert "Demander un arbitrage" not in shown  # no service answers at /besoins here
    await hears(other_bureau, company_id, 1, leads=True)
    shown = (await browser.opens(f"/entreprises/{company_id}")).text
    assert "désigné par la DSDEN le" in shown
    assert "Devenir chef de file" not in shown
