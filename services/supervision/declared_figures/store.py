"""Declared figures, and the lycées they are of that are not in yet."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.declared_figures.model import (
    Declaration,
    DeclaredFigure,
    DeclaredLycee,
    Source,
)
from services.supervision.declared_figures.tables import declared_figures, declared_lycees
from services.supervision.past.model import Month

F, L = declared_figures.c, declared_lycees.c


class DeclaredFigures:
    """All of them."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: DeclaredFigure) -> None:
        """Record a new one."""
        values = {"figure_id": one.id, "declared_at": one.declared_at, **_changing(one)}
        await self._uow.execute(insert(declared_figures).values(**values))

    async def save(self, one: DeclaredFigure) -> None:
        """Record the present state of a known one."""
        those = update(declared_figures).where(F.figure_id == one.id)
        await self._uow.execute(those.values(**_changing(one)))

    async def get(self, figure_id: UUID) -> DeclaredFigure:
        """Nobody else changes it until the commit. Raises NotFound."""
        statement = select(declared_figures).where(F.figure_id == figure_id).with_for_update()
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return read_figure(row)

    async def other(self, of: Declaration, than: UUID | None = None) -> bool:
        """Whether another one stands for the same lycée, indicator and month."""
        same = (F.uai == of.uai, F.indicator == of.indicator, F.month == of.month.key)
        found = await self._uow.execute(
            select(F.figure_id).where(*same, F.withdrawn_at.is_(None), F.figure_id != than)
            if than
            else select(F.figure_id).where(*same, F.withdrawn_at.is_(None))
        )
        return found.first() is not None

    async def any_of(self, uai: str) -> bool:
        """Whether one stands of a lycée."""
        those = select(F.figure_id).where(F.uai == uai, F.withdrawn_at.is_(None)).limit(1)
        return (await self._uow.execute(those)).first() is not None


class DeclaredLycees:
    """The lycées the supervisor named."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def all(self) -> Sequence[DeclaredLycee]:
        """By name."""
        rows = await self._uow.execute(select(declared_lycees).order_by(L.name, L.uai))
        return [DeclaredLycee(row.lycee_id, Uai(row.uai), row.name) for row in rows]

    async def add(self, one: DeclaredLycee) -> None:
        """Record a new one."""
        values = {"lycee_id": one.id, "uai": one.uai, "name": one.name, "added_at": self._uow.now}
        await self._uow.execute(insert(declared_lycees).values(**values))

    async def remove(self, uai: Uai) -> None:
        """Name it no more."""
        await self._uow.execute(delete(declared_lycees).where(L.uai == uai))


def _changing(one: DeclaredFigure) -> dict[str, Any]:
    of = one.of
    return {
        "uai": of.uai,
        "indicator": of.indicator,
        "month": of.month.key,
        "numerator": of.numerator,
        "denominator": of.denominator,
        "told_on": of.told_on,
        "source": of.source.value,
        "version": one.version,
        "withdrawn_at": one.withdrawn_at,
    }


def read_figure(row: Any) -> DeclaredFigure:
    """Read a row."""
    month = Month.of_key(row.month)
    if month is None:
        raise ValueError(f"no month: {row.month}")
    return DeclaredFigure(
        id=row.figure_id,
        of=Declaration(
            uai=Uai(row.uai),
            indicator=row.indicator,
            month=month,
            numerator=row.numerator,
            denominator=row.denominator,
            told_on=row.told_on,
            source=Source(row.source),
        ),
        declared_at=row.declared_at,
        version=row.version,
        withdrawn_at=row.withdrawn_at,
    )
