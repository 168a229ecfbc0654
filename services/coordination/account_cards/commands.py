"""Commands of cards of big accounts: whom one concerns as cards of companies are put together, or parted."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.account_plans.store import PlanLines
from services.coordination.accounts.commands import add_parties, leave_out
from services.coordination.accounts.model import LyceeStays
from services.coordination.accounts.queries import accounts_of_company
from services.coordination.accounts.store import Parties
from services.coordination.news.store.news import Lycees


async def join_accounts(uow: UnitOfWork, *, company_id: UUID, now: datetime) -> None:
    """Have the lycées of accounts that went into another one be concerned by that (comptes réunis).

    They are asked for their word there; what they said stays where it was said, to whom it was said. Parted again, who
    said, asked and does nothing of the one they came to leaves it.
    """
    found = await accounts_of_company(uow, company_id)
    ids = {one.id for one in found}
    for one in found:
        for party in await Parties(uow).of(one.id):
            if party.via_id is not None and party.via_id not in ids:
                in_charge = {line.uai for line in await PlanLines(uow).of(one.id)}
                with suppress(LyceeStays):
                    await leave_out(
                        uow, key_account_id=one.id, lycee=party.uai, in_charge=in_charge, now=now
                    )
    names = await Lycees(uow).names()
    for other in found[1:]:
        own = [one.uai for one in await Parties(uow).of(other.id) if one.via_id is None]
        known = [uai for uai in own if uai in names]
        await add_parties(uow, key_account_id=found[0].id, lycees=known, via_id=other.id, now=now)
