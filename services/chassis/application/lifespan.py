"""Starting and stopping a service: it serves with NATS dead, and starts with PostgreSQL dead."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Protocol

from nats.aio.msg import Msg
from starlette.types import ASGIApp

from services.chassis.application.daily_purge import purged_daily
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.live.page_stream import Changes
from services.chassis.nats.connection import Bus
from services.chassis.nats.durables import Durable
from services.chassis.observability.loop_lag import loop_watched
from services.chassis.observability.trace_collection import collected
from services.chassis.operations.collect import Watched
from services.chassis.operations.poll_health import looking
from services.chassis.outbox.relay import Relay
from services.chassis.privacy.erasure.restored_database import erasures_applied
from services.chassis.projections.reader import ProjectionRunner
from services.chassis.questions import Answers, Asker, Responder
from services.chassis.reactions.consumer import ReactionRunner
from services.chassis.runtime.running_service import Runtime
from services.chassis.security.credentials import ServiceCredentials
from services.chassis.security.sessions import PortalSessions, RememberedSessions, cookie_name
from services.chassis.service.spec import OnStart, Service
from services.chassis.unit_of_work.scheduled_jobs import TimedWorker
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork


class _Runner(Protocol):
    @property
    def durables(self) -> tuple[Durable, ...]: ...

    def problems(self) -> tuple[str, ...]: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


@asynccontextmanager
async def running(
    service: Service,
    settings: Settings,
    sessions: RememberedSessions | None,
    portal: ASGIApp | None,
    opened: Database | None,
) -> AsyncIterator[Runtime]:
    """Start every part of a service, and stop them in reverse order.

    `sessions` are those a portal here remembers; else `portal` is asked, or the one at its address.
    A database that was `opened` already is used, and stays open.
    """
    credentials = ServiceCredentials.load(settings.credentials, service.name)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(collected(settings.otlp_endpoint))
        await stack.enter_async_context(loop_watched())
        database = await stack.enter_async_context(_open(settings, credentials, opened))
        bus = await Bus.connect(settings, credentials)
        stack.push_async_callback(bus.close)
        known = await stack.enter_async_context(_known(sessions, settings, portal))
        runtime = _assemble(service, settings, database, bus, known)
        await _hear_revocations(runtime)
        await stack.enter_async_context(erasures_applied(service.erasing, runtime.work))
        await runtime.changes.start()
        await runtime.relay.start()
        stack.push_async_callback(runtime.relay.stop)
        for runner in _runners(service, runtime):
            await runner.start()
            stack.push_async_callback(runner.stop)
            runtime.durables += runner.durables
            runtime.problems.append(runner.problems)
        if service.answers is not None:
            await stack.enter_async_context(_answering(service.answers, runtime))
        runtime.watched.durables = runtime.durables
        await stack.enter_async_context(looking(runtime.watched, runtime.relay.leadership))
        for hook in _hooks(service):
            await stack.enter_async_context(hook(runtime))
        # Entered last, left first: open pages end before what they read from goes away.
        stack.callback(runtime.changes.close)
        yield runtime


@asynccontextmanager
async def _open(
    settings: Settings, credentials: ServiceCredentials, opened: Database | None
) -> AsyncIterator[Database]:
    database = opened or Database.open(settings, credentials)
    try:
        yield database
    finally:
        if opened is None:
            await database.close()


@asynccontextmanager
async def _known(
    sessions: RememberedSessions | None, settings: Settings, portal: ASGIApp | None
) -> AsyncIterator[RememberedSessions]:
    if sessions is not None:
        yield sessions
        return
    asking = PortalSessions(settings, portal)
    try:
        yield RememberedSessions(asking.ask, cookie=cookie_name(settings))
    finally:
        await asking.close()


async def _hear_revocations(runtime: Runtime) -> None:
    """Ask again who a revoked session belongs to, at once for the pages that are open."""

    async def revoked(message: Msg) -> None:
        await runtime.sessions.revoked(message)
        runtime.changes.notify()

    await runtime.bus.subscribe(f"revoked.portal.{runtime.settings.department}", revoked)


def _hooks(service: Service) -> tuple[OnStart, ...]:
    return (partial(purged_daily, service.retention), *service.on_start())


def _assemble(
    service: Service,
    settings: Settings,
    database: Database,
    bus: Bus,
    sessions: RememberedSessions,
) -> Runtime:
    name, department = service.name, settings.department

    def wake() -> None:  # the relay does the timed work through the units that wake it
        relay.wake()

    work = UnitsOfWork(database, service=name, department=department, wake=wake)
    timed = TimedWorker(service.timed, work) if service.timed else None
    relay = Relay(database, bus, service=name, department=department, timed=timed)
    changes = Changes(bus, name, department)
    disk = settings.data_folder if service.watches_disk else None
    return Runtime(
        name,
        settings,
        service.permissions,
        database,
        bus,
        work,
        relay,
        sessions,
        changes,
        Asker(bus, service=name, department=department),
        Watched(name, work, bus, gauges=service.gauges, disk=disk),
    )


@asynccontextmanager
async def _answering(answers: Answers, runtime: Runtime) -> AsyncIterator[None]:
    department = runtime.settings.department
    responder = Responder(answers, bus=runtime.bus, units=runtime.work, department=department)
    await responder.start()
    try:
        yield
    finally:
        await responder.stop()


def _runners(service: Service, runtime: Runtime) -> list[_Runner]:
    department = runtime.settings.department
    found: list[_Runner] = []
    if service.reactions is not None:
        found.append(
            ReactionRunner(
                service.reactions, bus=runtime.bus, units=runtime.work, department=department
            )
        )
    found += [
        ProjectionRunner(
            service.name,
            projection,
            bus=runtime.bus,
            database=runtime.database,
            department=department,
            tell=runtime.changes.hear,
        )
        for projection in service.projections
    ]
    return found
