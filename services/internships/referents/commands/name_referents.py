"""A lycée says who its referent teachers are in a school year."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.referents.model import Referent
from services.internships.referents.store.referents import Referents


async def name_referents(
    uow: UnitOfWork,
    *,
    names: Sequence[str],
    uai: Uai | None = None,
    school_year: SchoolYear | None = None,
    now: datetime,
) -> Sequence[UUID]:
    """Record them for a school year, or else this one (enseignants référents); return the new ones' ids.

    Who is on the list already stays as they are. Raises LyceeNotChosen.
    """
    lycee, year = uow.writing_for(uai), school_year or SchoolYear.of(local_date(now))
    return await Referents(uow).add([Referent(uow.new_id(), lycee, year, name) for name in names])
