"""Formations and classes of lycées to choose from, and the school years that have classes."""

from collections.abc import Sequence

from sqlalchemy import select

from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.store import Classes, Formation, Formations, SchoolClass
from services.internships.formations.tables import classes


async def read_formations(uow: UnitOfWork, uais: frozenset[Uai]) -> Sequence[Formation]:
    """The formations of some lycées, by label."""
    found = [formation for uai in sorted(uais) for formation in await Formations(uow).of(uai)]
    return sorted(found, key=lambda formation: formation.label)


async def read_classes(
    uow: UnitOfWork, uais: frozenset[Uai], school_year: SchoolYear
) -> Sequence[SchoolClass]:
    """The classes of some lycées, by label."""
    found = [c for uai in sorted(uais) for c in await Classes(uow).of(uai, school_year)]
    return sorted(found, key=lambda c: c.label)


async def read_years(uow: UnitOfWork) -> Sequence[SchoolYear]:
    """The school years that have classes."""
    statement = select(classes.c.school_year).where(classes.c.uai.in_(uow.scope.uais)).distinct()
    return [SchoolYear(year) for year in (await uow.execute(statement)).scalars()]
