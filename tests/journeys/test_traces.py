"""One trace from the click to what it caused, and none that ties a place to a person."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import cast

import pytest
import pytest_asyncio

from contracts.identifiers import PlacementId
from contracts.internships.periods import PLACEMENT_LETTER, PlacementRequest
from services.chassis.observability import tracing
from tests.internships.world import CARE, Lycee
from tests.support.network import HERE, Network, Running
from tests.support.otlp import Collector, Received, collector
from tests.support.pages import Visitor
from tests.support.waiting import eventually

CLICK = "POST /pfmp/placements/{placement_id}/confirmation"
NAME, FIRST_NAME = "DUVERNET", "Ismérie"
FOLDED = "fold internships.placement_confirmed.v1"
SITE = "Chaudronnerie du Quercy"


@dataclass
class Watched:
    """Services that run, and a collector of what they tell."""

    network: Network
    collector: Collector
    lycee: Lycee

    async def placement(self) -> PlacementId:
        """One that waits for its confirmation."""
        formation = await self.lycee.opens(CARE, "Formation d’ici")
        [pupil] = await self.lycee.imports(
            f"{NAME} {FIRST_NAME} 1ASSP", classes={"1ASSP": formation}
        )
        period = await self.lycee.publishes_a_period(formation)
        site = await self.lycee.knows_a_host(name=SITE)
        return PlacementId(await self.lycee.proposes(pupil, period, site))

    async def click(self) -> PlacementId:
        """The bureau looks for the host, opens the placement and confirms it."""
        placement = await self.placement()
        bureau = Visitor(await self.network.client_as("rbde"))
        await bureau.get("/entreprises?q=Chaudronnerie")
        page = await bureau.get(f"/pfmp/placements/{placement}")
        assert NAME in page.text
        page = await bureau.send(page.form("/pfmp/placements/"))
        assert "Lieu d’accueil confirmé." in page.text, page.text
        return placement

    async def one(
        self, name: str, trace_id: str | None = None, *, service: str | None = None
    ) -> Received:
        """The only span of that name, of that service, once it was told."""

        def told() -> list[Received]:
            return [
                span
                for span in self.collector.named(name)
                if trace_id in (None, span.trace_id) and service in (None, span.service)
            ]

        [span] = cast(list[Received], await eventually(told))
        return span


@pytest_asyncio.fixture
async def watched(running: Running, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watched]:
    """Every service, told to a collector at once instead of every five seconds."""
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
    async with collector() as receiving:
        settings = running.settings.replaced(otlp_endpoint=receiving.address)
        async with Running(running.databases, settings)() as network:
            superuser = await running.databases.superuser("internships")
            yield Watched(
                network,
                receiving,
                Lycee(HERE, network.runtime("internships").work, superuser),
            )
            await superuser.close()


async def test_a_click_is_one_trace_as_far_as_the_bus(watched: Watched) -> None:
    await watched.click()
    click = await watched.one(CLICK)

    sent = await watched.one("send internships.host_agreed.v1", click.trace_id)

    [recorded] = [s for s in watched.collector.spans if s.span_id == sent.parent_id]
    assert recorded.name == "transaction"
    assert recorded.parent_id == click.span_id
    assert recorded.facts["passerelle.events"] > 1
    assert click.parent_id == ""


async def test_what_the_department_learns_is_a_trace_of_its_own(watched: Watched) -> None:
    await watched.click()
    click = await watched.one(CLICK)

    folded = await watched.one(FOLDED, service="supervision")

    of_the_department = watched.collector.trace(folded.trace_id)
    names = {span.name for span in of_the_department}
    assert {"record for the department", "send internships.placement_confirmed.v1"} <= names
    of_the_bureau = watched.collector.trace(click.trace_id)
    assert not any("placement_confirmed" in span.name for span in of_the_bureau)
    assert not any("host_agreed" in span.name for span in of_the_department)
    shared = {v for s in of_the_department for v in s.facts.values() if len(str(v)) > 30} & {
        v for s in of_the_bureau for v in s.facts.values() if len(str(v)) > 30
    }
    assert shared == set()


async def test_a_question_is_a_part_of_the_trace_that_asks_it(watched: Watched) -> None:
    placement = await watched.placement()
    ask = watched.network.runtime("notifications").ask

    with tracing.span("notifications", "mail"):
        letter = await ask(PLACEMENT_LETTER, HERE, PlacementRequest(placement_id=placement))

    assert NAME in letter.model_dump_json()
    answered = await watched.one("answer internships.placement_letter")
    asked = await watched.one("ask internships.placement_letter")
    around = await watched.one("mail")
    assert answered.service == "internships"
    assert answered.parent_id == asked.span_id
    assert asked.parent_id == around.span_id
    assert answered.trace_id == around.trace_id


async def test_no_span_names_a_person_or_an_address(watched: Watched) -> None:
    placement = await watched.click()
    ask = watched.network.runtime("notifications").ask
    await ask(PLACEMENT_LETTER, HERE, PlacementRequest(placement_id=placement))
    await watched.one("answer internships.placement_letter")
    await watched.one(FOLDED, service="supervision")

    told = "\n".join(watched.collector.everything).lower()

    assert "/pfmp/placements/{placement_id}" in told
    people = ("duvernet", "ismérie", "ism\\u00e9rie", "camille", "rivière", "lycee.example")
    for word in (*people, "chaudronnerie", "1assp", str(placement), HERE.lower(), "/entreprises?"):
        assert word not in told, word
