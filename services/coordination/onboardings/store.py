"""Steps of the department, bureaux that change hands, and what each has done."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.onboardings.model import FIRST_STEPS, Onboarding, Step
from services.coordination.onboardings.tables import (
    onboarding_steps,
    onboarding_ticks,
    onboardings,
)

S, B, T = onboarding_steps.c, onboardings.c, onboarding_ticks.c


def _steps(rows: Rows) -> Sequence[Step]:
    return [
        Step(row.step_id, row.position, row.text, row.week, row.link, row.removed, row.version)
        for row in rows
    ]


KEPT_STEPS = Reading(
    select(onboarding_steps).order_by(S.position, S.week, S.step_id),
    _steps,
)
"""The list as the supervisor changed it; nothing while she did not."""
OPEN_ONBOARDINGS = Reading(
    select(
        onboardings,
        select(func.coalesce(func.array_agg(T.step_id), literal([], ARRAY(Uuid))))
        .where(T.onboarding_id == B.onboarding_id)
        .scalar_subquery()
        .label("done"),
    )
    .where(B.closed_at.is_(None))
    .order_by(B.begun_on.desc(), B.uai),
    lambda rows: [(_onboarding(row), frozenset(row.done)) for row in rows],
)
"""Those under way in scope, the last to begin first, with the steps that are done."""


class Steps:
    """What the supervisor has new bureaux do."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def all(self) -> Sequence[Step]:
        """Steps of today, in order; the first list where nobody changed it."""
        kept = await KEPT_STEPS.of(self._uow, {})
        return [one for one in kept or FIRST_STEPS if not one.removed]

    async def own(self) -> Sequence[Step]:
        """All of them, to be changed: the first list becomes the department’s own."""
        if kept := await KEPT_STEPS.of(self._uow, {}):
            return kept
        for one in FIRST_STEPS:
            await self.add(one)
        return FIRST_STEPS

    async def add(self, step: Step) -> None:
        """Keep a step."""
        added = upsert(onboarding_steps).values(step_id=step.id, **_values(step))
        await self._uow.execute(added.on_conflict_do_nothing())

    async def save(self, step: Step) -> bool:
        """Record what changed, and say whether it was the version before."""
        done = await self._uow.execute(
            update(onboarding_steps)
            .where(S.step_id == step.id, S.version == step.version - 1)
            .values(_values(step))
        )
        return done.rowcount == 1


class Onboardings:
    """Bureaux that change hands, of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def open(self) -> Sequence[Onboarding]:
        """Lists of steps under way, the last to begin first."""
        return [one for one, _ in await OPEN_ONBOARDINGS.of(self._uow, {})]

    async def get(self, onboarding_id: UUID) -> Onboarding:
        """Raises NotFound. Nobody else changes it until the commit."""
        statement = select(onboardings).where(B.onboarding_id == onboarding_id).with_for_update()
        if (row := (await self._uow.execute(statement)).first()) is None:
            raise NotFound
        return _onboarding(row)

    async def begin(self, onboarding_id: UUID, uai: Uai, begun_on: date) -> bool:
        """Whether it is open now: false where the lycée has one already, or this one is known."""
        added = upsert(onboardings).values(
            uai=uai, onboarding_id=onboarding_id, begun_on=begun_on, version=1
        )
        done = await self._uow.execute(added.on_conflict_do_nothing().returning(B.onboarding_id))
        return done.first() is not None

    async def ended_by(self, handover_id: UUID) -> Onboarding | None:
        """The one this hand-over ended, the last to begin; nobody else changes it until the commit."""
        statement = (
            select(onboardings)
            .where(B.closed_for == handover_id, B.closed_at.is_not(None))
            .order_by(B.begun_on.desc())
            .limit(1)
            .with_for_update()
        )
        row = (await self._uow.execute(statement)).first()
        return _onboarding(row) if row else None

    async def close(
        self, one: Onboarding, *, closed_at: datetime | None, closed_for: UUID | None = None
    ) -> None:
        """Record that it is over, for a hand-over if one ended it, or open again."""
        await self._uow.execute(
            update(onboardings)
            .where(B.onboarding_id == one.id)
            .values(closed_at=closed_at, closed_for=closed_for, version=one.version + 1)
        )

    async def tick(self, one: Onboarding, step_id: UUID, *, done_at: datetime | None) -> None:
        """Note a step as done; None: it is not, after all."""
        if done_at is None:
            await self._uow.execute(
                delete(onboarding_ticks).where(T.onboarding_id == one.id, T.step_id == step_id)
            )
            return
        added = upsert(onboarding_ticks).values(
            uai=one.uai, onboarding_id=one.id, step_id=step_id, done_at=done_at
        )
        await self._uow.execute(added.on_conflict_do_nothing())


def _onboarding(row: Any) -> Onboarding:
    closed = row.closed_at is not None
    return Onboarding(row.onboarding_id, Uai(row.uai), row.begun_on, closed, row.version)


def _values(step: Step) -> dict[str, Any]:
    names = ("position", "text", "week", "link", "removed", "version")
    return {name: getattr(step, name) for name in names}
