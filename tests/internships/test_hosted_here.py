"""What a company's page says a site took: pupils by year and formation, of others a few are not told."""

from html import unescape
from uuid import uuid4

import pytest

from contracts.identifiers import IsoWeek, SiteKey, TallyId, Uai
from contracts.internships import SiteHostingTalliedV1
from services.chassis.work import Scope
from services.internships.storage.ceilings import Ceilings
from tests.internships.world import CARE, ELEC, ELSEWHERE, TODAY, YEAR, Lycee
from tests.support.pages import Visitor


async def tells(lycee: Lycee, site: SiteKey, seats: int, uai: Uai = ELSEWHERE) -> None:
    """Another lycée's tally of one week, as the department hears of it."""
    told = SiteHostingTalliedV1(
        tally_id=TallyId(uuid4()),
        site_key=site,
        school_year=YEAR,
        week=IsoWeek("2026-W48"),
        seats=seats,
        occurred_on=TODAY,
    )

    async with lycee.units.begin(Scope(frozenset({uai})), now=lycee.now) as uow:
        await Ceilings(uow).keep_week(uai, told, 1)


async def years_of(bureau: Visitor, site: SiteKey) -> str:
    page = await bureau.get(f"/pfmp/fragments/sites/{site}")
    _, _, after = " ".join(unescape(page.text).split()).partition("Accueils par année scolaire ")
    return after


async def test_pupils_are_counted_by_year_and_formation_once_each(
    lycee: Lycee, bureau: Visitor
) -> None:
    elec = await lycee.opens(ELEC, "2de pro Électricité")
    care = await lycee.opens(CARE, "1re ASSP")
    ids = await lycee.imports(
        *("A Ali 2ELEC", "B Bea 2ELEC", "C Cid 1ASSP", "D Dan 1ASSP"),
        classes={"2ELEC": elec, "1ASSP": care},
    )
    period = await lycee.publishes_a_period(elec, care)
    site = await lycee.knows_a_host()
    for pupil in ids[:3]:
        await lycee.places(pupil, period, site)
    await lycee.proposes(ids[3], period, site)

    told = await years_of(bureau, site)

    assert told.startswith(f"{YEAR} : 1 élève en 1re ASSP")
    assert "2 élèves en 2de pro Électricité" in told
    assert "autres lycées" not in told


@pytest.mark.parametrize(
    ("seats", "said"), [(4, "moins de 5 places à la fois"), (6, "jusqu’à 6 places à la fois")]
)
async def test_of_other_lycees_a_small_number_is_not_told(
    lycee: Lycee, bureau: Visitor, seats: int, said: str
) -> None:
    site = await lycee.knows_a_host()
    await tells(lycee, site, seats)

    assert await years_of(bureau, site) == f"{YEAR} : d’autres lycées, {said}"
    await tells(lycee, site, 3, lycee.uai)  # one's own is counted where its pupils are
    assert said in await years_of(bureau, site)
