"""Actors a bureau met: an import that is taken back leaves them where they are."""

from dataclasses import replace
from uuid import UUID, uuid4

import httpx2
import pytest

from contracts.identifiers import PublicText
from contracts.publication import FactFamily, PublicationStep
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.coordination.actor_files.commands import import_actors, undo_import
from services.coordination.actor_files.model import ActorImport, ListRow, Staying
from services.coordination.actor_files.store import ActorsMet
from services.coordination.actors.queries import read_actors
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.service import SERVICE
from services.partnerships.actors.commands import log_actor_exchange
from services.partnerships.publications.commands import copy_publication
from services.partnerships.service import SERVICE as PARTNERSHIPS
from tests.coordination.actor_cards.world import dsden, follow, send
from tests.coordination.world import NOW, Somebody
from tests.partnerships.world import exchange
from tests.support.network import HERE, Network, Running


async def hears(
    bureau: Somebody, exchange: UUID, actor: UUID, version: int, *, withdrawn: bool
) -> None:
    await bureau.do(
        lambda uow: ActorsMet(uow).keep(exchange, actor, version=version, withdrawn=withdrawn)
    )


@pytest.mark.parametrize(
    ("heard", "stays"),
    [([(1, False)], True), ([(1, False), (2, True)], False), ([(2, True), (1, False)], False)],
)
async def test_an_import_that_is_taken_back_leaves_an_actor_a_bureau_met(
    bureau: Somebody, supervisor: Somebody, heard: list[tuple[int, bool]], stays: bool
) -> None:
    row = ListRow(2, {"name": "Greta de la Lomagne", "kind": "greta"})
    imported = await supervisor.do(import_actors, rows=[row], now=NOW)
    [actor], exchange = imported.added, uuid4()
    for version, withdrawn in heard:
        await hears(bureau, exchange, actor, version, withdrawn=withdrawn)
    done = await supervisor.do(undo_import, import_id=imported.id, now=NOW)
    assert done.back == (0 if stays else 1)
    assert dict(done.staying) == ({actor: Staying.RELIED_ON} if stays else {})


PAGE = "/annuaire/import"


async def imported_by_her(supervisor: Somebody) -> ActorImport:
    rows = [
        ListRow(line, {"name": name, "kind": "greta"})
        for line, name in enumerate(("Greta de la Lomagne", "Greta du Quercy"), 2)
    ]
    return await supervisor.do(import_actors, rows=rows, now=NOW)


async def keeps_its_exchanges(uow: UnitOfWork) -> None:
    steps = (PublicationStep(from_on=local_date(uow.now), open=False),)
    await copy_publication(uow, uai=HERE, family=FactFamily.EXCHANGES, steps=steps, version=1)


async def test_an_actor_met_by_a_lycee_that_keeps_its_exchanges_stays_and_is_named(
    running: Running,
) -> None:
    async with running(SERVICE, PARTNERSHIPS) as network:
        her, who = await network.client_as(Role.SUPERVISOR, None), dsden(network)
        await who.do(lambda uow: Lycees(uow).keep(HERE, PublicText("Lycée de la Lomagne"), 1))
        imported = await imported_by_her(who)
        units = network.runtime("partnerships").work
        met = replace(exchange(), occurred_on=local_date(units.now()))
        own = Scope(frozenset({HERE}))
        async with units.begin(own, uai=HERE) as uow:
            await keeps_its_exchanges(uow)
        async with units.begin(own, uai=HERE) as uow:
            await log_actor_exchange(uow, actor_id=imported.added[0], exchange=met, now=uow.now)

        page = await follow(her, await send(her, f"{PAGE}/{imported.id}/annulation"))

        shown = page.replace("\u00a0", " ").replace("\u202f", " ")
        assert "Import annulé : 1 acteur comme avant." in shown
        assert "Greta de la Lomagne reste tel quel : il a servi depuis." in shown
        names = {one.details.name for one in (await who.do(read_actors)).items}
        assert names == {"Greta de la Lomagne"}


async def test_nothing_is_taken_back_while_nobody_says_whom_bureaux_rely_on(
    network: Network, read_by_her: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    await who.do(lambda uow: Lycees(uow).keep(HERE, PublicText("Lycée de la Lomagne"), 1))
    imported = await imported_by_her(who)

    answer = await send(read_by_her, f"{PAGE}/{imported.id}/annulation")

    assert answer.status_code == 409
    assert "rien n’est annulé" in answer.text
    assert len((await who.do(read_actors)).items) == len(imported.added)
