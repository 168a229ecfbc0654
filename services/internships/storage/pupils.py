"""Pupils of a school year. Their names are read by `queries` alone, to be shown."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update

from contracts.identifiers import SchoolYear, Uai
from services.chassis.errors import NotFound, StaleVersion
from services.chassis.work import UnitOfWork
from services.internships.domain.participation import Pupil
from services.internships.domain.roster import KnownPupil
from services.internships.storage.tables import classes, pupils

CHUNK_ROWS = 500
# The key's parts apart: compared whole, "NOM10" would come before "NOM1".
BY_NAME = tuple(func.split_part(pupils.c.name_key, "|", part) for part in (1, 2))


class Pupils:
    """The pupils of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def get_for_update(self, pupil_year_id: UUID, version: int | None = None) -> Pupil:
        """Lock the pupil: proposing, exempting and leaving wait for one another.

        Raises NotFound (another lycée's pupil too), StaleVersion.
        """
        statement = select(pupils).where(pupils.c.pupil_year_id == pupil_year_id)
        # No key update: a row that refers to the pupil may be added meanwhile.
        locked = await self._uow.execute(statement.with_for_update(key_share=True))
        row = locked.first()
        if row is None:
            raise NotFound
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

    async def known(self, uai: Uai, school_year: SchoolYear) -> Sequence[KnownPupil]:
        """The recorded pupils of a school year, as a roster is compared with them."""
        statement = (
            select(
                pupils.c.pupil_year_id,
                pupils.c.name_key,
                pupils.c.left_on,
                classes.c.class_key,
                classes.c.label.label("class_label"),
            )
            .join(
                classes,
                (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id),
            )
            .where(pupils.c.uai == uai, pupils.c.school_year == school_year)
            .order_by(pupils.c.name_key, pupils.c.pupil_year_id)
        )
        return [
            KnownPupil(row.pupil_year_id, row.name_key, row.class_key, row.class_label, row.left_on)
            for row in await self._uow.execute(statement)
        ]

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
