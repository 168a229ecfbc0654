"""What erasing a pupil would take away, and what would stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from contracts.identifiers import SchoolYear
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.periods.tables.exemptions import exemptions
from services.internships.pupils.store.pupils import of_same_person
from services.internships.pupils.tables import pupils
from services.internships.stays.tables.placements import placements


@dataclass(frozen=True)
class PupilToErase:
    """A pupil, under each year the lycée knows them."""

    id: UUID
    ids: Sequence[UUID]
    """Its own, and those of other years most likely about the same person."""
    version: int
    last_name: str
    first_name: str
    school_years: Sequence[SchoolYear]
    placement_ids: Sequence[UUID]
    """Of all those years; they stay, and name nobody any more."""
    exemptions: int

    @property
    def name(self) -> str:
        """As pages show it."""
        return f"{self.last_name} {self.first_name}"


async def read_pupil_to_erase(uow: UnitOfWork, pupil_year_id: UUID) -> PupilToErase:
    """Raises NotFound, also once the pupil was erased."""
    statement = select(pupils).where(
        pupils.c.pupil_year_id == pupil_year_id, pupils.c.erased_at.is_(None)
    )
    row = (await uow.execute(statement)).first()
    if row is None:
        raise NotFound
    own = (pupils.c.pupil_year_id == row.pupil_year_id) | (
        (pupils.c.uai == row.uai) & of_same_person(row.pupil_year_id)
    )
    same = (
        await uow.execute(select(pupils.c.pupil_year_id, pupils.c.school_year).where(own))
    ).all()
    ids = [one.pupil_year_id for one in same]
    placed = select(placements.c.placement_id).where(placements.c.pupil_year_id.in_(ids))
    exempted = select(func.count()).where(exemptions.c.pupil_year_id.in_(ids))
    return PupilToErase(
        id=row.pupil_year_id,
        ids=ids,
        version=row.version,
        last_name=row.last_name,
        first_name=row.first_name,
        school_years=sorted(SchoolYear(one.school_year) for one in same),
        placement_ids=list((await uow.execute(placed)).scalars()),
        exemptions=(await uow.execute(exempted)).scalar_one(),
    )
