"""Each service in a process of its own, behind the gateway, as an operator would run them."""

import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from deploy.data_folder import DataFolder
from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.ports import free_port
from deploy.services import SERVICES
from deploy.supervisor.servers import background
from services.chassis.base.settings import Settings
from tests.support.prepared import prepared
from tests.support.processes import READY_WITHIN_SECONDS, Command, passerelle, run
from tests.support.servers import running_postgres
from tests.support.waiting import eventually

REPLICAS = {"internships": 2}


@dataclass(frozen=True)
class Apart:
    """What runs: one address, and every process behind it."""

    address: str
    settings: Settings
    """Those of an operator."""
    nats: EmbeddedNats
    processes: Mapping[str, list[Command]]


@asynccontextmanager
async def apart(
    folder: Path, more: Mapping[str, str] | None = None, *, empty: bool = False
) -> AsyncIterator[Apart]:
    """Everything set up by the commands of `passerelle`, and ready; `more` is its environment.

    `empty`: the databases are made by these commands too, and not found made.
    """
    async with AsyncExitStack() as stack:
        own = DataFolder(folder / "pg" if empty else await prepared(folder / "pg"))
        postgres = await stack.enter_async_context(running_postgres(own.path))
        ports = {name: free_port() for name in ("nats", "monitor", "gateway")}
        address = f"http://127.0.0.1:{ports['gateway']}"
        common = {
            "PASSERELLE_NATS_URL": f"nats://127.0.0.1:{ports['nats']}",
            "PASSERELLE_DATABASE_HOST": "127.0.0.1",
            "PASSERELLE_DATABASE_PORT": str(postgres.port),
            "PASSERELLE_PUBLIC_URL": address,
            **(more or {}),
        }
        operator = common | {
            "PASSERELLE_DATABASE_URL": postgres.url,
            "PASSERELLE_CREDENTIALS": str(own.credentials),
        }
        nats = await _bus(stack, folder, operator, ports)
        processes = await _services(stack, folder, common, own.credentials)
        replicas = [
            f"--replica={name}={await process.address()}"
            for name, running in processes.items()
            for process in running
        ]
        await stack.enter_async_context(
            passerelle(
                *("serve", "gateway", "--port", str(ports["gateway"]), *replicas),
                environment=common,
            )
        )
        await eventually(lambda: _all_ready(address), within_seconds=READY_WITHIN_SECONDS)
        settings = Settings(
            database_url=postgres.url,
            nats_url=nats.url,
            credentials=own.credentials,
        )
        yield Apart(address, settings, nats, processes)


async def _bus(
    stack: AsyncExitStack, folder: Path, operator: Mapping[str, str], ports: Mapping[str, int]
) -> EmbeddedNats:
    """Configuration first, then the server, then databases, streams and their readers."""
    config = ("--config", str(folder / "nats"), "--monitor-port", str(ports["monitor"]))
    await _done("provision", *config, environment=operator)
    path = folder / "nats" / "nats-server.conf"
    nats = EmbeddedNats(path, port=ports["nats"], monitor_port=ports["monitor"])
    stack.push_async_callback(nats.stop)
    await nats.start()
    await stack.enter_async_context(background(nats.watch))
    await _done("migrate", environment=operator)
    await _done("provision", environment=operator)
    return nats


async def _services(
    stack: AsyncExitStack, folder: Path, common: Mapping[str, str], credentials: Path
) -> dict[str, list[Command]]:
    """Every service, given no credentials but its own."""
    portal_port = free_port()
    processes: dict[str, list[Command]] = {}
    for service in SERVICES:
        own = folder / f"credentials-of-{service.name}"
        own.mkdir(mode=0o700)
        shutil.copy(credentials / f"{service.name}.json", own)
        environment = {
            **common,
            "PASSERELLE_CREDENTIALS": str(own),
            "PASSERELLE_PORTAL_URL": f"http://127.0.0.1:{portal_port}",
        }
        port = ("--port", str(portal_port)) if service.name == "portal" else ()
        processes[service.name] = [
            await stack.enter_async_context(
                passerelle("serve", service.name, *port, environment=environment)
            )
            for _ in range(REPLICAS.get(service.name, 1))
        ]
    return processes


async def _done(*arguments: str, environment: Mapping[str, str]) -> None:
    code, output = await run(*arguments, environment=environment)
    assert code == 0, output


async def _all_ready(address: str) -> bool:
    async with httpx2.AsyncClient(base_url=address, trust_env=False) as client:
        for service in SERVICES:
            try:
                answer = await client.get(f"/api/{service.name}/health/ready")
            except httpx2.TransportError:
                return False
            assert answer.status_code == 200, answer.text
    return True
