"""What an account holds or will hold."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.model import AccessState
from services.portal.accesses.store import Accesses, Holder
from services.portal.accounts.store import Accounts
from services.portal.base.calendar import local_date
from services.portal.lycees.store import Lycees
from services.portal.permissions import Powers


async def account_stands(uow: UnitOfWork, *, account_id: UUID, uai: Uai, now: datetime) -> bool:
    """Whether the account is open and works today for the lycée in scope.

    The roles of the department are out of the scope of a question: for the DSDEN, being open does.
    """
    if await Accounts(uow).get(account_id) is None:
        return False
    if await Lycees(uow).name(uai) is None:
        return True
    return await Accounts(uow).lycee_of(account_id, on=local_date(now)) is not None


async def own_accesses(uow: UnitOfWork, *, account_id: UUID, now: datetime) -> list[Holder]:
    """What the account holds or will hold."""
    return [
        one
        for one in await Accesses(uow).holders(account_id=account_id)
        if one.access.standing(local_date(now)) is not AccessState.OVER
    ]


async def is_theirs_alone(
    uow: UnitOfWork, *, account_id: UUID, powers: Powers, now: datetime
) -> bool:
    """Whether each role the account holds or will hold, in the whole department, is theirs to end."""
    held = await own_accesses(uow, account_id=account_id, now=now)
    return bool(held) and all(
        one.access.uai is not None and one.role in powers.roles(one.access.uai) for one in held
    )


async def coming_accesses(uow: UnitOfWork, *, account_id: UUID, now: datetime) -> list[Holder]:
    """What the account will hold one day."""
    own = await own_accesses(uow, account_id=account_id, now=now)
    return [one for one in own if one.access.standing(local_date(now)) is AccessState.COMING]
