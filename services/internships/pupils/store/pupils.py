"""Pupils of a school year. Their names are read by `queries` alone, to be shown."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.tables import classes
from services.internships.pupils.model import KnownPupil, Pupil, PupilErased
from services.internships.pupils.tables import pupils

CHUNK_ROWS = 500


class Pupils:
    """The pupils of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def get_for_update(self, pupil_year_id: UUID, version: int | None = None) -> Pupil:
        """Lock the pupil: proposing, exempting and leaving wait for one another.

        Raises NotFound (another lycée's pupil too), PupilErased, StaleVersion.
        """
        statement = select(pupils).where(pupils.c.pupil_year_id == pupil_year_id)
        # No key update: a row that refers to the pupil may be added meanwhile.
        locked = await self._uow.execute(statement.with_for_update(key_share=True))
        row = locked.first()
        if row is None:
            raise NotFound
        if row.erased_at is not None:
            raise PupilErased
        if version is not None and row.version != version:
            raise StaleVersion(
                "Quelqu’un d’autre a modifié la fiche de cet élève entre-temps.",
                current={"version": row.version, "on": row.left_on},
            )
        return _pupil(row)

    async def save(self, pupil: Pupil) -> None:
        """Record a departure or a return."""
        await self._uow.execute(
            update(pupils)
            .where(pupils.c.uai == pupil.uai, pupils.c.pupil_year_id == pupil.id)
            .values(left_on=pupil.left_on, version=pupil.version)
        )

    async def lock_roster(self, uai: Uai) -> None:
        """Have two imports for one lycée wait for each other until the commit."""
        await self._uow.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"roster:{uai}"))))

    async def lock_roster_of(self, pupil_year_id: UUID) -> None:
        """Have a departure or a return and an import for the pupil's lycée wait for each other."""
        key = func.hashtext(func.concat("roster:", pupils.c.uai))
        await self._uow.execute(
            select(func.pg_advisory_xact_lock(key)).where(pupils.c.pupil_year_id == pupil_year_id)
        )

    async def known(self, uai: Uai, school_year: SchoolYear) -> Sequence[KnownPupil]:
        """The recorded pupils of a school year, as a roster is compared with them."""
        statement = (
            select(
                pupils.c.pupil_year_id,
                pupils.c.name_key,
                *(pupils.c.left_on, pupils.c.born_on, pupils.c.commune),
                classes.c.class_key,
                classes.c.label.label("class_label"),
            )
            .join(
                classes,
                (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id),
            )
            .where(
                pupils.c.uai == uai,
                pupils.c.school_year == school_year,
                pupils.c.erased_at.is_(None),
            )
            .order_by(pupils.c.name_key, pupils.c.pupil_year_id)
        )
        return [
            KnownPupil(
                *(row.pupil_year_id, row.name_key, row.class_key, row.class_label),
                *(row.left_on, row.born_on, row.commune),
            )
            for row in await self._uow.execute(statement)
        ]

    async def of_year(
        self, uai: Uai, school_year: SchoolYear, pupil_year_ids: Collection[UUID]
    ) -> set[UUID]:
        """Which of these are pupils of the lycée in a school year."""
        statement = select(pupils.c.pupil_year_id).where(
            pupils.c.uai == uai,
            pupils.c.school_year == school_year,
            pupils.c.pupil_year_id.in_(pupil_year_ids),
        )
        return set((await self._uow.execute(statement)).scalars())

    async def add_all(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Record new pupils; rows are as the table has them."""
        for start in range(0, len(rows), CHUNK_ROWS):
            chunk = [dict(row) for row in rows[start : start + CHUNK_ROWS]]
            await self._uow.execute(insert(pupils), chunk)

    async def move(self, uai: Uai, pupil_year_id: UUID, class_id: UUID, formation_id: UUID) -> None:
        """Put a pupil in another class."""
        await self._uow.execute(
            update(pupils)
            .where(pupils.c.uai == uai, pupils.c.pupil_year_id == pupil_year_id)
            .values(class_id=class_id, formation_id=formation_id, version=pupils.c.version + 1)
        )

    async def put_back(
        self,
        uai: Uai,
        pupil_year_id: UUID,
        *,
        class_id: UUID,
        formation_id: UUID,
        left_on: date | None,
    ) -> None:
        """Have a pupil be in the class, or gone, as before an import."""
        await self._uow.execute(
            update(pupils)
            .where(pupils.c.uai == uai, pupils.c.pupil_year_id == pupil_year_id)
            .values(
                class_id=class_id,
                formation_id=formation_id,
                left_on=left_on,
                version=pupils.c.version + 1,
            )
        )

    async def detail(self, uai: Uai, told: Mapping[UUID, Mapping[str, Any]]) -> None:
        """Record what is known of pupils besides their names."""
        for pupil_year_id, values in sorted(told.items()):
            await self._uow.execute(
                update(pupils)
                .where(pupils.c.uai == uai, pupils.c.pupil_year_id == pupil_year_id)
                .values(**values, version=pupils.c.version + 1)
            )

    async def follow(self, uai: Uai, class_ids: Collection[UUID]) -> None:
        """Have the pupils of some classes follow the formation of their class."""
        await self._uow.execute(
            update(pupils)
            .where(
                pupils.c.uai == uai,
                pupils.c.class_id.in_(class_ids),
                classes.c.uai == pupils.c.uai,
                classes.c.class_id == pupils.c.class_id,
            )
            .values(formation_id=classes.c.formation_id, version=pupils.c.version + 1)
        )

    async def same_person(self, uai: Uai, pupil_year_id: UUID) -> Sequence[UUID]:
        """The rows of other years most likely about the same person, locked."""
        statement = (
            select(pupils.c.pupil_year_id)
            .where(pupils.c.uai == uai, of_same_person(pupil_year_id))
            .order_by(pupils.c.pupil_year_id)
            .with_for_update()
        )
        return list((await self._uow.execute(statement)).scalars())


def of_same_person(pupil_year_id: UUID) -> ColumnElement[bool]:
    """Whether a row is of another year, of somebody of the same name who may be this pupil.

    Two of one name in one year are two people: birth dates then say which rows of other years are
    whose, and where they are not known nobody's are. Dates that differ are never the same person's.
    """
    own, twin = pupils.alias("own"), pupils.alias("twin")
    born_alike = pupils.c.born_on == own.c.born_on
    a_twin = exists().where(
        twin.c.uai == own.c.uai,
        twin.c.school_year.in_((own.c.school_year, pupils.c.school_year)),
        twin.c.name_key == own.c.name_key,
        twin.c.pupil_year_id.not_in((own.c.pupil_year_id, pupils.c.pupil_year_id)),
    )
    unknown = or_(pupils.c.born_on.is_(None), own.c.born_on.is_(None))
    return exists().where(
        own.c.pupil_year_id == pupil_year_id,
        own.c.uai == pupils.c.uai,
        own.c.name_key == pupils.c.name_key,
        own.c.school_year != pupils.c.school_year,
        or_(born_alike, and_(unknown, ~a_twin)),
    )


def _pupil(row: Row[Any]) -> Pupil:
    return Pupil(
        id=row.pupil_year_id,
        uai=Uai(row.uai),
        school_year=SchoolYear(row.school_year),
        class_id=row.class_id,
        formation_id=row.formation_id,
        left_on=row.left_on,
        version=row.version,
    )
