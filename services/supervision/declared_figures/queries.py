"""Declared figures as pages read them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from contracts.identifiers import SchoolYear
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.figures import Told
from services.supervision.coverage.queries.coverage import lycee_names
from services.supervision.declared_figures.model import (
    DeclaredColumn,
    DeclaredFigure,
    newest_of_each,
    stands,
)
from services.supervision.declared_figures.store import DeclaredLycees, F, read_figure
from services.supervision.declared_figures.tables import declared_figures
from services.supervision.past.model import Month

STANDING: Reading[Sequence[DeclaredFigure]] = Reading(
    select(declared_figures)
    .where(
        F.withdrawn_at.is_(None),
        F.month.between(bindparam("first_month"), bindparam("last_month")),
    )
    .order_by(F.uai, F.month.desc(), F.indicator),
    lambda rows: [read_figure(row) for row in rows],
)

STOOD: Reading[Sequence[DeclaredFigure]] = Reading(
    select(declared_figures)
    .where(
        F.declared_at < bindparam("end"),
        or_(F.withdrawn_at.is_(None), F.withdrawn_at >= bindparam("end")),
        F.month.between(bindparam("first_month"), bindparam("last_month")),
    )
    .order_by(F.uai, F.month.desc(), F.indicator),
    lambda rows: [read_figure(row) for row in rows],
)


async def declared_of_year(uow: UnitOfWork, year: SchoolYear) -> Sequence[DeclaredFigure]:
    """Declared figures that stand of the months of a school year."""
    return await declared_between(uow, Month.of(year.first_day), Month.of(year.last_day))


async def declared_between(uow: UnitOfWork, first: Month, last: Month) -> Sequence[DeclaredFigure]:
    """Declared figures that stand of some months."""
    return await STANDING.of(uow, {"first_month": first.key, "last_month": last.key})


async def declared_by(
    uow: UnitOfWork, first: Month, last: Month, end: datetime
) -> Sequence[DeclaredFigure]:
    """Declared figures of some months as they stood at an instant."""
    return await STOOD.of(uow, {"first_month": first.key, "last_month": last.key, "end": end})


async def declared_columns(
    uow: UnitOfWork, year: SchoolYear, published: Mapping[str, Mapping[str, Told]]
) -> Sequence[DeclaredColumn]:
    """By name: of each indicator the newest month of the year, unless the lycée publishes its own.

    `published`: by the code of the indicator, then by UAI.
    """
    newest = newest_of_each(await declared_of_year(uow, year))
    names = await names_of_all(uow) if newest else {}
    found: dict[str, dict[str, DeclaredFigure]] = {}
    for (uai, code), one in newest.items():
        if code in published and stands(published[code].get(uai)):
            found.setdefault(uai, {})[code] = one
    return [DeclaredColumn(uai, name, found[uai]) for uai, name in names.items() if uai in found]


async def names_ever(uow: UnitOfWork) -> Mapping[str, str]:
    """By UAI, those that were removed since too, said to be so."""
    gone = await DeclaredLycees(uow).removed()
    return {uai: f"{name} (retiré depuis)" for uai, name in gone.items()} | dict(
        await names_of_all(uow)
    )


async def names_of_all(uow: UnitOfWork) -> Mapping[str, str]:
    """By UAI: the lycées that are in, by the name they have there, and those the supervisor named."""
    named = {str(one.uai): one.name for one in await DeclaredLycees(uow).all()}
    found = {**named, **await lycee_names(uow)}
    return dict(sorted(found.items(), key=lambda one: one[1]))
