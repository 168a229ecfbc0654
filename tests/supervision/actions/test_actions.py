"""Actions of each lycée as the department counts them."""

from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI

from contracts.coordination.avenir import AvenirAxis
from contracts.identifiers import SchoolYear
from contracts.partnerships.actions import (
    ActionAxesTotalledV1,
    ActionCancelledV1,
    ActionHeldV1,
    ActionPartner,
    ActionPlannedV1,
    AxisTotalsId,
)
from contracts.publication import FactFamily
from contracts.supervision.axes import ActionsByAxisRequest
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.supervision.actions.answers import actions_by_axis
from services.supervision.actions.queries import ActionCounts, action_counts
from tests.supervision.browsing import without_tags
from tests.supervision.network import (
    BOURDELLE,
    NOW,
    OTHER,
    SILENT,
    TODAY,
    WHOLE_DEPARTMENT,
    Network,
    action,
    folded,
    lycee,
    published,
)

PAGES = (
    "/departement/actions",
    "/departement/fragments/actions",
    f"/departement/lycees/{BOURDELLE}",
)


@pytest.fixture(autouse=True)
def _today(app: FastAPI) -> None:
    """Pages are asked on the day the network speaks of."""
    app.state.runtime.work._clock = lambda: NOW


def a_network() -> Network:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    for name, pupils in (("a", 24), ("b", 12)):
        network.tell(action(name, ActionPlannedV1))
        network.tell(action(name, ActionHeldV1, pupils=pupils, accompanying=2), version=2)
    network.tell(action("c", ActionPlannedV1))
    network.tell(action("d", ActionPlannedV1))
    network.tell(action("d", ActionCancelledV1), version=2)
    network.tell(action("e", ActionHeldV1, pupils=5, accompanying=1))
    network.tell(action("e", ActionPlannedV1), version=2)  # noted by mistake, taken back
    return network


async def test_held_actions_are_counted_with_those_who_took_part(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = a_network()
    await folded(work, list(reversed(network.told)))
    await folded(work, network.told)

    async with work.begin(WHOLE_DEPARTMENT, now=NOW) as uow:
        counted = await action_counts(uow, SchoolYear("2026-2027"))
        assert counted == {BOURDELLE: ActionCounts(held=2, pupils=36, planned=2)}
        assert await action_counts(uow, SchoolYear("2025-2026")) == {}
    for page in PAGES:
        text = " ".join(without_tags((await supervisor.get(page)).text).split())
        assert "Lycée Bourdelle 2 36 2" in text, page


async def test_actions_a_head_closed_are_no_zero(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = a_network()
    network.tell(published(FactFamily.EXCHANGES, (TODAY, False)))
    await folded(work, network.told)

    for page in PAGES:
        html = (await supervisor.get(page)).text
        row = html.partition(f'id="actions-{BOURDELLE}"')[2].partition("</tr>")[0]
        assert "Non publié" in row, page


def total(discovery: int, guidance: int) -> ActionAxesTotalledV1:
    return ActionAxesTotalledV1(
        totals_id=AxisTotalsId(UUID(int=7)),
        school_year=SchoolYear("2026-2027"),
        discovery=discovery,
        initiative=0,
        guidance=guidance,
        occurred_on=TODAY,
    )


async def test_actions_are_counted_by_axis_as_they_were_told_last(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = a_network()
    for page in PAGES:
        assert "parcours Avenir" not in (await supervisor.get(page)).text
    network.tell(total(1, 0))
    network.tell(total(4, 2), version=2)
    await folded(work, list(reversed(network.told)))
    await folded(work, network.told)

    for page in PAGES:
        text = (await supervisor.get(page)).text.partition("par axe du parcours Avenir")[2]
        assert "Lycée Bourdelle 4 0 2" in " ".join(without_tags(text).split()), page


async def test_axes_a_head_closed_are_no_zero(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = a_network()
    network.tell(total(4, 2))
    network.tell(published(FactFamily.EXCHANGES, (TODAY, False)))
    await folded(work, network.told)

    html = (await supervisor.get(PAGES[0])).text
    row = html.partition(f'id="axes-{BOURDELLE}"')[2].partition("</tr>")[0]
    assert "Non publié" in row
    assert "4" not in without_tags(row)


async def test_the_dsden_alone_is_told_the_axes_of_each_lycee(work: UnitsOfWork) -> None:
    network = a_network()
    network.tell(lycee("Lycée discret", OTHER), uai=OTHER)
    network.tell(total(4, 2))
    await folded(work, network.told)
    asked = ActionsByAxisRequest(school_year=SchoolYear("2026-2027"))

    async with work.begin(WHOLE_DEPARTMENT, now=NOW) as uow:
        told = {one.uai: one for one in (await actions_by_axis(asked, uow)).lycees}
    async with work.begin(Scope(frozenset({BOURDELLE})), now=NOW) as uow:
        assert (await actions_by_axis(asked, uow)).lycees == ()

    counts = {one.axis: one.count for one in told[BOURDELLE].counts}
    assert counts == {AvenirAxis.DISCOVERY: 4, AvenirAxis.INITIATIVE: 0, AvenirAxis.GUIDANCE: 2}
    assert told[OTHER].counts == ()
    assert not told[OTHER].kept
    network.tell(published(FactFamily.EXCHANGES, (TODAY, False)))
    await folded(work, network.told)
    async with work.begin(WHOLE_DEPARTMENT, now=NOW) as uow:
        told = {one.uai: one for one in (await actions_by_axis(asked, uow)).lycees}
    assert told[BOURDELLE].kept
    assert told[BOURDELLE].counts == ()


async def test_actions_held_are_counted_by_kind_of_partner_of_those_who_publish_them(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = a_network()
    network.tell(lycee("Lycée Michelet", OTHER), uai=OTHER)
    clee, greta = ActionPartner.CLEE, ActionPartner.GRETA
    for uai, name, partners in (
        (BOURDELLE, "f", (clee, greta)),
        (BOURDELLE, "g", (clee,)),
        (OTHER, "h", (clee,)),
    ):
        held = action(name, ActionHeldV1, pupils=1, accompanying=1)
        network.tell(held.model_copy(update={"partners": partners}), uai=uai)
    await folded(work, network.told)

    async def rows(page: str) -> list[str]:
        html = (await supervisor.get(page)).text
        found = html.split('<tr id="partenaire-')[1:]
        return [without_tags(f'<tr id="{one.partition("</tr>")[0]}') for one in found]

    assert await rows(PAGES[0]) == [
        "CLEE 3 Lycée Bourdelle : 2 Lycée Michelet : 1",
        "Greta 1 Lycée Bourdelle : 1",
        "Aucun partenaire du réseau 2 Lycée Bourdelle : 2",
    ]
    assert await rows(PAGES[-1]) == ["CLEE 2", "Greta 1", "Aucun partenaire du réseau 2"]

    network.tell(published(FactFamily.EXCHANGES, (TODAY, False)))
    await folded(work, network.told)
    assert await rows(PAGES[0]) == ["CLEE 1 Lycée Michelet : 1"]
    told = without_tags((await supervisor.get(PAGES[0])).text)
    assert "Sans Lycée Bourdelle, non publié : ce n’est pas zéro." in told
    assert "rien n’est reçu" not in told

    # A lycée that is known by its name alone told nothing: it is no zero either.
    network.tell(lycee("Lycée Curie", SILENT), uai=SILENT)
    await folded(work, network.told)
    told = without_tags((await supervisor.get(PAGES[0])).text)
    assert "Lycées dont rien n’est reçu : Lycée Curie ; ce n’est pas zéro." in told, told[-1500:]
