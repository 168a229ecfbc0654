"""Formations a lycée offers, and the classes that follow them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update

from contracts.identifiers import Mef, SchoolYear, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.tables import classes, formations


@dataclass(frozen=True)
class Formation:
    """A formation of a lycée, known by its MEF code."""

    id: UUID
    uai: Uai
    mef: Mef
    label: str
    version: int


@dataclass(frozen=True)
class SchoolClass:
    """A class (division) of a school year, and the formation its pupils follow."""

    id: UUID
    uai: Uai
    label: str
    class_key: str
    formation_id: UUID


class Formations:
    """The formations of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, uai: Uai) -> Sequence[Formation]:
        """A lycée's formations, by label."""
        statement = select(formations).where(formations.c.uai == uai).order_by(formations.c.label)
        return [_formation(row) for row in await self._uow.execute(statement)]

    async def with_mef(self, uai: Uai, mef: Mef) -> Formation | None:
        """The lycée's formation with this code; locks it."""
        statement = select(formations).where(formations.c.uai == uai, formations.c.mef == mef)
        row = (await self._uow.execute(statement.with_for_update())).first()
        return _formation(row) if row else None

    async def mef_of(self, uai: Uai, formation_id: UUID) -> Mef:
        """The code of one of the lycée's formations."""
        statement = select(formations.c.mef).where(
            formations.c.uai == uai, formations.c.formation_id == formation_id
        )
        return Mef((await self._uow.execute(statement)).scalar_one())

    async def add(self, formation: Formation) -> None:
        """Record a new formation."""
        await self._uow.execute(insert(formations).values(**_values(formation)))

    async def save(self, formation: Formation) -> None:
        """Record a corrected formation."""
        await self._uow.execute(
            update(formations)
            .where(formations.c.uai == formation.uai, formations.c.formation_id == formation.id)
            .values(label=formation.label, version=formation.version)
        )

    async def remove(self, formation: Formation) -> None:
        """Take away a formation that nothing relies on."""
        those = (formations.c.uai == formation.uai, formations.c.formation_id == formation.id)
        await self._uow.execute(delete(formations).where(*those))


class Classes:
    """The classes of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, uai: Uai, school_year: SchoolYear) -> Sequence[SchoolClass]:
        """A lycée's classes of a school year, by label."""
        statement = (
            select(classes)
            .where(classes.c.uai == uai, classes.c.school_year == school_year)
            .order_by(classes.c.label)
        )
        return [_school_class(row) for row in await self._uow.execute(statement)]

    async def get(self, class_id: UUID) -> SchoolClass:
        """Raises NotFound, for another lycée's class too."""
        found = await self._uow.execute(select(classes).where(classes.c.class_id == class_id))
        row = found.first()
        if row is None:
            raise NotFound
        return _school_class(row)

    async def add(self, school_class: SchoolClass, school_year: SchoolYear) -> None:
        """Record a new class."""
        await self._uow.execute(
            insert(classes).values(
                uai=school_class.uai,
                class_id=school_class.id,
                school_year=school_year,
                label=school_class.label,
                class_key=school_class.class_key,
                formation_id=school_class.formation_id,
            )
        )

    async def rename(self, school_class: SchoolClass) -> None:
        """Give a class the label it has now."""
        await self._uow.execute(
            update(classes)
            .where(classes.c.uai == school_class.uai, classes.c.class_id == school_class.id)
            .values(label=school_class.label, class_key=school_class.class_key)
        )

    async def follow(self, school_class: SchoolClass, formation_id: UUID) -> None:
        """Correct the formation a class follows."""
        await self._uow.execute(
            update(classes)
            .where(classes.c.uai == school_class.uai, classes.c.class_id == school_class.id)
            .values(formation_id=formation_id)
        )


def _school_class(row: Row[Any]) -> SchoolClass:
    return SchoolClass(row.class_id, Uai(row.uai), row.label, row.class_key, row.formation_id)


def _formation(row: Row[Any]) -> Formation:
    return Formation(
        id=row.formation_id,
        uai=Uai(row.uai),
        mef=Mef(row.mef),
        label=row.label,
        version=row.version,
    )


def _values(formation: Formation) -> dict[str, object]:
    return {
        "uai": formation.uai,
        "formation_id": formation.id,
        "mef": formation.mef,
        "label": formation.label,
        "version": formation.version,
    }
