"""What a bureau hands over of its companies: those it speaks with most, and those it speaks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.tables.companies import companies
from services.partnerships.contacts.tables import contacts
from services.partnerships.exchanges.tables import interactions
from services.partnerships.territories.tables import STANDING_LEADS

KNOWN_MAX = 25
SINCE = timedelta(days=365)
E, C, L = interactions.c, contacts.c, STANDING_LEADS.c


@dataclass(frozen=True)
class KnownCompany:
    """A company the bureau spoke with in the last twelve months: how often, when last, and with whom."""

    company_id: UUID
    name: str
    exchanges: int
    last_on: date
    person: str | None
    function: str | None


@dataclass(frozen=True)
class LedCompany:
    """A company the bureau speaks for in the name of all, since when."""

    company_id: UUID
    name: str
    since: date


async def read_known(uow: UnitOfWork) -> Sequence[KnownCompany]:
    """The companies spoken with most; the person named last in an exchange with each."""
    since, own = local_date(uow.now) - SINCE, uow.scope.uais
    spoken = (E.uai.in_(own), E.occurred_on >= since, E.to_many.is_(False))
    counted = (
        select(E.company_id, func.count().label("exchanges"), func.max(E.occurred_on).label("last"))
        .where(*spoken)
        .group_by(E.company_id)
        .order_by(func.count().desc(), func.max(E.occurred_on).desc(), E.company_id)
        .limit(KNOWN_MAX)
        .subquery("counted")
    )
    person = (
        select(E.company_id, C.name, C.function)
        .join(contacts, and_(C.uai == E.uai, C.contact_id == E.contact_id))
        .where(*spoken)
        .ext(distinct_on(E.company_id))
        .order_by(E.company_id, E.occurred_on.desc(), E.interaction_id)
        .subquery("person")
    )
    statement = (
        select(counted, companies.c.name, person.c.name.label("person"), person.c.function)
        .join(companies, companies.c.company_id == counted.c.company_id)
        .outerjoin(person, person.c.company_id == counted.c.company_id)
        .order_by(counted.c.exchanges.desc(), counted.c.last.desc(), counted.c.company_id)
    )
    return [
        KnownCompany(row.company_id, row.name, row.exchanges, row.last, row.person, row.function)
        for row in await uow.execute(statement)
    ]


async def read_led(uow: UnitOfWork) -> Sequence[LedCompany]:
    """The companies the bureau leads with (chef de file), by name."""
    statement = (
        select(L.company_id, companies.c.name, L.taken_on)
        .join(companies, companies.c.company_id == L.company_id)
        .where(L.uai.in_(uow.scope.uais))
        .order_by(companies.c.name_key)
    )
    return [
        LedCompany(row.company_id, row.name, row.taken_on) for row in await uow.execute(statement)
    ]
