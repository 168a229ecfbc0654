"""How many companies are in each commune: known, under a partnership, hosting; never where pupils are."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.acquaintances.queries.ties import bonds, hosted, keeping_lycees
from services.supervision.companies.queries import members, site_keys_of_cards
from services.supervision.companies.tables import companies
from services.supervision.coverage.tables import lycees

C = companies.c


async def companies_by_commune(uow: UnitOfWork) -> Mapping[str, int]:
    """Companies of the registry by INSEE code, each once; those without a commune are nowhere."""
    return await _once_each(uow, select(C.company_id).where(C.commune.is_not(None)))


async def partners_by_commune(uow: UnitOfWork) -> Mapping[str, int]:
    """Companies some lycée has an active partnership with, each once."""
    told = bonds(await keeping_lycees(uow)).subquery()
    return await _once_each(uow, select(told.c.company_id).where(told.c.stage == "active"))


async def hosts_by_commune(uow: UnitOfWork, year: SchoolYear) -> Mapping[str, int]:
    """Companies that had pupils in a school year, each once."""
    told, keyed = hosted(await keeping_lycees(uow)).subquery(), site_keys_of_cards().subquery()
    there = select(keyed.c.card).join(told, told.c.site_key == keyed.c.site_key)
    return await _once_each(uow, there.where(told.c.school_year == year))


async def lycees_by_commune(uow: UnitOfWork) -> Mapping[str, Sequence[str]]:
    """The names of the lycées of the department by INSEE code."""
    found: dict[str, list[str]] = {}
    for row in await uow.execute(select(lycees.c.commune, lycees.c.name).order_by(lycees.c.name)):
        found.setdefault(row.commune, []).append(row.name)
    return found


async def _once_each(uow: UnitOfWork, asked: Select[Any]) -> Mapping[str, int]:
    one = members(asked.distinct())
    own = func.max(C.commune).filter(C.company_id == one.c.root)
    placed = (
        select(one.c.root, func.coalesce(own, func.max(C.commune)).label("commune"))
        .join(companies, C.company_id == one.c.card)
        .group_by(one.c.root)
        .subquery()
    )
    found = await uow.execute(
        select(placed.c.commune, func.count().label("known"))
        .where(placed.c.commune.is_not(None))
        .group_by(placed.c.commune)
    )
    return {row.commune: row.known for row in found}
