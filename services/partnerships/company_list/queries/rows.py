"""The companies that are asked for, or each of their sites, in one statement whatever is asked."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, and_, func, or_, select, true

from contracts.identifiers import Uai
from services.chassis.base.keyset import Keyset
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.base.search_words import Wanted
from services.partnerships.companies.tables.companies import companies, sites
from services.partnerships.company_list.queries.order import (
    NEVER,
    CompanyFilter,
    CompanyOrder,
    company_conditions,
    has_site,
    known_to,
    site_conditions,
)
from services.partnerships.company_words.store.words import of_companies


def listed_ids(
    asked: CompanyFilter, own: Collection[Uai], today: date, after: UUID | None
) -> Select[Any]:
    """Ids of the companies asked for, in order, after one of them; scope and words come besides."""
    return _asked_for(asked, own, today, after)[0]


def listed_positions(
    asked: CompanyFilter, own: Collection[Uai], today: date, stood: Sequence[Any] | None
) -> Select[Any]:
    """Where they stand, the id last, after where one stood: that one may be gone by now."""
    statement, keyset = _asked_for(asked, own, today, None)
    statement = statement.with_only_columns(*keyset.columns)
    return statement if stood is None else keyset.beyond(statement, stood)


def listed_sites(
    asked: CompanyFilter, own: Collection[Uai], today: date, there: FromClause
) -> Select[Any]:
    """Their ids once for each of their sites that is asked for: the row of `there` beside."""
    source, known = _source(asked, own, today)
    source = source.join(there, there.c.company_id == companies.c.company_id)
    statement = select(companies.c.company_id).select_from(source)
    return statement.where(*_everything(asked, known, own, today, there))


def narrowed(
    statement: Select[Any], wanted: Sequence[Wanted], known_by: Collection[Uai] | None
) -> Select[Any]:
    """Those alone that answer to all these words, and that one of these lycées knows."""
    statement = statement.where(of_companies(companies.c.company_id, wanted))
    if known_by is None:
        return statement
    known = select(acquaintances.c.company_id).where(acquaintances.c.uai.in_(known_by))
    return statement.where(companies.c.company_id.in_(known))


def _asked_for(
    asked: CompanyFilter, own: Collection[Uai], today: date, after: UUID | None
) -> tuple[Select[Any], Keyset]:
    source, known = _source(asked, own, today)
    if asked == CompanyFilter(descending=asked.descending):
        source = companies  # by name alone: the index of names answers
    keyset = _keyset(asked, known)
    statement = keyset.sort(select(companies.c.company_id).select_from(source))
    if after is not None:  # before the filters: the last row shown may not answer them any more
        statement = keyset.after(statement, after)
    return statement.where(*_everything(asked, known, own, today)), keyset


def _source(
    asked: CompanyFilter, own: Collection[Uai], today: date
) -> tuple[FromClause, Subquery | None]:
    """Companies with their first site, and with what the lycées know of them where it is asked."""
    first = and_(sites.c.company_id == companies.c.company_id, sites.c.rank == 0)
    source: FromClause = companies.outerjoin(sites, first)
    if not asked.needs_acquaintances:
        return source, None
    known = known_to(own, today)
    return source.outerjoin(known, known.c.company_id == companies.c.company_id), known


def _keyset(asked: CompanyFilter, known: Subquery | None) -> Keyset:
    keys: list[ColumnElement[Any]] = [companies.c.name_key]
    if asked.order is CompanyOrder.COMMUNE:
        keys.insert(0, func.coalesce(sites.c.place_key, ""))
    elif known is not None and asked.order is CompanyOrder.LAST:
        keys.insert(0, func.coalesce(known.c.latest_on, NEVER))
    return Keyset(keys, companies.c.company_id, asked.descending)


def _everything(
    asked: CompanyFilter,
    known: Subquery | None,
    own: Collection[Uai],
    today: date,
    there: FromClause | None = None,
) -> Iterator[ColumnElement[bool]]:
    """All that is asked; `there`: a row is one of a company's sites, which has to answer itself."""

    def sited(*those: CompanyFilter) -> list[ColumnElement[bool]]:
        at = sites if there is None else there
        found = [one for each in those for one in site_conditions(each, at, own, today)]
        return [has_site(found)] if found and there is None else found

    yield from company_conditions(asked, known, own, today)
    if not asked.any_of:
        yield from sited(asked)
        return
    groups = (
        (*company_conditions(one, known, own, today), *sited(asked, one)) for one in asked.any_of
    )
    yield or_(*(and_(true(), *group) for group in groups))
