"""« Lieux à contacter »: hosts that suit, have room, and that nobody has just asked."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest_asyncio

from contracts.identifiers import IsoWeek, SiteKey, TallyId
from contracts.internships.periods import SiteHostingTalliedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.commands import note_approach
from services.internships.approaches.model.approach import ApproachedBy, Asking, Means
from services.internships.approaches.queries.suggestions import read_suggestions
from services.internships.hosts.store.ceilings import Ceilings
from services.internships.hosts.store.closed_sites import ClosedSites
from services.internships.hosts.store.paused_sites import PausedSites
from services.internships.hosts.store.solicited_sites import SolicitedSites
from services.internships.participations.queries import read_periods_of_pupil
from services.internships.pupils.queries import read_pupil
from tests.internships.world import BOURDELLE, CARE, ELEC, ELSEWHERE, NOW, TODAY, YEAR, Lycee
from tests.support.pages import Visitor

MOISSAC, CASTEL = "82112", "82033"
LAST_SPRING = {"starts_on": date(2026, 9, 7), "ends_on": date(2026, 10, 2)}


class Class:
    """A pupil who looks for a place in January, of a class some of which was out in September."""

    lycee: Lycee
    before: list[UUID]
    pupil: UUID
    autumn: UUID
    january: UUID

    async def hosted(self, name: str, *, commune: str = MOISSAC, naf: str = "43.21A") -> SiteKey:
        """A host that took somebody of the class in September, long ago."""
        site = await self.lycee.knows_a_host(name=name, commune=commune, naf=naf)
        self.lycee.now = NOW - timedelta(days=80)
        await self.lycee.proposes(self.before.pop(), self.autumn, site)
        await self.lycee.superuser.execute(
            "UPDATE placements SET status = 'confirmed', confirmed_on = proposed_on,"
            " reference = gen_random_uuid() WHERE status = 'proposed'"
        )
        self.lycee.now = NOW
        return site

    async def suggested(self) -> list[str]:
        async def read(uow: UnitOfWork) -> list[str]:
            pupil = await read_pupil(uow, self.pupil)
            periods = await read_periods_of_pupil(uow, self.pupil)
            period = next(one for one in periods if one.period_id == self.january)
            found = await read_suggestions(uow, pupil, period, today=TODAY)
            return [one.host.label for one in found]

        return await self.lycee.do(read)

    async def site_id(self, site: SiteKey) -> UUID:
        found: UUID = await self.lycee.superuser.fetchval(
            "SELECT site_id FROM host_sites WHERE site_key = $1", site
        )
        return found

    @property
    def page(self) -> str:
        return f"/pfmp/periodes/{self.january}/eleves/{self.pupil}/recherche"


@pytest_asyncio.fixture
async def pupils(lycee: Lycee) -> Class:
    it = Class()
    it.lycee = lycee
    elec = await lycee.opens(ELEC)
    names = [f"N{n} Lou 2ELEC" for n in range(6)]
    it.pupil, *it.before = await lycee.imports(*names, classes={"2ELEC": elec})
    it.autumn = await lycee.publishes_a_period(elec, **LAST_SPRING)
    it.january = await lycee.publishes_a_period(elec)
    await lycee.superuser.execute(
        "UPDATE pupils SET commune = $1 WHERE pupil_year_id = $2", MOISSAC, it.pupil
    )
    return it


async def test_the_right_formation_comes_first_then_the_nearest(
    pupils: Class, bureau: Visitor
) -> None:
    await pupils.hosted("Électricité Castel", commune=CASTEL)
    await pupils.hosted("Électricité Moissac")
    await pupils.lycee.knows_a_host(name="Autre électricien", commune=MOISSAC, naf="43.21A")
    await pupils.lycee.knows_a_host(name="Boulangerie", commune=MOISSAC, naf="10.71C")

    assert await pupils.suggested() == [
        "Électricité Moissac",
        "Électricité Castel",
        "Autre électricien",
    ]
    page = await bureau.get(pupils.page)
    assert "A accueilli cette formation · dans la commune du domicile" in page.text
    assert "Même activité que des lieux qui l’ont accueillie" in page.text
    assert "Noter la démarche" in (await bureau.get(_first_link(page.answer.text))).text


async def test_a_near_host_of_another_trade_is_not_suggested(pupils: Class) -> None:
    await pupils.hosted("Électricité Castel", commune=CASTEL)
    await pupils.lycee.knows_a_host(name="Électricien jamais vu", commune=CASTEL, naf="43.21A")
    care = await pupils.lycee.opens(CARE, "1re ASSP")
    ids = await pupils.lycee.imports("Zed Lou 1ASSP", classes={"1ASSP": care})
    pupils.before.append(ids[-1])
    pupils.autumn = await pupils.lycee.publishes_a_period(care, **LAST_SPRING)
    await pupils.hosted("Aide à domicile", naf="88.10A")

    assert await pupils.suggested() == [
        "Électricité Castel",
        "Électricien jamais vu",
    ]


def _first_link(html: str) -> str:
    part = html.partition('id="a-contacter"')[2]
    return part.partition('<a href="')[2].partition('"')[0]


async def test_whoever_was_asked_lately_is_left_alone_by_all(pupils: Class) -> None:
    far, asked, own = [await pupils.hosted(name) for name in ("Ancien", "Demandé", "À nous")]
    monthly = {asked: TODAY - timedelta(days=3), far: TODAY - timedelta(days=31)}
    solicitation = uuid4()

    async def solicited(uow: UnitOfWork) -> None:
        for site, on in monthly.items():
            site_id = await pupils.site_id(site)
            told_as = solicitation if site == asked else uuid4()
            await SolicitedSites(uow).keep(ELSEWHERE, told_as, site_id, on)

    elsewhere = Lycee(ELSEWHERE, pupils.lycee.units, pupils.lycee.superuser)
    await elsewhere.do(solicited)
    await pupils.lycee.do(
        note_approach,
        period_id=pupils.january,
        pupil_year_id=pupils.before[0],
        site_key=own,
        asking=Asking(ApproachedBy.TEACHER, Means.VISIT, TODAY),
        now=NOW,
    )
    assert await pupils.suggested() == ["Ancien"]

    async def forgotten(uow: UnitOfWork) -> None:
        await SolicitedSites(uow).forget(ELSEWHERE, solicitation)

    await elsewhere.do(forgotten)
    assert sorted(await pupils.suggested()) == ["Ancien", "Demandé"]


async def test_closed_paused_and_full_hosts_are_not_suggested(pupils: Class) -> None:
    closed, paused, full = [await pupils.hosted(name) for name in ("Fermé", "En pause", "Plein")]
    assert len(await pupils.suggested()) == 3

    async def learns(uow: UnitOfWork) -> None:
        await ClosedSites(uow).keep([(await pupils.site_id(closed), TODAY, 1)])
        paused_id = await pupils.site_id(paused)
        await PausedSites(uow).keep(BOURDELLE, uuid4(), paused_id, TODAY + timedelta(days=9))
        await Ceilings(uow).keep_staff([(await pupils.site_id(full), 4, 1)])
        told = SiteHostingTalliedV1(
            tally_id=TallyId(uuid4()),
            site_key=full,
            school_year=YEAR,
            week=IsoWeek("2027-W02"),
            seats=3,
            occurred_on=TODAY,
        )
        await Ceilings(uow).keep_weeks(BOURDELLE, [(told, 1)])

    await pupils.lycee.do(learns)

    assert await pupils.suggested() == []


async def test_the_page_of_a_pupil_offers_three_hosts_with_why_and_the_pupil_stays_chosen(
    pupils: Class, bureau: Visitor
) -> None:
    for name in ("Un", "Deux", "Trois", "Quatre"):
        await pupils.hosted(f"Électricité {name}")
    await pupils.lycee.knows_a_host(name="Boulangerie", commune=MOISSAC, naf="10.71C")

    page = await bureau.get(f"/pfmp/eleves/{pupils.pupil}")

    assert page.text.count("A accueilli cette formation · dans la commune du domicile") == 3
    assert "Boulangerie" not in page.text
    noted = await bureau.get(_first_link(page.answer.text))
    assert "Noter la démarche" in noted.text
    assert "N0 Lou" in noted.text
    listed = await bureau.get("/pfmp/sans-lieu")
    assert f'href="{pupils.page}"' in listed.answer.text
