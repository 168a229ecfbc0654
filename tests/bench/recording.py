"""What one confirmation says to PostgreSQL and to NATS, recorded without doing it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID, uuid4

from asyncpg import Connection
from asyncpg.connection import LoggedQuery
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from contracts.envelope import to_headers
from deploy.operations.units import units_of
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.database.scopes import WHOLE_DEPARTMENT, enter_scope
from services.chassis.database.transactions import begin_in
from services.chassis.nats.parse_envelope import Delivery
from services.chassis.projections.batch import Folding, _recorded
from services.chassis.projections.revision import move_watermark
from services.chassis.security.credentials import ServiceCredentials
from services.chassis.unit_of_work import commands
from services.chassis.unit_of_work.audit_log import DONE, Entry
from services.chassis.unit_of_work.journal import RECORD_AND_ANSWER, Draft, parameters_of
from services.chassis.unit_of_work.unit_of_work import Actor, Scope, UnitOfWork, UnitsOfWork
from services.internships.base.days import local_date
from services.internships.permissions import MANAGE_PLACEMENTS
from services.internships.placements.commands.confirm_placement import confirm_placement
from services.supervision.subscribers import DEPARTMENT
from tests.bench.world import UAI

Statement = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Message:
    """One message a confirmation publishes."""

    audience: str
    subject: str
    headers: dict[str, str]
    payload: bytes


@dataclass(frozen=True)
class Confirmation:
    """The statements of one POST, its messages, and the statements that fold them."""

    statements: list[Statement]
    messages: list[Message]
    fold: list[Statement]


async def record_confirmations(settings: Settings, placements: list[UUID]) -> list[Confirmation]:
    """Record one confirmation per placement; every transaction is rolled back."""
    async with units_of(settings, "internships") as units:
        written = [await _write(units, placement) for placement in placements]
    credentials = ServiceCredentials.load(settings.credentials, "supervision")
    supervision = Database.open(settings, credentials)
    try:
        folds = [await _fold(supervision.engine, messages) for _, messages in written]
    finally:
        await supervision.close()
    return [
        Confirmation(statements, messages, fold)
        for (statements, messages), fold in zip(written, folds, strict=True)
    ]


@contextmanager
def _listening(driver: Connection) -> Iterator[list[Statement]]:
    """What is said inside one transaction."""
    said: list[Statement] = []

    def say(record: LoggedQuery) -> None:
        said.append((record.query, tuple(record.args or ())))

    with driver.query_logger(say):
        yield said
    said[:] = [one for one in said if not one[0].startswith("BEGIN")]


async def _write(units: UnitsOfWork, placement: UUID) -> tuple[list[Statement], list[Message]]:
    """As the route does: claim, use case, stored answer, journal."""
    command = uuid4()
    scope = Scope(frozenset({UAI}))
    async with units.begin(scope, actor=Actor(uuid4(), "rbde")) as uow:
        with _listening(uow.transaction.driver) as said:
            await commands.claim(uow, command, commands.fingerprint("/", b""))
            await confirm_placement(
                uow, placement_id=placement, version=1, on=local_date(uow.now), now=uow.now
            )
            commands.store(uow, command, commands.Answer(200, (), b"{}"), _audited(uow, placement))
            await uow.run(RECORD_AND_ANSWER, parameters_of(uow.drafts) | (uow.answer or {}))
        messages = [_message(draft) for draft in uow.drafts]
        uow.give_up()
    return [(begin_in(scope.setting()), ()), *said, ("COMMIT", ())], messages


def _audited(uow: UnitOfWork, placement: UUID) -> Entry:
    """The line of the audit, as `auditing.done` writes it."""
    actor = uow.actor
    assert actor is not None
    action = MANAGE_PLACEMENTS.name
    return Entry(uow.new_id(), uow.now, actor.account_id, actor.role, UAI, action, placement, DONE)


def _message(draft: Draft) -> Message:
    envelope = replace(draft.envelope, sequence=1)
    return Message(draft.audience, draft.subject, to_headers(envelope), draft.payload.encode())


async def _fold(engine: AsyncEngine, messages: list[Message]) -> list[Statement]:
    folding = Folding("floor", replace(DEPARTMENT, name="floor"), lambda: datetime.now(UTC))
    deliveries = [
        Delivery(
            subject=message.subject,
            headers=message.headers,
            payload=message.payload,
            stream="FLOOR",
            stream_sequence=1,
            attempt=1,
        )
        for message in messages
        if message.audience == "department"
    ]
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        with _listening(cast("Connection", raw.driver_connection)) as said:
            await _fold_in(connection, folding, deliveries)
        await connection.rollback()
    # SQLAlchemy says this one, on a way asyncpg's logger does not hear.
    return [(f"SELECT set_config('app.uais', '{WHOLE_DEPARTMENT}', true)", ()), *said]


async def _fold_in(
    connection: AsyncConnection, folding: Folding, deliveries: list[Delivery]
) -> None:
    """As the projection does, but for the commit."""
    await enter_scope(connection, WHOLE_DEPARTMENT)
    good = await folding._set_unreadable_aside(connection, [folding._read(d) for d in deliveries])
    await folding.projection.fold(connection, [_recorded(read) for read in good])
    await move_watermark(
        connection,
        projection="floor",
        stream="FLOOR",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        sequence=1,
        now=datetime.now(UTC),
    )
