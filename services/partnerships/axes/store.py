"""The axes actions are ordered by: each lycée's own list."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select, update

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.axes.tables import action_axes

X = action_axes.c


@dataclass(frozen=True)
class Axis:
    """One axis (du Parcours Avenir); one that is archived is offered no more."""

    id: UUID
    uai: Uai
    label: str
    archived: bool


class Axes:
    """The axes of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def all(self) -> Sequence[Axis]:
        """Those in use first, by label."""
        statement = (
            select(action_axes)
            .where(X.uai.in_(self._uow.scope.uais))
            .order_by(X.archived, X.label, X.axis_id)
        )
        return [
            Axis(row.axis_id, Uai(row.uai), row.label, row.archived)
            for row in await self._uow.execute(statement)
        ]

    async def add(self, axis: Axis) -> None:
        """Record a new one."""
        await self._uow.execute(
            insert(action_axes).values(
                uai=axis.uai, axis_id=axis.id, label=axis.label, archived=axis.archived
            )
        )

    async def change(self, axis_id: UUID, label: str, *, archived: bool) -> None:
        """Name it otherwise, put it away or back. Raises NotFound."""
        statement = update(action_axes).where(X.axis_id == axis_id)
        found = await self._uow.execute(statement.values(label=label, archived=archived))
        if not found.rowcount:
            raise NotFound
