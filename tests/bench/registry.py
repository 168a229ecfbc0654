"""The registry of companies as its users meet it: a card created, the list, a search, at 10,000."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx2
import psutil

from contracts.identifiers import Uai
from deploy.embedded.ports import free_port
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.imports.companies import CompaniesList
from deploy.imports.lists import Watch
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from tests.bench.costs import COMPANIES, Ask, Cost, calm, cost, family_seconds
from tests.bench.importing import write_list
from tests.bench.latency import answers
from tests.bench.report import Figure
from tests.bench.world import signed_in
from tests.partnerships.world import with_key
from tests.support.pages import Visitor
from tests.support.processes import passerelle, run
from tests.support.servers import own_folder
from tests.support.waiting import eventually

LYCEE = Uai("0820021C")
CREATED, READ = 200, 60
FORM = "/entreprises/nouvelle"
TWICE = "posted, then read: companies, contacts, what goes on"


async def registry() -> list[Figure]:
    """Processor time a request, of web and PostgreSQL together, by the pages people use."""
    with own_folder("bench", on_disk=True) as folder:
        async with bench_postgres(folder) as postgres:
            costs = await measured_registry(postgres, folder)
    remark = "form, with its journal; one client"
    return [
        Figure("CPU of a company created", costs["create"].cpu, 6, "ms", remark),
        Figure("CPU of a page of the list", costs["list"].cpu, 20, "ms", f"of {COMPANIES}"),
        Figure("list, p95", costs["list"].p95, 60, "ms", f"of {COMPANIES}"),
        Figure("CPU of a search", costs["search"].cpu, 10, "ms", f"among {COMPANIES}"),
        Figure("CPU of a search for everything", costs["find"].cpu, 10, "ms", TWICE),
    ]


@asynccontextmanager
async def bench_postgres(folder: Path) -> AsyncIterator[EmbeddedPostgres]:
    """A cluster as an installation has it: what is committed is on the disk."""
    postgres = EmbeddedPostgres(folder / "pg")
    await postgres.start()
    try:
        yield postgres
    finally:
        await postgres.stop()


@dataclass(frozen=True)
class Served:
    """The portal and the registry at work, and whose processor time is counted."""

    settings: Settings
    bureau: Visitor
    roots: Sequence[psutil.Process]


async def measured_registry(postgres: EmbeddedPostgres, folder: Path) -> dict[str, Cost]:
    """What the portal, the registry and PostgreSQL spend on each kind of request."""
    async with filled_registry(postgres, folder) as served:
        asks = await asks_of(served.bureau)
        return {
            kind: await cost(ask, CREATED if kind == "create" else READ, served.roots)
            for kind, ask in asks.items()
        }


@asynccontextmanager
async def filled_registry(postgres: EmbeddedPostgres, folder: Path) -> AsyncIterator[Served]:
    """A registry with `COMPANIES`, that has done all that follows of them."""
    async with serving_registry(postgres, folder) as served:
        await _fill(served.settings, folder)
        await calm(partial(family_seconds, served.roots))
        yield served


@asynccontextmanager
async def serving_registry(postgres: EmbeddedPostgres, folder: Path) -> AsyncIterator[Served]:
    """An empty registry, and a bureau that is signed in.

    The bus is out of reach: facts are journalled, what others do with them is not counted.
    """
    ports = {"portal": free_port(), "partnerships": free_port()}
    environment = {
        "PASSERELLE_DATABASE_HOST": "127.0.0.1",
        "PASSERELLE_DATABASE_PORT": str(postgres.port),
        "PASSERELLE_DATABASE_URL": postgres.url,
        "PASSERELLE_CREDENTIALS": str(folder / "credentials"),
        "PASSERELLE_NATS_URL": "nats://127.0.0.1:1",
        "PASSERELLE_PORTAL_URL": f"http://127.0.0.1:{ports['portal']}",
        "PASSERELLE_LOG_LEVEL": "ERROR",
    }
    code, output = await run("migrate", environment=environment)
    assert code == 0, output
    settings = Settings(database_url=postgres.url, credentials=folder / "credentials")
    headers = await signed_in(settings, "bureau@banc.example", Role.RBDE, (LYCEE,))
    async with AsyncExitStack() as stack:
        roots = [psutil.Process(postgres.pid)]
        for service, port in ports.items():
            serving = passerelle(
                "serve", service, "--port", str(port), environment=environment, anew=True
            )
            roots.append(psutil.Process((await stack.enter_async_context(serving)).pid))
            await eventually(partial(answers, port))
        address = f"http://127.0.0.1:{ports['partnerships']}"
        client = httpx2.AsyncClient(base_url=address, headers=headers, trust_env=False, timeout=30)
        await stack.enter_async_context(client)
        await calm(partial(family_seconds, roots))
        yield Served(settings, Visitor(client), roots)


async def _fill(settings: Settings, folder: Path) -> None:
    wanted = CompaniesList(settings, write_list(folder), LYCEE, None)
    await wanted.look()
    await wanted.record(Watch(lambda _: None))


async def asks_of(bureau: Visitor) -> Mapping[str, Ask]:
    """How it is asked for each kind of request."""
    form = (await bureau.get(FORM)).form(FORM, exactly=True)

    async def create(number: int) -> httpx2.Response:
        siren = with_key(f"8{number:07d}")
        typed = form.typed(
            name=f"Menuiserie du Banc {number}",
            siret=with_key(f"{siren}0001"),
            command_id=_command(number),
        )
        return await bureau.client.post(FORM, data=typed)

    async def read(_: int) -> httpx2.Response:
        return await bureau.client.get("/entreprises?filtre=toutes")

    async def search(number: int) -> httpx2.Response:
        return await bureau.client.get(f"/entreprises?filtre=toutes&q=bench+{number * 37 % 9000}")

    async def find(number: int) -> httpx2.Response:
        asked = {"q": f"bench {number * 37 % 9000}"}
        posted = await bureau.client.post("/recherche", data=asked)
        kept = posted.headers["set-cookie"].partition(";")[0]
        session = bureau.client.headers["cookie"]
        found = await bureau.client.get("/recherche", headers={"Cookie": f"{session}; {kept}"})
        assert 'aria-labelledby="trouve-' in found.text, found.text
        return found

    return {"create": create, "list": read, "search": search, "find": find}


def _command(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012d}"
