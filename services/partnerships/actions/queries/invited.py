"""The companies of an action, by what they answered; and the actions companies may be invited to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.model import ActionStatus, CompanyAnswer, SchoolAction
from services.partnerships.actions.store import ACTIONS, A, Actions, read_action
from services.partnerships.actions.tables import action_companies
from services.partnerships.companies.tables.companies import companies

SHOWN = 50
ACTIONS_OFFERED = 200
INVITED, C = action_companies.c, companies.c


@dataclass(frozen=True)
class Invited:
    """One company of an action."""

    id: UUID
    name: str
    answer: CompanyAnswer


@dataclass(frozen=True)
class InvitedPage:
    """A page of them by name; `after` leads to the next one."""

    items: Sequence[Invited]
    counts: Mapping[CompanyAnswer, int]
    """How many there are of each answer, on all pages."""
    answer: CompanyAnswer | None
    """The one that is asked for, where one is."""
    after: UUID | None
    first: bool

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


async def read_invited(
    uow: UnitOfWork,
    action: SchoolAction,
    *,
    answer: CompanyAnswer | None = None,
    after: UUID | None = None,
) -> InvitedPage:
    """Companies that answered so, from the one after which the last page ended."""
    statement = _of(action.id, answer).add_columns(C.name, INVITED.answer)
    if after is not None:
        last = select(C.name_key, C.company_id).where(C.company_id == after).subquery()
        statement = statement.join(
            last, tuple_(C.name_key, C.company_id) > tuple_(last.c.name_key, last.c.company_id)
        )
    rows = (await uow.execute(statement.limit(SHOWN + 1))).all()
    found = [Invited(row.company_id, row.name, CompanyAnswer(row.answer)) for row in rows]
    return InvitedPage(
        items=found[:SHOWN],
        counts=Counter(action.companies.values()),
        answer=answer,
        after=found[SHOWN - 1].id if len(found) > SHOWN else None,
        first=after is None,
    )


async def read_invited_ids(
    uow: UnitOfWork, action_id: UUID, answer: CompanyAnswer | None
) -> tuple[SchoolAction, Sequence[UUID]]:
    """The action, and those that answered so, by name. Raises NotFound."""
    action = await Actions(uow).get(action_id)
    return action, list((await uow.execute(_of(action_id, answer))).scalars())


async def read_open_actions(uow: UnitOfWork) -> Sequence[SchoolAction]:
    """Actions that are planned, the furthest first."""
    statement = (
        ACTIONS.where(A.uai.in_(uow.scope.uais), A.status == ActionStatus.PLANNED.value)
        .order_by(A.planned_on.desc(), A.action_id)
        .limit(ACTIONS_OFFERED)
    )
    return [read_action(row) for row in await uow.execute(statement)]


def _of(action_id: UUID, answer: CompanyAnswer | None) -> Any:
    statement = (
        select(C.company_id)
        .join(action_companies, INVITED.company_id == C.company_id)
        .where(INVITED.action_id == action_id)
        .order_by(C.name_key, C.company_id)
    )
    return statement if answer is None else statement.where(INVITED.answer == answer.value)
