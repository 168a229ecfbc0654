"""Which tasks are still to be done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Table, exists, select

from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionKind, InteractionOutcome
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.tasks.store.tasks import T


@dataclass(frozen=True)
class ExchangeTable:
    """Where exchanges are kept whose next step is a task: a later one with the same answers it."""

    table: Table
    key: str
    held_with: str


_EXCHANGES: list[ExchangeTable] = []


def answered_by(exchanges: ExchangeTable) -> None:
    """Register exchanges that answer tasks: each feature that has some registers its own."""
    _EXCHANGES.append(exchanges)


async def any_due(uow: UnitOfWork, on: date) -> bool:
    """Whether something is due that day, or was."""
    due = exists().where(*open_tasks(uow.scope.uais), T.due_on <= on)
    return bool((await uow.execute(select(due))).scalar())


def open_tasks(of: Collection[Uai]) -> tuple[ColumnElement[bool], ...]:
    """The conditions of an open task of these lycées: not done, and answered by no later exchange when it is the next step of one."""
    return (T.uai.in_(of), *undone())


def undone() -> tuple[ColumnElement[bool], ...]:
    """The conditions of an open task of any lycée. Once all features are loaded: each registers its exchanges."""
    return (T.done_at.is_(None), *(~_answered(one) for one in _EXCHANGES))


def _answered(by: ExchangeTable) -> ColumnElement[bool]:
    """Whether the exchange whose next step it is was followed by another one with the same."""
    before, later = by.table.alias(), by.table.alias()
    silent = (later.c.outcome == InteractionOutcome.NO_ANSWER.value) | (
        (later.c.kind == InteractionKind.MAIL.value)
        & (later.c.outcome == InteractionOutcome.NONE.value)
    )
    return exists().where(
        before.c.uai == T.uai,
        before.c[by.key] == T.interaction_id,
        later.c.uai == before.c.uai,
        later.c[by.held_with] == before.c[by.held_with],
        # Nobody answered, or one wrote: what was planned is still to be done, unless it got a day.
        ~silent | later.c.next_step_on.is_not(None),
        (later.c.occurred_on > before.c.occurred_on)
        | ((later.c.occurred_on == before.c.occurred_on) & (later.c[by.key] > before.c[by.key])),
    )
