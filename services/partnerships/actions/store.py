"""School–company actions: each lycée's own."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts.coordination.actors import ActorKind
from contracts.identifiers import Uai
from contracts.partnerships.actions import ActionKind
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.model import (
    ActionDetails,
    ActionStatus,
    CompanyAnswer,
    SchoolAction,
)
from services.partnerships.actions.tables import action_companies, actions
from services.partnerships.company_words.store.words import among

A = actions.c
_COMPANIES = (
    select(func.jsonb_object_agg(action_companies.c.company_id, action_companies.c.answer))
    .where(action_companies.c.uai == A.uai, action_companies.c.action_id == A.action_id)
    .scalar_subquery()
    .label("companies")
)
ACTIONS = select(actions, _COMPANIES)
"""Every action with its companies."""


class Follow(Protocol):
    """Does what a feature above does about an action that was planned, or changed."""

    async def __call__(self, uow: UnitOfWork, *, action: SchoolAction) -> None: ...


class ActionFollowers:
    """What is done about an action as soon as it is recorded, by features that know of it."""

    def __init__(self) -> None:
        self._all: list[Follow] = []

    def add(self, follow: Follow) -> None:
        """Register what one feature does."""
        self._all.append(follow)

    async def follow(self, uow: UnitOfWork, action: SchoolAction) -> None:
        """Have all of them do it."""
        for follow in self._all:
            await follow(uow, action=action)


FOLLOWERS = ActionFollowers()


class Actions:
    """The actions of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, action: SchoolAction) -> None:
        """Record a new one."""
        await self._uow.execute(
            insert(actions).values(uai=action.uai, action_id=action.id, **_changing(action))
        )
        await self._keep_companies(action)
        await FOLLOWERS.follow(self._uow, action)

    async def save(self, action: SchoolAction) -> None:
        """Record the present state of a known one."""
        await self._uow.execute(
            update(actions).where(A.action_id == action.id).values(**_changing(action))
        )
        had = (await self.get(action.id)).companies
        if gone := list(had.keys() - action.companies.keys()):
            left = delete(action_companies).where(
                action_companies.c.action_id == action.id,
                among(action_companies.c.company_id, gone),
            )
            await self._uow.execute(left)
        await self._keep_companies(action, had)
        await FOLLOWERS.follow(self._uow, action)

    async def get(self, action_id: UUID) -> SchoolAction:
        """Raises NotFound, for another lycée's too."""
        return await self._one(ACTIONS, action_id)

    async def get_for_update(self, action_id: UUID) -> SchoolAction:
        """Raises NotFound. Nobody else changes it until the commit."""
        return await self._one(ACTIONS.with_for_update(of=actions), action_id)

    async def invited_to(self, action_id: UUID | None) -> SchoolAction | None:
        """The one companies are invited to, if one is; nobody else changes it until the commit."""
        return await self.get_for_update(action_id) if action_id else None

    async def titles(self, action_ids: Collection[UUID]) -> Mapping[UUID, str]:
        """What these are called."""
        statement = select(A.action_id, A.title).where(A.action_id.in_(list(action_ids)))
        return {row.action_id: row.title for row in await self._uow.execute(statement)}

    async def of_lycee(self, uai: Uai) -> Sequence[SchoolAction]:
        """All of one lycée, as they came."""
        statement = ACTIONS.where(A.uai == uai).order_by(A.action_id)
        return [read_action(row) for row in await self._uow.execute(statement)]

    async def _one(self, statement: Select[Any], action_id: UUID) -> SchoolAction:
        row = (await self._uow.execute(statement.where(A.action_id == action_id))).first()
        if row is None:
            raise NotFound
        return read_action(row)

    async def _keep_companies(
        self, action: SchoolAction, had: Mapping[UUID, CompanyAnswer] | None = None
    ) -> None:
        rows = [
            {"uai": action.uai, "action_id": action.id, "company_id": one, "answer": answer.value}
            for one, answer in action.companies.items()
            if (had or {}).get(one) is not answer
        ]
        if rows:
            written = upsert(action_companies)
            changed = written.on_conflict_do_update(
                constraint=action_companies.primary_key,
                set_={"answer": written.excluded.answer},
            )
            await self._uow.execute(changed, rows)


def _changing(action: SchoolAction) -> dict[str, Any]:
    details = action.details
    return {
        **vars(details),
        "kind": details.kind.value,
        "partners": [one.value for one in details.partners],
        "classes": list(details.classes),
        "status": action.status.value,
        "pupils": action.pupils,
        "teachers": action.teachers,
        "version": action.version,
    }


def read_action(row: Any) -> SchoolAction:
    """Read a row of `ACTIONS`."""
    return SchoolAction(
        id=row.action_id,
        uai=Uai(row.uai),
        details=ActionDetails(
            kind=ActionKind(row.kind),
            title=row.title,
            planned_on=row.planned_on,
            axis_id=row.axis_id,
            partners=tuple(ActorKind(code) for code in row.partners),
            classes=tuple(row.classes),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=row.place,
            mails_off=row.mails_off,
        ),
        companies={UUID(one): CompanyAnswer(said) for one, said in (row.companies or {}).items()},
        status=ActionStatus(row.status),
        pupils=row.pupils,
        teachers=row.teachers,
        version=row.version,
    )
