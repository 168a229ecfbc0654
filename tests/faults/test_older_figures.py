"""Every figure that owners remember to have told is what their tables say, once one of them was put back alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
import pytest_asyncio

from contracts.identifiers import SiteKey
from contracts.internships.mobility import AidState
from contracts.publication import FactFamily
from deploy.operations import repair
from services.internships.approaches.model.approach import Answer
from services.internships.mobility.commands import total_mobility_aids
from services.internships.publications.commands import change_publication
from services.internships.refusals.commands import tally_refusals
from services.internships.seats.commands import tally_site_hosting
from services.partnerships.capacities.commands import publish_capacities
from services.partnerships.commitments.commands import total_pledges, withdraw_declaration
from services.partnerships.commitments.model import PledgeState
from tests.faults.department import Department
from tests.faults.older_copy import kept
from tests.internships.approaches.test_approaches import Search
from tests.internships.mobility.test_mobility_aids import asks as asks_for_help
from tests.internships.mobility.test_mobility_aids import moves
from tests.internships.world import ELEC, NOW, TODAY, Lycee
from tests.partnerships.capacities.test_capacities import offers
from tests.partnerships.commitments.test_commitments import YEAR, files, notes
from tests.partnerships.world import Bureau, company
from tests.support.network import HERE
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually

OF_TRACKER = (
    "SELECT coalesce(sum(seats), 0) FROM hostings",
    "SELECT coalesce(sum(company), 0) FROM refusals",
    "SELECT coalesce(sum(pupils), 0) FROM mobility_totals",
)
OF_REGISTRY = (
    "SELECT count(*) FROM declarations WHERE NOT withdrawn",
    "SELECT coalesce(sum(companies), 0) FROM tax_totals",
    "SELECT count(*) FROM companies WHERE public_name = 'Forge nouvelle'",
    "SELECT count(*) FROM exchanges WHERE NOT withdrawn",
    "SELECT count(*) FROM company_merges WHERE merged",
)


@pytest_asyncio.fixture(autouse=True)
async def the_next_test_connects_anew(service_databases: ServiceDatabases) -> AsyncIterator[None]:
    """Everybody is cut off from a database that is put back."""
    yield
    await service_databases.open_anew()


async def figures(here: Department, of: Sequence[str]) -> list[int]:
    return [await here.one("supervision", one) for one in of]


async def are(here: Department, of: Sequence[str], expected: Sequence[int]) -> bool:
    assert await figures(here, of) == list(expected)
    return True


async def help_and_refusals(
    lycee: Lycee, pupils: Sequence[UUID], period: UUID, site: SiteKey
) -> None:
    """A place for the first of these pupils, a refusal, help for all of them; and a night."""
    await lycee.places(pupils[0], period, site)
    for pupil in pupils:
        aid = await asks_for_help(lycee, pupil, period)
        await moves(lycee, aid, AidState.ELIGIBLE, AidState.GRANTED)
    search = Search()
    search.lycee, search.pupil, search.period, search.site = lycee, pupils[1], period, site
    await search.asks(answer=Answer.MINOR)
    for tell in (tally_site_hosting, tally_refusals, total_mobility_aids):
        await lycee.do(tell, uai=lycee.uai, now=lycee.now)


async def test_seats_refusals_and_help_are_told_again(here: Department) -> None:
    lycee = here.lycee
    formation = await lycee.opens(ELEC)
    names = [f"P{number:02} Lou 2ELEC" for number in range(10)]
    pupils = await lycee.imports(*names, classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    await help_and_refusals(lycee, pupils[:5], period, site)
    await eventually(here.settled)
    before = await figures(here, OF_TRACKER)
    assert all(before)
    async with kept(here.superusers["internships"]) as put_back:
        await help_and_refusals(lycee, pupils[5:], period, site)
        await eventually(here.settled)
        assert all(
            now > then for now, then in zip(await figures(here, OF_TRACKER), before, strict=True)
        )
        await put_back()
    lines, someone_is_needed = await repair.restored(here.network.settings)
    assert not someone_is_needed, lines
    await eventually(partial(are, here, OF_TRACKER, before))


@pytest.fixture
def bureau(here: Department, published: Published) -> Bureau:
    return Bureau(HERE, here.network.runtime("partnerships").work, published)


async def test_declarations_pledges_cards_and_exchanges_are_told_again(
    here: Department, bureau: Bureau
) -> None:
    companies = [
        await bureau.registers(f"Forge {number}", distinct=True, siren=None) for number in range(12)
    ]
    declared = await files(bureau, companies[0])
    for one in companies[:5]:
        await notes(bureau, one, 100, PledgeState.PLEDGED)
    await bureau.do(total_pledges, uai=HERE, year=YEAR, now=NOW)
    await bureau.logs(companies[0])
    await eventually(here.settled)
    before = await figures(here, OF_REGISTRY)
    async with kept(here.superusers["partnerships"]) as put_back:
        # One that was taken back since, and one that was filed since.
        await bureau.do(
            withdraw_declaration, company_id=companies[0], declaration_id=declared, now=NOW
        )
        await files(bureau, companies[1])
        await files(bureau, companies[2])
        for one in companies[5:]:
            await notes(bureau, one, 100, PledgeState.PLEDGED)
        await bureau.do(total_pledges, uai=HERE, year=YEAR, now=NOW)
        renamed = replace(company("Forge nouvelle"), siren=None)
        await bureau.corrects(companies[3], 1, renamed)
        await bureau.logs(companies[4])
        await offers(bureau, companies[0])
        await bureau.merges(companies[10], companies[11])
        await bureau.do(publish_capacities, uai=HERE, now=NOW + timedelta(minutes=1))
        await eventually(here.settled)
        assert all(
            now != then for now, then in zip(await figures(here, OF_REGISTRY), before, strict=True)
        )
        await put_back()
    lines, someone_is_needed = await repair.restored(here.network.settings)
    assert not someone_is_needed, lines
    await eventually(partial(are, here, OF_REGISTRY, before))
    withdrawn = "SELECT count(*) FROM journal WHERE subject LIKE '%hosting_capacity_withdrawn%'"
    assert await here.one("partnerships", withdrawn) == 1


async def test_what_a_head_closed_is_closed_in_an_older_copy_too(
    here: Department, bureau: Bureau
) -> None:
    lycee = here.lycee
    formation = await lycee.opens(ELEC)
    pupils = await lycee.imports("P01 Lou 2ELEC", "P02 Lou 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    known = await bureau.registers()
    await eventually(here.settled)
    async with (
        kept(here.superusers["internships"]) as put_tracker_back,
        kept(here.superusers["partnerships"]) as put_registry_back,
    ):
        await lycee.places(pupils[0], period, site)
        await bureau.logs(known)
        for family in (FactFamily.COVERAGE, FactFamily.COMPANIES, FactFamily.EXCHANGES):
            await lycee.do(
                change_publication,
                uai=HERE,
                family=family,
                opened=False,
                from_on=TODAY,
                version=0,
                now=NOW,
            )
        await eventually(here.settled)
        covered = await here.covered()
        tellings = "SELECT count(*) FROM coverage_tellings"
        told = await here.one("supervision", tellings)
        await put_tracker_back()
        await put_registry_back()
    lines, someone_is_needed = await repair.restored(here.network.settings)
    assert not someone_is_needed, lines
    await eventually(partial(told_again, here))
    await eventually(here.settled)
    # Counted otherwise in the older copy, and kept: what the head closed is told to nobody.
    assert await here.covered() == covered == 1
    assert await here.one("supervision", tellings) == told
    for service in ("internships", "partnerships"):
        assert (
            await here.one(service, "SELECT count(*) FROM publications WHERE uai = $1", HERE) == 3
        )
    withdrawn = "SELECT count(*) FROM journal WHERE subject LIKE '%interaction_withdrawn%'"
    assert await here.one("partnerships", withdrawn) == 0


async def told_again(here: Department) -> bool:
    waits = "SELECT count(*) FROM due_work WHERE job = 'republish_states' AND done_at IS NULL"
    for service in ("internships", "partnerships"):
        done = (
            "SELECT count(*) FROM due_work WHERE job = 'republish_states' AND done_at IS NOT NULL"
        )
        if await here.one(service, waits) or not await here.one(service, done):
            return False
    return True
