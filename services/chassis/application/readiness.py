"""Health: alive says the process answers; ready says that it can do its work, having tried."""

import asyncio

from fastapi import Request
from sqlalchemy import text
from starlette.responses import JSONResponse

from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.nats.durable_health import durables_ready
from services.chassis.runtime.running_service import Runtime
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.web.router import Router

PROBE_TIMEOUT_SECONDS = 3.0


def health_routes(service: str) -> Router:
    """`/api/<service>/health/live` and `/ready`; open to all, they tell nothing of the content."""
    router = Router()

    @router.query(f"/api/{service}/health/live", action=PUBLIC)
    async def live() -> dict[str, str]:
        return {"status": "alive"}

    @router.query(f"/api/{service}/health/ready", action=PUBLIC)
    async def ready(request: Request) -> JSONResponse:
        checks = await readiness(request.app.state.runtime)
        # Requests need the database alone: with NATS dead the service goes on serving.
        serving = not checks["database"]
        status = "ready" if not any(checks.values()) else "degraded" if serving else "unavailable"
        return JSONResponse({"status": status, "problems": checks}, 200 if serving else 503)

    return router


async def readiness(runtime: Runtime) -> dict[str, list[str]]:
    """What does not work at the moment, by part; all empty when all is well."""
    database, bus = await asyncio.gather(_database(runtime), _bus(runtime))
    relay = [f"{part}: {problem}" for part, problem in runtime.relay.problems.items()]
    readers = [problem for problems in runtime.problems for problem in problems()]
    return {"database": database, "bus": bus, "relay": relay, "readers": readers}


async def _database(runtime: Runtime) -> list[str]:
    try:
        async with asyncio.timeout(PROBE_TIMEOUT_SECONDS), runtime.database.engine.connect() as one:
            await one.execute(text("SELECT 1"))
    except Exception as error:  # asyncpg, SQLAlchemy and sockets each have their own
        if not is_trouble(error):
            raise
        return ["unreachable"]
    return [] if runtime.work.erased.opened.is_set() else ["erasures not applied"]


async def _bus(runtime: Runtime) -> list[str]:
    if not runtime.bus.connected:
        return ["disconnected", *filter(None, [runtime.bus.refusal])]
    return list(await durables_ready(runtime.bus, runtime.durables))
