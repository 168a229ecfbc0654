"""The unit of work: one transaction that changes the state and records the events telling it.

Events are buffered and written as the last statements: bumping a counter takes a row lock
that lasts until the commit, and everybody recording for the same lycée waits behind it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

import uuid_utils
from sqlalchemy import CursorResult, Executable
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import IteratorResult
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.envelope import Envelope
from contracts.event import Event
from contracts.identifiers import Uai
from services.chassis.base.errors import LyceeNotChosen, NotFound, Unavailable
from services.chassis.base.failpoints import failpoint
from services.chassis.database import tables
from services.chassis.database.compiled_statements import Prepared
from services.chassis.database.engine import Database, is_connection_loss, is_retryable
from services.chassis.database.readings import Ahead
from services.chassis.database.transactions import Transaction
from services.chassis.observability import tracing
from services.chassis.security.secret_links import SecretLinks
from services.chassis.unit_of_work import journal
from services.chassis.unit_of_work.erasure_ledger.entries import ErasedHere, Notes

ATTEMPTS = 3
"""How many times `UnitsOfWork.run` runs work that met a deadlock or a serialization failure."""

Result = TypeVar("Result")

_SCHEDULE = Prepared(
    insert(tables.due_work).on_conflict_do_nothing(index_elements=["job", "uai", "key"]),
    *("job", "uai", "key", "due_at"),
)


@dataclass(frozen=True)
class Scope:
    """The lycées whose rows a unit of work may see and write.

    `department_wide` is honoured only by tables whose row security says so.
    """

    uais: frozenset[Uai]
    department_wide: bool = False

    def setting(self) -> str:
        """Value of `app.uais`, which the row-level policies read."""
        return "*" if self.department_wide else ",".join(sorted(self.uais))


@dataclass(frozen=True)
class Actor:
    """The account on whose behalf the work is done, and in which role."""

    account_id: UUID
    role: str


def new_id() -> UUID:
    """Draw a UUIDv7: unique everywhere, and roughly in order of time."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


@dataclass
class UnitOfWork:
    """One open transaction in one scope. Use cases get it first and never commit themselves."""

    transaction: Transaction
    service: str
    department: str
    scope: Scope
    uai: Uai | None
    now: datetime
    correlation_id: UUID
    actor: Actor | None
    cause: Envelope | None
    links: SecretLinks
    department_uai: Uai
    """Whom the scope of the whole department speaks for: the DSDEN."""
    erased: Notes
    """What is erased for good is noted here, see `services.chassis.privacy.erasure`."""
    new_id: Callable[[], UUID] = new_id
    drafts: list[journal.Draft] = field(default_factory=list, init=False)
    ahead: Ahead = field(default_factory=Ahead, init=False)
    answer: dict[str, Any] | None = field(default=None, init=False)
    """What a claimed command is answered; `commands.store` puts it here."""
    given_up: bool = field(default=False, init=False)
    noted: bool = field(default=False, init=False)
    """Whether the work told the audit itself what it did, more precisely than its route can."""

    def __post_init__(self) -> None:
        self.author = journal.Author(
            service=self.service,
            department=self.department,
            now=self.now,
            correlation_id=self.correlation_id,
            cause=self.cause,
            new_id=self.new_id,
        )

    @property
    def connection(self) -> AsyncConnection:
        """The connection the transaction runs on."""
        return self.transaction.connection

    async def execute(
        self,
        statement: Executable,
        parameters: Mapping[str, Any] | list[dict[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        """Run a statement in the transaction; row-level security applies."""
        return await self.connection.execute(statement, parameters)

    async def run(self, statement: Prepared, parameters: Mapping[str, Any]) -> IteratorResult[Any]:
        """Run a statement of a hot path in the transaction; row-level security applies."""
        return await statement.run(self.transaction.driver, parameters)

    @property
    def actor_id(self) -> UUID | None:
        """The account the work is done for; None when nobody asked for it."""
        return self.actor.account_id if self.actor else None

    def writing_for(self, uai: Uai | None = None) -> Uai:
        """Return the lycée a write is for.

        Who works for the department and for no lycée speaks for the DSDEN. Raises NotFound for a
        lycée outside the scope, LyceeNotChosen when several are possible.
        """
        allowed = self.scope.uais
        if not allowed and self.scope.department_wide:
            allowed = frozenset({self.department_uai})
        wanted = uai or self.uai
        if wanted is None:
            if len(allowed) != 1:
                raise LyceeNotChosen
            return next(iter(allowed))
        if wanted not in allowed:
            raise NotFound
        return wanted

    def publish(self, event: Event, *, version: int = 1, uai: Uai | None = None) -> None:
        """Record a fact; it is written with the commit and published soon after.

        `version` is the aggregate's. Raises PayloadTooLarge above what a message may carry.
        """
        self.drafts.append(self.author.draft(event, version, self.writing_for(uai)))

    def give_up(self) -> None:
        """Have the transaction rolled back at the end of its block, with nothing raised."""
        self.given_up = True

    async def schedule(
        self, job: str, *, key: str, due_at: datetime, uai: Uai | None = None
    ) -> None:
        """Have a timed job run once for this key, at or after `due_at`.

        Asking again is harmless: the first `due_at` stays. The department plans jobs of any lycée.
        """
        whose = uai if uai and self.scope.department_wide else self.writing_for(uai)
        await self.run(_SCHEDULE, {"job": job, "key": key, "due_at": due_at, "uai": whose})


class UnitsOfWork:
    """Opens units of work of one service."""

    def __init__(
        self,
        database: Database,
        *,
        service: str,
        department: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], UUID] = new_id,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        """`wake` is called after a commit that recorded events."""
        self._database = database
        self._service = service
        self._department = department
        self._clock = clock
        self._new_id = new_id
        self._wake = wake
        self.links = SecretLinks(database.credentials.link_key, database.settings.public_url)
        self.erased = ErasedHere.of(database.settings.erasures_folder, service)

    def now(self) -> datetime:
        """The time a unit of work begun now would have."""
        return self._clock()

    @property
    def department_uai(self) -> Uai:
        """Whom the department speaks as: the DSDEN."""
        return self._database.settings.department_uai

    @asynccontextmanager
    async def begin(
        self,
        scope: Scope,
        *,
        uai: Uai | None = None,
        correlation_id: UUID | None = None,
        actor: Actor | None = None,
        cause: Envelope | None = None,
        now: datetime | None = None,
        first: bool = False,
        planned_once: bool = False,
    ) -> AsyncIterator[UnitOfWork]:
        """Open a transaction; commit it when the block ends, roll it back when it raises.

        `first`: nobody is served yet. `planned_once`: `begin_in`. Raises Unavailable, OutcomeUnknown.
        """
        self.erased.expect_opened(unless=first)
        async with (
            self._transaction(scope, planned_once=planned_once) as transaction,
            tracing.span(self._service, "transaction") as traced,
        ):
            uow = UnitOfWork(
                transaction=transaction,
                service=self._service,
                department=self._department,
                scope=scope,
                uai=uai,
                now=now or self._clock(),
                correlation_id=correlation_id or self._new_id(),
                actor=actor,
                cause=cause,
                links=self.links,
                department_uai=self.department_uai,
                erased=Notes(self.erased),
                new_id=self._new_id,
            )
            yield uow
            await _finish(uow)
            traced.say(events=len(uow.drafts), outcome="given up" if uow.given_up else "committed")
        self._after(uow)

    def _after(self, uow: UnitOfWork) -> None:
        if uow.drafts:
            failpoint("journal.after_commit")
            self._wake()

    @asynccontextmanager
    async def _transaction(self, scope: Scope, *, planned_once: bool) -> AsyncIterator[Transaction]:
        """Begin in the scope; a server lost then or later is Unavailable."""
        opened = await Transaction.begin(self._database, scope.setting(), planned_once=planned_once)
        try:
            yield opened
        except (DBAPIError, ConnectionError) as error:
            if is_connection_loss(error):
                raise Unavailable from error
            raise
        finally:
            await opened.release()

    async def run(
        self, work: Callable[[UnitOfWork], Awaitable[Result]], scope: Scope, **options: Any
    ) -> Result:
        """Do `work` in a unit of work, again after a deadlock, at most `ATTEMPTS` times.

        `options` are those of `begin`. Raises what the last attempt raised.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self.begin(scope, **options) as uow:
                    return await work(uow)
            except DBAPIError as error:
                if attempt == ATTEMPTS or not is_retryable(error):
                    raise
        raise AssertionError("unreachable: the last attempt returns or raises")


async def _finish(uow: UnitOfWork) -> None:
    if uow.given_up:
        await uow.transaction.rollback()
        return
    async with uow.erased.noted(uow.connection, uow.now):
        await _record(uow)
        await uow.transaction.commit()


async def _record(uow: UnitOfWork) -> None:
    if uow.drafts and uow.answer:
        await uow.run(journal.RECORD_AND_ANSWER, journal.parameters_of(uow.drafts) | uow.answer)
    elif uow.drafts:
        await uow.run(journal.RECORD, journal.parameters_of(uow.drafts))
    elif uow.answer:
        await uow.run(journal.ANSWER, uow.answer)
    if uow.drafts:
        failpoint("journal.before_commit")
