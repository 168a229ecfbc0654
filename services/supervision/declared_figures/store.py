"""Declared figures, and the lycées they are of that are not in yet."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

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
_LOCK = func.hashtextextended("supervision.declared_figures", 0)


async def one_at_a_time(uow: UnitOfWork) -> None:
    """Have who notes or names at the same moment wait, and then read what was noted."""
    await uow.execute(select(func.pg_advisory_xact_lock(_LOCK)))


class DeclaredFigures:
    """All of them."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: DeclaredFigure) -> None:
        """Record a new one."""
        values = {"figure_id": one.id, **_changing(one)}
        await self._uow.execute(insert(declared_figures).values(**values))

    async def save(self, one: DeclaredFigure) -> None:
        """Record the present state of a known one."""
        those = update(declared_figures).where(F.figure_id == one.id)
        await self._uow.execute(those.values(**_changing(one)))

    async def get(self, figure_id: UUID) -> DeclaredFigure:
        """A declared figure that nobody else changes until the commit. Raises NotFound."""
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

    async def months(self, uai: str | None = None) -> Sequence[Month]:
        """The months some stand of, of every lycée or of one."""
        whose = () if uai is None else (F.uai == uai,)
        those = select(F.month).where(F.withdrawn_at.is_(None), *whose).distinct()
        keys = (await self._uow.execute(those)).scalars()
        return [one for key in keys if (one := Month.of_key(key))]

    async def any_of(self, uai: str) -> bool:
        """Whether one stands of a lycée."""
        those = select(F.figure_id).where(F.uai == uai, F.withdrawn_at.is_(None)).limit(1)
        return (await self._uow.execute(those)).first() is not None


class DeclaredLycees:
    """The lycées the supervisor named."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def all(self) -> Sequence[DeclaredLycee]:
        """By name, without those that were removed."""
        named = select(declared_lycees).where(L.removed_at.is_(None))
        rows = await self._uow.execute(named.order_by(L.name, L.uai))
        return [DeclaredLycee(row.lycee_id, Uai(row.uai), row.name) for row in rows]

    async def removed(self) -> Mapping[str, str]:
        """The names of those that were removed, by UAI."""
        gone = select(L.uai, L.name).where(L.removed_at.is_not(None))
        return {row.uai: row.name for row in await self._uow.execute(gone)}

    async def add(self, one: DeclaredLycee) -> None:
        """Record a new one, or one that was removed as it is called now."""
        said = {"name": one.name, "added_at": self._uow.now, "removed_at": None}
        adding = upsert(declared_lycees).values(lycee_id=one.id, uai=one.uai, **said)
        await self._uow.execute(
            adding.on_conflict_do_update(
                index_elements=[L.uai], set_=said, where=L.removed_at.is_not(None)
            )
        )

    async def remove(self, uai: Uai) -> str | None:
        """Name it no more; the name it had, None where it was not named."""
        those = update(declared_lycees).where(L.uai == uai, L.removed_at.is_(None))
        gone = those.values(removed_at=self._uow.now).returning(L.name)
        name: str | None = (await self._uow.execute(gone)).scalar_one_or_none()
        return name


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
        "declared_at": one.declared_at,
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
