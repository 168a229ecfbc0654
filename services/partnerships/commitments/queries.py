"""Declarations and pledges as pages show them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, bindparam, exists, select

from contracts.identifiers import Uai
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries import site_label
from services.partnerships.base.asked import ONE_OF_OWN
from services.partnerships.base.calendar import local_date
from services.partnerships.commitments.model import (
    ANNOUNCED,
    YEARS,
    Declaration,
    DeclarationState,
    TaxPledge,
)
from services.partnerships.commitments.store.declarations import Declarations, read_declaration
from services.partnerships.commitments.store.letters import DeclarationLetters, ToldLetter
from services.partnerships.commitments.store.tax_pledges import TaxPledges, read_pledge
from services.partnerships.commitments.tables import declarations, tax_pledges
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.tables.companies import companies

SHOWN_MAX = 300
TO_RENEW_SHOWN = 5


@dataclass(frozen=True)
class Declared:
    """A declaration, and where it is for."""

    declaration: Declaration
    company: str
    today: date
    renewed: bool = False
    """Whether a later one covers the same work: then its end is nobody's concern."""
    letter: ToldLetter | None = None
    """The last one the company was sent about its end."""

    @property
    def state(self) -> DeclarationState:
        """Whether it holds."""
        return self.declaration.state(self.today)


@dataclass(frozen=True)
class Pledged:
    """A pledge, and whose."""

    pledge: TaxPledge
    company: str


@dataclass(frozen=True)
class Commitments:
    """What one company declared and pledged to the lycées in scope."""

    company: Company
    declared: Sequence[Declared]
    pledges: Sequence[TaxPledge]
    today: date

    def site_label(self, site_id: UUID) -> str:
        """Which of its sites a declaration is for."""
        return site_label(self.company, self.company.site(site_id))


async def read_commitments(uow: UnitOfWork, company_id: UUID) -> Commitments:
    """Raises NotFound."""
    company = await Companies(uow).get(company_id)
    today = local_date(uow.now)
    found = await Declarations(uow).of(company_id)
    letters = await DeclarationLetters(uow).about([one.id for one in found])
    return Commitments(
        company=company,
        declared=[
            Declared(
                one,
                company.details.name,
                today,
                any(map(one.renewed_by, found)),
                next(iter(letters[one.id]), None),
            )
            for one in found
        ],
        pledges=await TaxPledges(uow).of(company_id),
        today=today,
    )


async def read_declarations(uow: UnitOfWork) -> Sequence[Declared]:
    """Declarations of the lycée that count, the first to run out first."""
    today = local_date(uow.now)
    statement = _declared(uow).limit(SHOWN_MAX)
    return [_read(row, today) for row in await uow.execute(statement)]


async def read_declarations_to_renew(uow: UnitOfWork) -> Sequence[Declared]:
    """Declarations that run out within two months, the most pressing first."""
    today = local_date(uow.now)
    rows = await RUNNING_OUT.of(uow, declaration_parameters(uow.scope.uais, today))
    found = [_read(row, today) for row in rows]
    return [one for one in found if one.state is DeclarationState.EXPIRING][:TO_RENEW_SHOWN]


def declaration_parameters(own: Collection[Uai], today: date) -> Mapping[str, Any]:
    """What the declarations that run out are asked with."""
    # Filed about three years ago, give or take the days a month and a leap year differ by.
    since = today.replace(day=1, year=today.year - YEARS)
    return {"own": sorted(own), "filed_since": since, "filed_until": since + 2 * ANNOUNCED}


async def read_pledges(uow: UnitOfWork, year: int) -> Sequence[Pledged]:
    """Pledges of a year, by company."""
    statement = (
        select(tax_pledges, companies.c.name)
        .join(companies, companies.c.company_id == tax_pledges.c.company_id)
        .where(tax_pledges.c.uai.in_(uow.scope.uais), tax_pledges.c.year == year)
        .order_by(companies.c.name_key, tax_pledges.c.uai)
        .limit(SHOWN_MAX)
    )
    return [Pledged(read_pledge(row), row.name) for row in await uow.execute(statement)]


def _declared(uow: UnitOfWork) -> Select[Any]:
    return _standing().where(declarations.c.uai.in_(uow.scope.uais))


def _standing() -> Select[Any]:
    """Declarations no later one renews, as `Declaration.renewed_by` says it of a few."""
    here, later = declarations.c, declarations.alias().c
    renewed = exists().where(
        later.uai == here.uai,
        later.site_id == here.site_id,
        later.filed_on > here.filed_on,
        later.works.bool_op("@>")(here.works),
    )
    return (
        select(declarations, companies.c.name)
        .join(companies, companies.c.company_id == declarations.c.company_id)
        .where(~renewed)
        .order_by(declarations.c.filed_on, declarations.c.declaration_id)
    )


def _read(row: Any, today: date) -> Declared:
    return Declared(read_declaration(row), row.name, today)


RUNNING_OUT = Reading(
    _standing()
    .where(
        declarations.c.uai == ONE_OF_OWN,
        declarations.c.filed_on >= bindparam("filed_since", type_=Date),
        declarations.c.filed_on <= bindparam("filed_until", type_=Date),
    )
    .limit(SHOWN_MAX),
    lambda rows: rows,
)
"""Those that were filed about as long ago as they hold."""
