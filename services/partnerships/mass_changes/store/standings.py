"""What there is of many companies at once, as one lycée sees it: before one change to all of them."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.actions.model import SchoolAction
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.tables.companies import companies
from services.partnerships.mass_changes.model import CompanyState
from services.partnerships.partnerships.model.partnership import Partnership
from services.partnerships.partnerships.store import ENDED, read_partnership
from services.partnerships.partnerships.tables import partnerships
from services.partnerships.territories.store import Leads
from services.partnerships.territories.tables import STANDING_LEADS

P = partnerships.c


async def read_standings(
    uow: UnitOfWork,
    uai: Uai,
    company_ids: Collection[UUID],
    *,
    action: SchoolAction | None = None,
    lock: bool = False,
) -> Mapping[UUID, CompanyState]:
    """By company; cards that are gone are not in it. `lock`: nobody changes these until the commit."""
    ids = list(company_ids)
    if lock:
        # In one order, and the cards first: whoever merges or corrects them waits, or is waited for.
        locked = select(companies.c.company_id).where(companies.c.company_id.in_(ids))
        await uow.execute(locked.order_by(companies.c.company_id).with_for_update())
    known = select(acquaintances.c.company_id).where(
        acquaintances.c.uai == uai, acquaintances.c.company_id.in_(ids)
    )
    followed = set((await uow.execute(known)).scalars())
    leads, decided = await _leads(uow, ids), await Leads(uow).decided(ids)
    own = await _partnerships(uow, uai, ids, lock=lock)
    standings: dict[UUID, CompanyState] = {}
    for company in await Companies(uow).with_ids(ids):
        lead, lead_on = leads.get(company.id, (None, None))
        standings[company.id] = CompanyState(
            company,
            company.id in followed,
            lead,
            lead_on,
            own.get(company.id),
            action,
            lead_decided=company.id in decided,
        )
    return standings


async def _leads(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, tuple[Uai, date]]:
    statement = select(STANDING_LEADS).where(STANDING_LEADS.c.company_id.in_(ids))
    return {row.company_id: (Uai(row.uai), row.taken_on) for row in await uow.execute(statement)}


async def _partnerships(
    uow: UnitOfWork, uai: Uai, ids: Collection[UUID], *, lock: bool
) -> Mapping[UUID, Partnership]:
    """The open one of each; where none is, the last that was."""
    statement = select(partnerships).where(P.uai == uai, P.company_id.in_(ids))
    # The open one comes last, and stays.
    statement = statement.order_by(P.company_id, P.stage != ENDED, P.partnership_id)
    rows = await uow.execute(statement.with_for_update() if lock else statement)
    return {row.company_id: read_partnership(row) for row in rows}
