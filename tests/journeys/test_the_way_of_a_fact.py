"""A confirmed place goes from a lycée's screen to the supervisor's, however Passerelle runs.

In `make test` each service runs alone, which asks more of them; `make prove` tries one process too.
"""

import os
import re
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio

from deploy.demo import make_demo
from deploy.doctor.diagnosis import examine
from deploy.embedded.nats import EmbeddedNats
from deploy.services import SERVICES
from deploy.supervisor.up import Options, deployed
from services.chassis.base.settings import Settings
from tests.journeys import people
from tests.journeys.people import LivePage
from tests.security.names import no_name_gets_out
from tests.support.apart import apart
from tests.support.pages import Form, Visitor
from tests.support.prepared import prepared
from tests.support.proof import long
from tests.support.servers import own_folder
from tests.support.waiting import eventually

BUREAU = "bureau@tilleuls.example"
ELSEWHERE = "bureau@vieux-pont.example"
HEAD = "direction@tilleuls.example"
SECRETARIAT = "secretariat@tilleuls.example"
SUPERVISOR = "supervision@dsden.example"
OPERATOR = "exploitation@dsden.example"


@dataclass(frozen=True)
class Place:
    """Somewhere Passerelle runs, with its demo accounts."""

    address: str
    settings: Settings
    nats: EmbeddedNats
    passwords: dict[str, str]

    async def enter(self, stack: AsyncExitStack, mail: str) -> Visitor:
        """Somebody signed in, in a browser of their own."""
        client = await stack.enter_async_context(
            httpx2.AsyncClient(base_url=self.address, trust_env=False, timeout=30)
        )
        return await people.sign_in(client, mail, self.passwords[mail])


@asynccontextmanager
async def together(folder: Path) -> AsyncIterator[Place]:
    """One process, as `passerelle up` runs everything."""
    data = await prepared(folder / "data")
    async with deployed(Options(data, fsync=False)) as deployment:
        assert deployment.nats is not None
        yield await _place(deployment.settings, deployment.address, deployment.nats, folder)


@asynccontextmanager
async def one_by_one(folder: Path) -> AsyncIterator[Place]:
    """Each service in its own process behind the gateway, with two replicas of internships."""
    async with apart(folder, empty=True) as running:
        yield await _place(running.settings, running.address, running.nats, folder)


async def _place(settings: Settings, address: str, nats: EmbeddedNats, folder: Path) -> Place:
    shown = await make_demo(settings, folder)
    return Place(address, settings, nats, {one.account.mail: one.password for one in shown})


@pytest_asyncio.fixture(
    scope="module",
    loop_scope="session",
    params=[long(together), one_by_one],
    ids=["together", "one by one"],
)
async def place(request: pytest.FixtureRequest) -> AsyncIterator[Place]:
    with own_folder("journey") as folder:
        async with request.param(folder) as running, no_name_gets_out(running.settings, folder):
            yield running


async def test_the_doctor_finds_nothing_wrong(place: Place) -> None:
    async def well() -> bool:
        found = await examine(place.settings, address=place.address)
        # The disk is this machine's, and may well be full.
        codes = [one.finding.code for one in found if one.finding.code != "disk-low"]
        assert codes == [], found
        return True

    assert await eventually(well)


async def test_an_operator_finds_the_page_of_each_service(place: Place) -> None:
    async with AsyncExitStack() as stack:
        operator = await place.enter(stack, OPERATOR)
        assert "Ce qui ne va pas" in (await operator.get("/exploitation")).text
        for service in SERVICES:
            page = await operator.get(f"/exploitation/{service.name}")
            assert page.status == 200
            assert f"Service {service.name} , lu le" in page.text


async def test_each_confirmed_place_reaches_the_open_page_of_the_supervisor_without_the_pupil(
    place: Place,
) -> None:
    async with AsyncExitStack() as stack:
        bureau = await place.enter(stack, BUREAU)
        supervisor = await place.enter(stack, SUPERVISOR)
        await people.import_companies(bureau)
        await people.import_class(bureau)
        period = await people.publish_a_period(bureau)
        live = await stack.enter_async_context(people.live_page(supervisor))
        before = await live.covered()
        for pupil in range(len(people.PUPILS)):
            placement = await people.propose(bureau, period, people.host(pupil + 1))
            await people.confirm(bureau, placement)
            await live.shows(before + pupil + 1)
        assert "a confirmé" in (await supervisor.get("/departement")).text
        no_pupil_in(live)
        await a_company_is_known_elsewhere(await place.enter(stack, ELSEWHERE))


async def test_nats_killed_in_the_middle_delays_the_supervisor_and_nobody_else(
    place: Place,
) -> None:
    async with AsyncExitStack() as stack:
        bureau = await place.enter(stack, ELSEWHERE)
        supervisor = await place.enter(stack, SUPERVISOR)
        await people.import_companies(bureau)
        await people.import_class(bureau)
        period = await people.publish_a_period(bureau)
        live = await stack.enter_async_context(people.live_page(supervisor))
        placements = [
            await people.propose(bureau, period, people.host(pupil + 1))
            for pupil in range(len(people.PUPILS))
        ]
        before = await live.covered()
        await people.confirm(bureau, placements[0])
        killed = place.nats.pid
        os.kill(killed, signal.SIGKILL)
        await eventually(lambda: not place.nats.running or place.nats.pid != killed)
        await people.confirm(bureau, placements[1])
        await people.confirm(bureau, placements[2])
        await live.shows(before + len(people.PUPILS))
        assert place.nats.pid != killed
        no_pupil_in(live)


async def test_who_is_shut_out_with_nats_dead_is_out_of_every_process(
    place: Place,
) -> None:
    async with AsyncExitStack() as stack:
        office, phone = [await place.enter(stack, SECRETARIAT) for _ in range(2)]
        head = await place.enter(stack, HEAD)
        assert await statuses(phone) == {200}
        [form] = [
            form
            for address in set(re.findall(r"/acces/[0-9a-f-]{36}", await text(head, "/acces")))
            if SECRETARIAT in (page := await head.get(address)).text
            for form in [page.form(f"{address}/fin")]
        ]
        async with held_down(place.nats):
            assert (await office.send(await everywhere(office))).status == 200
            await eventually(lambda: all_of(phone, {303}))
            assert await statuses(office) == {303}
            again = await place.enter(stack, SECRETARIAT)
            assert await statuses(again) == {200}
            assert "Accès terminé" in (await head.send(form)).text
            await eventually(lambda: all_of(again, {404}))


@asynccontextmanager
async def held_down(nats: EmbeddedNats) -> AsyncIterator[None]:
    """The server is killed, and cannot come back: somebody mute holds its port."""
    killed = nats.pid
    with socket.socket() as port:
        port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        os.kill(killed, signal.SIGKILL)

        def taken() -> bool:
            with suppress(OSError):
                port.bind(("127.0.0.1", nats.port))
                port.listen()
                return True
            return False

        await eventually(taken)
        yield
        assert not await nats.healthy()
    await eventually(nats.healthy)
    assert nats.pid != killed


async def everywhere(visitor: Visitor) -> Form:
    """The button that signs out of everything."""
    return (await visitor.get("/compte/connexions")).form("/compte/connexions/partout")


async def text(visitor: Visitor, path: str) -> str:
    return (await visitor.get(path)).answer.text


async def statuses(visitor: Visitor) -> set[int]:
    """What pages of every service answer, each asked twice: a service may be two processes."""
    paths = ("/entreprises", "/pfmp", "/actualites", "/envois") * 2
    return {(await visitor.client.get(path)).status_code for path in paths}


async def all_of(visitor: Visitor, expected: set[int]) -> bool:
    return await statuses(visitor) == expected


async def a_company_is_known_elsewhere(bureau: Visitor) -> None:
    """The other lycée finds the company, marked as known by the first, and no pupil."""
    name = people.host(1)

    async def found() -> str | None:
        page = await bureau.get(f"/entreprises?filtre=toutes&q={name}")
        links = page.answer.text.split('href="/entreprises/')[1:]
        addresses = [link.split('"')[0] for link in links if f">{name}" in link]
        return addresses[0] if addresses else None

    address = await eventually(found)
    page = await bureau.get(f"/entreprises/{address}")
    assert "Connue du lycée des Tilleuls" in page.text, page.text
    for pupil in people.PUPILS:
        assert pupil.split()[1].lower() not in page.answer.text.lower()


def no_pupil_in(live: LivePage) -> None:
    """Nothing the supervisor's page was ever sent names a pupil or a class."""
    sent = "\n".join(live.everything).lower()
    assert "a confirmé" in sent
    for name in (*people.PUPILS, people.CLASS):
        for word in name.split():
            assert word.lower() not in sent
