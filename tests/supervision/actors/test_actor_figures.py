"""How often the network speaks with an actor: counted exactly, and without what heads keep."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import pytest
import pytest_asyncio
from fastapi import FastAPI

from contracts.coordination.actors import (
    ActorKind,
    ActorPurpose,
    DepartmentActorMeetingWithdrawnV1,
    DepartmentActorMetV1,
)
from contracts.identifiers import SchoolYear
from contracts.partnerships.actors import (
    ActorExchangeId,
    ActorId,
    ActorMetV1,
)
from contracts.partnerships.companies import InteractionKind
from contracts.publication import FactFamily
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.actors.model import ActorFigures
from services.supervision.actors.queries import read_actor_figures
from tests.supervision.browsing import browsing
from tests.supervision.network import (
    BOURDELLE,
    OTHER,
    TODAY,
    WHOLE_DEPARTMENT,
    Network,
    actor_met,
    actor_not_met,
    an_id,
    folded,
    lycee,
    published,
)
from tests.support.portal import KnownSessions

ACTOR = an_id("actor")
LAST_YEAR = SchoolYear.of(TODAY).first_day - timedelta(days=1)


@pytest_asyncio.fixture
async def bureau(app: FastAPI, sessions: KnownSessions) -> AsyncIterator[httpx2.AsyncClient]:
    async with browsing(app, sessions.sign_in((Role.RBDE, BOURDELLE))) as browser:
        yield browser


def met(name: str, days_ago: int = 0, actor: str = "actor") -> ActorMetV1:
    return actor_met(name, actor=actor, on=TODAY - timedelta(days=days_ago))


def met_by_her(name: str) -> DepartmentActorMetV1:
    return DepartmentActorMetV1(
        exchange_id=ActorExchangeId(an_id(f"meeting {name}")),
        actor_id=ActorId(ACTOR),
        actor_kind=ActorKind.CLEE,
        kind=InteractionKind.VISIT,
        purpose=ActorPurpose.EVENT,
        occurred_on=TODAY,
    )


def told() -> Network:
    network = Network()
    network.tell(lycee("Bourdelle"))
    network.tell(lycee("Les Autres", OTHER), uai=OTHER)
    network.tell(met("one", 4))
    network.tell(met("one", 3), version=2)  # corrected
    network.tell(met("two", 5))
    network.tell(met("old").model_copy(update={"occurred_on": LAST_YEAR}))
    network.tell(met("elsewhere", actor="another actor"))
    network.tell(met("gone"))
    network.tell(actor_not_met("gone"), version=2)
    network.tell(met("theirs", 1), uai=OTHER)
    return network


async def figures(work: UnitsOfWork) -> ActorFigures:
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        return await read_actor_figures(uow, ACTOR, today=TODAY)


@pytest.mark.parametrize("order", [1, -1])
async def test_each_lycee_is_counted_once_an_exchange_whatever_is_heard_when(
    work: UnitsOfWork, order: int
) -> None:
    for one in (told().told * 2)[::order]:
        await folded(work, [one])
    found = await figures(work)

    assert {one.uai: (one.this_year, one.last_on) for one in found.tellers} == {
        BOURDELLE: (2, TODAY - timedelta(days=3)),
        OTHER: (1, TODAY - timedelta(days=1)),
    }
    assert found.this_year == 3
    assert found.last_bureau is not None
    assert found.last_bureau.uai == OTHER


async def test_the_supervisor_is_counted_and_is_no_bureau(work: UnitsOfWork) -> None:
    network = told()
    network.tell(met_by_her("hers"), uai=work.department_uai)
    network.tell(met_by_her("noted by mistake"), uai=work.department_uai)
    gone = DepartmentActorMeetingWithdrawnV1(
        exchange_id=ActorExchangeId(an_id("meeting noted by mistake")),
        actor_id=ActorId(ACTOR),
        occurred_on=TODAY,
    )
    network.tell(gone, uai=work.department_uai, version=2)
    await folded(work, network.told)
    found = await figures(work)

    assert found.this_year == 4
    assert found.last is not None
    assert (found.last.name, found.last.department) == ("Supervision", True)
    assert found.last_bureau is not None
    assert found.last_bureau.uai == OTHER


async def test_what_a_head_keeps_is_neither_counted_nor_none(work: UnitsOfWork) -> None:
    network = told()
    kept = published(FactFamily.EXCHANGES, (TODAY - timedelta(days=60), False))
    network.tell(kept, uai=OTHER)
    await folded(work, network.told)
    found = await figures(work)

    assert [one.uai for one in found.tellers] == [BOURDELLE]
    assert found.keeping == ["Les Autres"]


async def test_a_bureau_reads_the_sum_and_who_was_last_and_no_more(
    bureau: httpx2.AsyncClient, supervisor: httpx2.AsyncClient, work: UnitsOfWork
) -> None:
    await folded(work, told().told)
    path = f"/departement/fragments/acteur?acteur={ACTOR}"
    read, whole = (await bureau.get(path)).text, (await supervisor.get(path)).text

    assert "Dernier bureau" in read
    assert "Les Autres" in read
    assert "Bourdelle" not in read
    assert "Bourdelle" in whole
    unknown = await bureau.get(f"/departement/fragments/acteur?acteur={an_id('nobody')}")
    assert "Aucun échange" in unknown.text
