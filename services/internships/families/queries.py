"""Whether a family can be written to; how many of a lycée can, and what is missing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, exists, func, select

from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.families.store import Families, FamilyWritings
from services.internships.families.tables import family_addresses
from services.internships.pupils.tables import pupils

A = family_addresses.c


async def reaches_family(uow: UnitOfWork, uai: Uai, pupil_year_id: UUID, today: date) -> bool:
    """Whether the lycée writes to families and knows an address of this one at which mails arrive."""
    if not (await FamilyWritings(uow).of(uai)).is_open:
        return False
    family = (await Families(uow).of_pupils([pupil_year_id])).get(pupil_year_id)
    return family is not None and any(
        one.returned_on is None and family.writes_to(slot, today)
        for slot, one in family.addresses.items()
    )


@dataclass(frozen=True)
class FamilyCounts:
    """Counts of the pupils of a school year who are there: with an address, without, and of unknown age."""

    pupils: int = 0
    reached: int = 0
    """Pupils of whose family an address is known, the pupil’s own one included."""
    ageless: int = 0
    """Whose birth date is not known: they are written about as minors."""
    returned: int = 0
    """Addresses at which nothing arrives."""

    @property
    def without(self) -> int:
        """Pupils whose family is not written to, as no address is known."""
        return self.pupils - self.reached


async def read_family_counts(
    uow: UnitOfWork, uais: Collection[Uai], year: SchoolYear
) -> Mapping[Uai, FamilyCounts]:
    """By lycée; one without pupils is not there."""
    of_pupil = (A.uai == pupils.c.uai) & (A.pupil_year_id == pupils.c.pupil_year_id)
    there = (
        pupils.c.school_year == year,
        pupils.c.last_name.is_not(None),
        pupils.c.left_on.is_(None),
    )
    known = exists().where(of_pupil)
    returned = (
        select(A.uai, func.count().label("many"))
        .select_from(family_addresses.join(pupils, of_pupil))
        .where(A.returned_on.is_not(None), *there)
        .group_by(A.uai)
        .subquery()
    )
    statement = (
        select(
            pupils.c.uai,
            func.count().label("pupils"),
            func.count().filter(known).label("reached"),
            func.count().filter(pupils.c.born_on.is_(None)).label("ageless"),
            func.coalesce(func.max(returned.c.many), 0).label("returned"),
        )
        .select_from(pupils.outerjoin(returned, returned.c.uai == pupils.c.uai))
        .where(pupils.c.uai == any_(bindparam("uais", sorted(uais), ARRAY(Text))), *there)
        .group_by(pupils.c.uai)
    )
    return {
        Uai(row.uai): FamilyCounts(row.pupils, row.reached, row.ageless, row.returned)
        for row in await uow.execute(statement)
    }
