"""The axes actions are ordered by: each lycée's own list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import insert, select, update

from contracts.coordination.avenir import AvenirAxis
from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound, StaleVersion
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
    avenir: AvenirAxis | None = None
    """Which axis of the departmental list it belongs to, if the lycée said so."""
    version: int = 1

    def expect(self, version: int) -> None:
        """Raises StaleVersion unless `version` is current."""
        if version != self.version:
            known = {"label": self.label, "avenir": self.avenir, "archived": self.archived}
            raise StaleVersion(current={**known, "version": self.version})


class Follow(Protocol):
    """Does what a feature above does about a lycée whose axes changed."""

    async def __call__(self, uow: UnitOfWork, *, uai: Uai) -> None: ...


class AxisFollowers:
    """What is done about the axes of a lycée as soon as they changed, by features that count by them."""

    def __init__(self) -> None:
        self._all: list[Follow] = []

    def add(self, follow: Follow) -> None:
        """Register what one feature does."""
        self._all.append(follow)

    async def follow(self, uow: UnitOfWork, uai: Uai) -> None:
        """Have all of them do it."""
        for follow in self._all:
            await follow(uow, uai=uai)


FOLLOWERS = AxisFollowers()


class Axes:
    """The axes of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def all(self) -> Sequence[Axis]:
        """Axes in use first, by label."""
        statement = (
            select(action_axes)
            .where(X.uai.in_(self._uow.scope.uais))
            .order_by(X.archived, X.label, X.axis_id)
        )
        return [_axis(row) for row in await self._uow.execute(statement)]

    async def get(self, axis_id: UUID) -> Axis:
        """Raises NotFound. Nobody else changes it until the commit."""
        statement = select(action_axes).where(X.axis_id == axis_id).with_for_update()
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return _axis(row)

    async def add(self, axis: Axis) -> None:
        """Record a new one."""
        await self._uow.execute(
            insert(action_axes).values(
                uai=axis.uai,
                axis_id=axis.id,
                label=axis.label,
                archived=axis.archived,
                avenir=axis.avenir.value if axis.avenir else None,
            )
        )

    async def save(self, axis: Axis) -> None:
        """Name it otherwise, say what it belongs to, put it away or back."""
        values = {
            "label": axis.label,
            "archived": axis.archived,
            "avenir": axis.avenir.value if axis.avenir else None,
            "version": axis.version,
        }
        await self._uow.execute(update(action_axes).where(X.axis_id == axis.id).values(**values))
        await FOLLOWERS.follow(self._uow, axis.uai)


def _axis(row: Any) -> Axis:
    avenir = AvenirAxis(row.avenir) if row.avenir else None
    return Axis(row.axis_id, Uai(row.uai), row.label, row.archived, avenir, row.version)
