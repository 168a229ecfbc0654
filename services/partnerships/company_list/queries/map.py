"""Where the companies of the list are: how many of them have a site in each commune."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, tuple_

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.tables.companies import companies, sites
from services.partnerships.company_list.queries.order import CompanyFilter
from services.partnerships.company_list.queries.rows import listed_sites, narrowed
from services.partnerships.company_words.queries import wanted_in


@dataclass(frozen=True)
class Whereabouts:
    """A company counts once in each commune it has a site in."""

    total: int
    """Companies, each once."""
    communes: Mapping[str, int]
    """By INSEE code."""
    elsewhere: Mapping[str, int]
    """By what was typed for a commune."""
    unknown: int
    """Those with a site nobody said the commune of."""


async def read_whereabouts(
    uow: UnitOfWork, *, words: str, mine: bool, asked: CompanyFilter
) -> Whereabouts:
    """The companies of the list by commune: those of their sites that are asked for."""
    there = sites.alias("there")
    commune = there.c.commune
    typed = case((commune.is_(None), there.c.locality))
    own = uow.scope.uais
    statement = listed_sites(asked, own, local_date(uow.now), there)
    statement = (
        narrowed(statement, wanted_in(words, dict(asked.hosts_called)), own if mine else None)
        .with_only_columns(
            commune,
            typed.label("typed"),
            func.count(companies.c.company_id.distinct()).label("known"),
            func.grouping(commune).label("whole"),
        )
        .group_by(func.rollup(tuple_(commune, typed)))
    )
    rows = (await uow.execute(statement)).all()
    parts = [row for row in rows if not row.whole]
    return Whereabouts(
        total=sum(row.known for row in rows if row.whole),
        communes={row.commune: row.known for row in parts if row.commune},
        elsewhere={row.typed: row.known for row in parts if row.typed},
        unknown=sum(row.known for row in parts if not (row.commune or row.typed)),
    )
