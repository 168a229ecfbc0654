"""Formations, classes and school years, as lists and pages read them."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from contracts.formation_words import formations_named, words_of_formation
from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.store import Classes, Formation, Formations, SchoolClass
from services.internships.formations.tables import classes, formations


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


async def formations_called(
    uow: UnitOfWork, words: Sequence[str], today: date
) -> Mapping[str, frozenset[str]]:
    """The MEF codes each word names among the formations of this year's classes in scope."""
    statement = (
        select(formations.c.mef, formations.c.label, classes.c.label.label("class_label"))
        .join(
            classes,
            (classes.c.uai == formations.c.uai)
            & (classes.c.formation_id == formations.c.formation_id),
        )
        .where(formations.c.uai.in_(uow.scope.uais), classes.c.school_year == SchoolYear.of(today))
    )
    taught: dict[str, frozenset[str]] = {}
    for row in await uow.execute(statement):
        said = words_of_formation(row.mef, row.label, row.class_label)
        taught[row.mef] = taught.get(row.mef, frozenset()) | said
    return formations_named(words, taught)
