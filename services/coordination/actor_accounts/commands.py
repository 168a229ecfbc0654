"""Commands of accounts of actors: the supervisor gives them."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_accounts.model import AccountTiedElsewhere
from services.coordination.actor_accounts.store import ActorAccounts
from services.coordination.actors.store import Actors


async def tie_account(uow: UnitOfWork, *, actor_id: UUID, account_id: UUID, now: datetime) -> None:
    """Have an account answer for an actor (compte rattaché); nothing where it does already.

    Raises NotFound, AccountTiedElsewhere.
    """
    await Actors(uow).get(actor_id)
    # Another supervisor may tie it at the same moment: who comes second reads what the first one did.
    if await ActorAccounts(uow).add(account_id, actor_id, now):
        return
    if await ActorAccounts(uow).actor_of(account_id) != actor_id:
        raise AccountTiedElsewhere


async def untie_account(uow: UnitOfWork, *, actor_id: UUID, account_id: UUID) -> None:
    """Have it answer for the actor no more (compte détaché); what it did stands. Raises NotFound."""
    await Actors(uow).get(actor_id)
    await ActorAccounts(uow).remove(account_id, actor_id)
