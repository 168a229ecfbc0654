"""A file of the training offer shows what supervision knows of its formation, to its lycée its own figures alone."""

from datetime import date, timedelta

from contracts.coordination.offer_files import OfferChange
from contracts.identifiers import SchoolYear
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.coordination.formations.store import Formations
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.offer_files.commands import move_file, prepare_file
from services.coordination.offer_files.model.offer_file import OfferFacts
from services.coordination.offer_files.model.states import OfferAction
from tests.coordination.world import people
from tests.internships.world import CARE, Lycee
from tests.support.network import ELSEWHERE, HERE, Network
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

PUPILS = ("DUVERNET Ismérie 1ASSP", "BOURSIN Tancrède 1ASSP", "VIGOUREL Zélie 1ASSP")
FORMATION = "2de pro Accompagnement"


async def test_the_figures_of_a_formation_are_on_its_file_and_in_its_note(
    network: Network, service_databases: ServiceDatabases
) -> None:
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    bureau = Visitor(await network.client_as(Role.RBDE))
    await network.client_as(Role.RBDE, ELSEWHERE)
    superuser = await service_databases.superuser("internships")
    now = network.runtime("internships").work.now()
    # In the school year of today, whichever it is.
    year = SchoolYear.of(local_date(now))
    november = date(int(year[:4]), 11, 1)
    starts_on = november + timedelta(days=7 - november.weekday())
    days = {"starts_on": starts_on, "ends_on": starts_on + timedelta(days=25)}
    for uai in (HERE, ELSEWHERE):
        lycee = Lycee(uai, network.runtime("internships").work, superuser, now)
        formation = await lycee.opens(CARE, FORMATION)
        await lycee.imports(*PUPILS, classes={"1ASSP": formation}, school_year=year)
        await lycee.publishes_a_period(formation, **days)
    work = network.runtime("coordination").work
    _, dsden = people(work)

    async def told() -> bool:
        async with work.begin(Scope(frozenset({HERE}))) as uow:
            known = (await Formations(uow).all()).get(CARE)
            return bool(known and len(known.lycees) > 1 and HERE in await Lycees(uow).names())

    await eventually(told)

    async def prepare(uow: UnitOfWork) -> str:
        first = int(SchoolYear.of(local_date(uow.now))[:4]) + 1
        facts = OfferFacts(
            change=OfferChange.INCREASE_NET,
            lycee=HERE,
            formation=FORMATION,
            effect_year=SchoolYear(f"{first}-{first + 1}"),
            mef=CARE,
        )
        file_id = await prepare_file(uow, facts=facts, now=uow.now)
        await move_file(
            uow,
            file_id=file_id,
            version=1,
            action=OfferAction.PROPOSE,
            moved_on=local_date(uow.now),
            now=uow.now,
        )
        return str(file_id)

    file_id = await dsden.do(prepare)

    async def counted() -> bool:
        page = await supervisor.get(f"/offre/{file_id}")
        return "Ensemble des lycées connus" in page.text and " 6 0 6 " in page.text

    await eventually(counted)
    page = await supervisor.get(f"/offre/{file_id}")
    proof = f"/departement/offre/formation?mef={CARE}"
    assert f'href="{proof}"' in page.answer.text
    assert FORMATION in (await supervisor.get(proof)).text

    own = await bureau.get(f"/offre/{file_id}")
    assert " 3 0 3 " in own.text
    assert "Ensemble des lycées connus" not in own.text, "one line would say the same twice"
    assert " 6 0 6 " not in own.text
    assert proof not in own.answer.text

    note = await supervisor.get(f"/offre/note?dossier={file_id}")
    assert "moins de 5" in note.text
    assert " 3 0 3 " not in note.text
    await superuser.close()
