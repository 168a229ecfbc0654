"""`passerelle audit supervision`, on services that run: no gap where there is none, each one that is."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest

from contracts.publication import FactFamily
from deploy.doctor.diagnosis import examine
from deploy.operations import supervision
from deploy.operations.audit import Audited, SupervisionLags, as_json, audit, told
from services.chassis.unit_of_work.unit_of_work import Scope
from services.internships.coverage.commands import state_coverage
from services.internships.publications.commands import change_publication
from services.internships.refusals.commands import tally_refusals
from services.partnerships.commitments.commands import total_untold_pledges
from services.partnerships.totals.commands import state_totals
from services.supervision.audit.model import FIGURES, NOT_AUDITED, OF_STATEMENTS
from services.supervision.indicators.model import INDICATORS
from services.supervision.indicators.model.indicator import Indicator
from tests.faults.department import Department
from tests.internships.world import ELEC, NOW, TODAY, Lycee
from tests.support.network import ELSEWHERE, HERE
from tests.support.waiting import eventually

# The fold that skipped the newest fact about coverage of a lycée.
SKIPPED = "DELETE FROM coverage_tellings WHERE event_id = $1"
BEFORE = """
    UPDATE coverages SET (host_agreed, sequence, version, event_id) = (
        SELECT host_agreed, sequence, version, event_id FROM coverage_tellings AS told
        WHERE told.coverage_id = coverages.coverage_id ORDER BY version DESC LIMIT 1
    ) WHERE uai = $1
"""
NEWEST = """
    SELECT event_id FROM coverage_tellings WHERE uai = $1 ORDER BY version DESC LIMIT 1
"""


async def audited(here: Department) -> Sequence[Audited]:
    return await audit(here.network.settings, now=NOW)


async def gaps(here: Department) -> dict[str, tuple[str, ...]]:
    return {one.uai: one.differences for one in await audited(here) if one.differences}


async def skip_the_newest(here: Department) -> None:
    supervision_database = here.superusers["supervision"]
    newest = await supervision_database.fetchval(NEWEST, HERE)
    await supervision_database.execute(SKIPPED, newest)
    await supervision_database.execute(BEFORE, HERE)


async def found_by_the_doctor(here: Department) -> list[str]:
    troubles = await examine(here.network.settings)
    return [one.finding.what for one in troubles if one.finding.code == "coverage-differs"]


async def test_a_fact_that_was_not_folded_is_found_until_all_is_read_again(
    here: Department,
) -> None:
    await here.network.client_as("rbde", ELSEWHERE)
    other = Lycee(ELSEWHERE, here.lycee.units, here.lycee.superuser, NOW)
    await other.publishes_a_period(await other.opens(ELEC))
    placements = await here.proposals(3)
    for placement in placements:
        assert (await here.confirm(placement)).status_code == 200
    before = await audited(here)
    assert {HERE, ELSEWHERE} <= {one.uai for one in before}
    assert await gaps(here) == {}
    # A total of none that the night tells may not be read yet: it is named as not compared.
    assert all("\u00a0: écart 0" in line for line in told(before)), list(told(before))

    await skip_the_newest(here)
    said = (
        "PFMP du 4 au 29\u00a0janvier 2027, lieux d’accueil confirmés\u202f: "
        "3 au suivi des PFMP, 2 d’après les faits reçus"
    )
    assert await gaps(here) == {HERE: (said,)}
    *_, todo = told(await audited(here))
    assert "passerelle rebuild supervision" in todo
    lycees = as_json(await audited(here), NOW)["lycees"]
    assert isinstance(lycees, list)
    assert [one["differences"] for one in lycees if one["uai"] == HERE] == [(said,)]

    await here.lycee.do(state_coverage, uai=HERE, now=NOW)
    supervisor = await here.network.client_as("supervisor")

    async def red() -> bool:
        page = await supervisor.get("/departement/couverture")
        return "d’après les faits reçus" in page.text

    await eventually(red)
    [what] = await found_by_the_doctor(here)
    assert said in what

    await supervision.rebuild(here.network.settings)
    assert await gaps(here) == {}
    assert not await red()
    assert await found_by_the_doctor(here) == []


async def test_nothing_differs_while_people_work(here: Department) -> None:
    placements = await here.proposals(16)
    found: list[dict[str, tuple[str, ...]]] = []
    working = asyncio.Event()

    async def look() -> None:
        while not working.is_set():
            found.append(await gaps(here))

    async def work() -> None:
        async def confirm(some: Sequence[UUID]) -> None:
            for placement in some:
                assert (await here.confirm(placement)).status_code == 200

        try:
            await asyncio.gather(confirm(placements[::2]), confirm(placements[1::2]))
        finally:
            working.set()

    await asyncio.gather(work(), look())
    found.append(await gaps(here))
    assert len(found) > 1
    assert not any(found), found
    assert await here.covered() == len(placements)


async def test_what_is_still_on_its_way_is_no_gap(here: Department) -> None:
    [placement] = await here.proposals(1)
    assert await gaps(here) == {}
    held = here.superusers["supervision"]
    async with held.transaction():
        await held.execute("LOCK TABLE coverages IN EXCLUSIVE MODE")
        assert (await here.confirm(placement)).status_code == 200
        with pytest.raises(SupervisionLags, match="pas encore tous arrivés"):
            await audit(here.network.settings, now=NOW, patience=2)
    assert await gaps(here) == {}
    assert await here.covered() == 1


async def test_the_registry_is_audited_too(here: Department) -> None:
    work = here.network.runtime("partnerships").work
    async with work.begin(Scope(frozenset({HERE})), now=NOW) as uow:
        await state_totals(uow, uai=HERE, now=NOW)
    assert await gaps(here) == {}
    await here.superusers["supervision"].execute(
        "INSERT INTO counted_facts (uai, event_id, sequence, version, kind, of_id, counts)"
        " VALUES ($1, gen_random_uuid(), 0, 1, 'partnership', gen_random_uuid(), true)",
        HERE,
    )
    assert await gaps(here) == {
        HERE: (
            "partenariats actifs\u202f: 0 au registre, 1 d’après les faits reçus",
            "partenariats actifs\u202f: 0 au tableau, 1 d’après les faits reçus",
        )
    }
    await supervision.rebuild(here.network.settings)
    assert await gaps(here) == {}


async def test_a_database_that_knows_less_than_was_heard_is_no_gap_of_zero(
    here: Department,
) -> None:
    [placement] = await here.proposals(1)
    assert (await here.confirm(placement)).status_code == 200
    assert await gaps(here) == {}
    # An older copy of the tracker: what it told since is in no journal of its own.
    await here.superusers["internships"].execute(
        "UPDATE journal_counters SET last = 1 WHERE audience = 'department' AND uai = $1", HERE
    )
    found = await gaps(here)
    assert [said for said in found[HERE] if "moins de faits que le département" in said]


async def test_what_a_head_keeps_is_said_not_to_be_compared(here: Department) -> None:
    await here.proposals(1)
    await here.lycee.do(
        change_publication,
        uai=HERE,
        family=FactFamily.COVERAGE,
        opened=False,
        from_on=TODAY,
        version=0,
        now=NOW,
    )

    async def said() -> str | None:
        [line] = [line for line in told(await audited(here)) if HERE in line]
        return line if line.endswith("(non comparé\u00a0: couverture)") else None

    # A total that the night tells may not be read yet: it is named beside as not compared.
    assert "écart 0" in str(await eventually(said))


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.code)
def test_each_indicator_is_audited_or_says_why_it_cannot_be(indicator: Indicator) -> None:
    audited_by = [code for one in FIGURES.values() for code in one.indicators]
    places = [audited_by, [*OF_STATEMENTS], [*NOT_AUDITED]]
    assert sum(indicator.code in place for place in places) == 1


PLEDGE = """
    INSERT INTO tax_pledges (uai, company_id, year, state, amount_euros)
    VALUES ($1, gen_random_uuid(), $2, 'pledged', 100)
"""
REFUSAL = "UPDATE refusals SET company = company + 1 WHERE uai = $1"


async def test_a_figure_that_is_shown_otherwise_than_its_owner_counts_is_a_gap(
    here: Department,
) -> None:
    """Each by a row that no fact told, as a use case with a bug would write it."""
    await here.proposals(1)
    registry, tracker = here.network.runtime("partnerships"), here.network.runtime("internships")
    async with registry.work.begin(Scope(frozenset({HERE})), now=NOW) as uow:
        await total_untold_pledges(uow, uai=HERE, now=NOW)
    async with tracker.work.begin(Scope(frozenset({HERE})), uai=HERE, now=NOW) as uow:
        await tally_refusals(uow, uai=HERE, now=NOW)
    assert await gaps(here) == {}

    books = here.superusers["partnerships"]
    await books.execute("SET session_replication_role = replica")  # of a company nobody knows
    await books.execute(PLEDGE, HERE, TODAY.year)
    await here.superusers["supervision"].execute(REFUSAL, HERE)

    few = "«\u00a0Trop peu pour être dit\u00a0»"

    async def all_three() -> dict[str, tuple[str, ...]] | None:
        """What is told while somebody counts is not compared: counted again until all is."""
        found = await gaps(here)
        return found if len(found.get(HERE, ())) == 3 else None

    assert await eventually(all_three) == {
        HERE: (
            f"entreprises qui promettent leur taxe\u202f: {few} au registre, 0 au tableau",
            f"taxe promise, en euros\u202f: {few} au registre, 0 au tableau",
            "refus d’accueil\u202f: 0 au suivi des PFMP, 1 au tableau",
        )
    }
