"""What a company's page says a site took: pupils by year and formation, of others a few are not told."""

from datetime import date
from html import unescape
from uuid import uuid4

import pytest

from contracts.identifiers import IsoWeek, SchoolYear, SiteKey, TallyId, Uai
from contracts.internships.periods import SiteHostingTalliedV1
from services.chassis.unit_of_work.unit_of_work import Scope
from services.internships.hosts.queries import HostedTable, HostedYear
from services.internships.hosts.store.ceilings import Ceilings
from tests.internships.world import CARE, ELEC, ELSEWHERE, TODAY, YEAR, Lycee
from tests.support.pages import Visitor
from tests.support.statements import statements


async def tells(
    lycee: Lycee, site: SiteKey, seats: int, uai: Uai = ELSEWHERE, week: str = "2026-W48"
) -> None:
    """Another lycée's tally of one week, as the department hears of it."""
    told = SiteHostingTalliedV1(
        tally_id=TallyId(uuid4()),
        site_key=site,
        school_year=YEAR,
        week=IsoWeek(week),
        seats=seats,
        occurred_on=TODAY,
    )

    async with lycee.units.begin(Scope(frozenset({uai})), now=lycee.now) as uow:
        await Ceilings(uow).keep_weeks(uai, [(told, 1)])


async def hosted_of(bureau: Visitor, site: SiteKey) -> str:
    """What the table says, from its first year on."""
    page = await bureau.get(f"/pfmp/fragments/sites/{site}")
    _, _, after = " ".join(unescape(page.text).split()).partition("par année scolaire Formation ")
    return after.partition(" Élèves accueillis ici")[0].partition(" Aucun élève")[0]


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

    assert await hosted_of(bureau, site) == f"{YEAR} 1re ASSP 1 2de pro Électricité 2"


@pytest.mark.parametrize(("seats", "said"), [(4, "moins de 5"), (6, "jusqu’à 6")])
async def test_of_other_lycees_a_small_number_is_not_told(
    lycee: Lycee, bureau: Visitor, seats: int, said: str
) -> None:
    site = await lycee.knows_a_host()
    await tells(lycee, site, seats)

    told = f"{YEAR} Autres lycées, places à la fois {said}"
    assert await hosted_of(bureau, site) == told
    await tells(lycee, site, 3, lycee.uai)  # one's own is counted where its pupils are
    assert await hosted_of(bureau, site) == told


async def test_the_part_of_a_company_page_asks_once_and_notes_who_read(
    lycee: Lycee, bureau: Visitor
) -> None:
    elec = await lycee.opens(ELEC, "2de pro Électricité")
    ids = await lycee.imports("A Ali 2ELEC", "B Bea 2ELEC", classes={"2ELEC": elec})
    period = await lycee.publishes_a_period(elec)
    site = await lycee.knows_a_host()
    for pupil in ids:
        await lycee.places(pupil, period, site)
    await tells(lycee, site, 6)

    with statements() as run:
        page = await bureau.get(f"/pfmp/fragments/sites/{site}")
    assert "2de pro Électricité" in unescape(page.text)
    assert len(run) == 2, run


def test_the_last_three_years_stand_side_by_side() -> None:
    mef = Uai("0820021C"), "2de pro Électricité"
    years = [
        HostedYear(SchoolYear(f"{2026 - n}-{2027 - n}"), [(*mef, n + 1)] if n != 1 else [], 0)
        for n in range(4)
    ]

    table = HostedTable.of(years)

    assert [one.school_year for one in table.years] == ["2024-2025", "2025-2026", "2026-2027"]
    assert table.lines == [(*mef, [3, 0, 1])]
    assert [one.school_year for one in table.older] == ["2023-2024"]


async def test_years_before_the_last_three_are_folded_not_left_out(
    lycee: Lycee, bureau: Visitor
) -> None:
    site = await lycee.knows_a_host()
    elec = await lycee.opens(ELEC, "2de pro Électricité")
    pupils = await lycee.imports("A Ali 2ELEC", "B Bea 2ELEC", classes={"2ELEC": elec})
    period = await lycee.publishes_a_period(elec)
    for pupil in pupils:
        await lycee.places(pupil, period, site)
    await lycee.superuser.execute(  # years pass
        "UPDATE periods SET starts_on = $1, ends_on = $2", date(2021, 11, 8), date(2021, 12, 3)
    )
    for year in (2021, 2022, 2023, 2024, 2025):
        await tells(lycee, site, 4 if year == 2022 else 7, week=f"{year}-W48")

    page = await bureau.get(f"/pfmp/fragments/sites/{site}")
    shown = " ".join(unescape(page.text).split())

    assert "Formation 2023-2024 2024-2025 2025-2026 " in shown
    assert (
        "2 années plus anciennes 2022-2023 : autres lycées, places à la fois : moins de 5"
        " 2021-2022 : 2 élèves en 2de pro Électricité ; autres lycées, places à la fois : jusqu’à 7"
        in shown
    )
