"""All services of a machine share one event loop: no step of any of them holds it for long."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2

from deploy.demo import make_demo
from deploy.supervisor.up import Deployment, Options, deployed
from services.chassis.observability.loop_lag import HELD_SECONDS_MAX, Process
from tests.bench.report import Figure
from tests.journeys import people
from tests.security.names import no_name_gets_out
from tests.support.pages import Visitor
from tests.support.servers import own_folder

BUREAU = "bureau@tilleuls.example"
SUPERVISOR = "supervision@dsden.example"
IMPORTED = 500
"""As many lines as one step of an import takes."""
READ_BY_THE_BUREAU = (
    "/",
    "/entreprises",
    "/entreprises?filtre=toutes&q=Atelier",
    "/entreprises/export.csv?filtre=toutes",
    "/entreprises/export.xlsx?filtre=toutes",
    "/pfmp",
    "/pfmp",
)


@asynccontextmanager
async def measured() -> AsyncIterator[Process]:
    """Every step of the loop, measured as the metric measures some of them."""
    # What the tests before left in memory is not ours to go through.
    gc.collect()
    gc.freeze()
    process = Process()
    watching = asyncio.create_task(process.watch(look_seconds=0))
    yield process
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching
    gc.unfreeze()


def held_longer(process: Process) -> float:
    """How many steps held the loop longer than any should."""
    within = {"le": str(HELD_SECONDS_MAX)}
    name = "passerelle_loop_held_seconds"
    kept = process.registry.get_sample_value(f"{name}_bucket", within)
    count = process.registry.get_sample_value(f"{name}_count")
    assert count
    assert kept is not None
    return count - kept


async def a_working_day(deployment: Deployment, passwords: dict[str, str]) -> None:
    """Signing in, a long list imported, a class, a period, a place confirmed; pages read."""

    def client() -> httpx2.AsyncClient:
        return httpx2.AsyncClient(base_url=deployment.address, trust_env=False, timeout=30)

    async with client() as mine, client() as theirs:
        bureau = await people.sign_in(mine, BUREAU, passwords[BUREAU])
        supervisor = await people.sign_in(theirs, SUPERVISOR, passwords[SUPERVISOR])
        await people.import_companies(bureau, IMPORTED)
        await people.import_class(bureau)
        period = await people.publish_a_period(bureau)
        placement = await people.propose(bureau, period, people.host(1))
        await people.confirm(bureau, placement)
        await read(bureau, *READ_BY_THE_BUREAU, period)
        await read(supervisor, "/departement", "/departement/fragments/journal")


async def read(visitor: Visitor, *paths: str) -> None:
    for path in paths:
        assert (await visitor.get(path)).status == 200, path


def as_somebody_else(deployment: Deployment, passwords: dict[str, str]) -> None:
    """In a thread and a loop of its own: reading pages as the test does takes time too."""
    asyncio.run(a_working_day(deployment, passwords))


async def loop() -> list[Figure]:
    """Steps of a working day of all services that held their one loop too long."""
    with own_folder("loop", on_disk=True) as folder:
        async with deployed(Options(folder / "data", fsync=False)) as deployment:
            shown = await make_demo(deployment.settings, folder / "data")
            passwords = {one.account.mail: one.password for one in shown}

            async with no_name_gets_out(deployment.settings, folder), measured() as process:
                await asyncio.to_thread(as_somebody_else, deployment, passwords)
    limit = f"longer than {HELD_SECONDS_MAX * 1000:g} ms of processor time"
    return [Figure("steps that held the loop", held_longer(process), 0, "", limit)]
