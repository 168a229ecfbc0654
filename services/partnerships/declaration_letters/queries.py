"""Declarations a company is to be written about, and the places where nobody is written to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from contracts.identifiers import SiteKey, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.capacities.queries import read_offers
from services.partnerships.closures.store import Closures
from services.partnerships.commitments.model import YEARS, Declaration
from services.partnerships.commitments.store.declarations import Declarations, read_declaration
from services.partnerships.commitments.store.letters import DeclarationLetters
from services.partnerships.commitments.tables import declarations
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.store.former_cards import former_keys
from services.partnerships.contact_checks.queries import read_written_to
from services.partnerships.contacts.model import Contact
from services.partnerships.declaration_letters.model import (
    runs_out,
    threshold_due,
)
from services.partnerships.pauses.store import Pauses

D = declarations.c
_A_MONTH = timedelta(days=31)


@dataclass(frozen=True)
class WrittenSite:
    """A site a letter is for: what still runs out there, and who is written to."""

    company: Company
    site_id: UUID
    declarations: Sequence[Declaration]
    contact: Contact | None
    keys: Sequence[SiteKey]
    hosts_next: bool
    """Whether places are planned there from now on."""
    spared: bool
    """Whether nobody is sent there: it closed, or a pause is asked for."""


async def read_due(
    uow: UnitOfWork, uai: Uai, today: date
) -> Mapping[tuple[UUID, UUID], Mapping[UUID, int]]:
    """By company and site, the declarations to be written about today, each with its threshold."""
    first = today.replace(day=1, year=today.year - YEARS)
    filed = D.filed_on >= first - _A_MONTH
    statement = select(declarations).where(D.uai == uai, filed).order_by(D.declaration_id)
    known = [read_declaration(row) for row in await uow.execute(statement)]
    ending = [one for one in known if runs_out(one, known, today)]
    told = await DeclarationLetters(uow).about([one.id for one in ending])
    found: dict[tuple[UUID, UUID], dict[UUID, int]] = defaultdict(dict)
    for one in ending:
        before = [letter.threshold for letter in told[one.id]]
        threshold = threshold_due(one, before, today)
        if threshold is not None:
            found[one.company_id, one.site_id][one.id] = threshold
    return found


async def read_site(uow: UnitOfWork, company_id: UUID, site_id: UUID) -> WrittenSite:
    """A site as a letter about it looks at it today. Raises NotFound."""
    today = local_date(uow.now)
    company = await Companies(uow).get(company_id)
    site = company.site(site_id)
    known = [one for one in await Declarations(uow).of(company_id) if one.uai == uow.writing_for()]
    former = await former_keys(uow, [site_id])
    _, contact = await read_written_to(uow, site.key)
    offers = await read_offers(uow, company_id)
    paused = (await Pauses(uow).at([site_id]))[site_id]
    return WrittenSite(
        company=company,
        site_id=site_id,
        declarations=[
            one for one in known if one.site_id == site_id and runs_out(one, known, today)
        ],
        contact=contact,
        keys=[site.key, *former.get(site_id, ())],
        hosts_next=any(one.capacity.site_id == site_id and one.left is not None for one in offers),
        spared=bool(paused) or site_id in await Closures(uow).at([site_id]),
    )
