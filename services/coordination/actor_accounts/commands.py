"""Commands of accounts of actors: the supervisor gives them."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from contracts.coordination.actor_people import ActorAccountEndedV1
from contracts.identifiers import AccountId
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_accounts.model import (
    CLOSING_FOR,
    AccessJustEnded,
    AccessOpening,
    AccountTiedElsewhere,
    EndedAccess,
    is_closing,
)
from services.coordination.actor_accounts.store import ActorAccounts
from services.coordination.actors.store import Actors
from services.coordination.news.model.calendar import local_date


async def tie_account(uow: UnitOfWork, *, actor_id: UUID, account_id: UUID, now: datetime) -> None:
    """Have an account answer for an actor (compte rattaché); nothing where it does already.

    Raises NotFound, AccountTiedElsewhere, AccessJustEnded.
    """
    await Actors(uow).get(actor_id)
    # Another supervisor may tie it, or end its access, at the same moment: who comes second reads what the first one did.
    if await ActorAccounts(uow).add(account_id, actor_id, now):
        ended = await ActorAccounts(uow).ended_at([account_id])
        if is_closing(ended.get(account_id), now):
            raise AccessJustEnded
        return
    if await ActorAccounts(uow).actor_of(account_id) != actor_id:
        raise AccountTiedElsewhere


async def untie_account(uow: UnitOfWork, *, actor_id: UUID, account_id: UUID) -> None:
    """Have it answer for the actor no more (compte détaché); what it did stands. Raises NotFound."""
    await Actors(uow).get(actor_id)
    await ActorAccounts(uow).remove(account_id, actor_id)


async def note_access(
    uow: UnitOfWork, *, actor_id: UUID, person_id: UUID, account_id: UUID, now: datetime
) -> None:
    """Have the account the portal opened for a person answer for their actor (accès ouvert)."""
    await ActorAccounts(uow).open(account_id, actor_id, person_id, now)


async def note_whose(uow: UnitOfWork, *, account_id: UUID, person_id: UUID, now: datetime) -> None:
    """Know whose access an account was that answers for nobody any more (accès terminé)."""
    if not await ActorAccounts(uow).is_open(account_id, person_id):
        # When it ended nobody knows, or it is about to be tied: it is no access that was just taken back.
        await ActorAccounts(uow).keep_ended(account_id, person_id, now - CLOSING_FOR)


async def note_unused(uow: UnitOfWork, *, account_id: UUID, on: date, now: datetime) -> None:
    """Have an account answer for nobody that the portal closed because nobody used it (compte inutilisé)."""
    await ActorAccounts(uow).close_unused(account_id, on, now)


async def end_access(
    uow: UnitOfWork,
    *,
    actor_id: UUID,
    account_id: UUID,
    opened_at: datetime | None = None,
    now: datetime,
) -> tuple[EndedAccess, bool]:
    """End the access opened for a person of an actor (accès retiré).

    `opened_at`: when the portal opened it, where that is what is taken back. Return how it ended, and
    whether it was now: pressed twice, nothing changes. Raises NotFound, AccessOpening before the
    directory heard of it.
    """
    accounts = ActorAccounts(uow)
    person_id = await accounts.end(account_id, actor_id, now)
    if person_id is not None:
        publish_end(uow, account_id=account_id, erased=False, now=now)
        return EndedAccess(person_id, now), True
    tied = await accounts.actor_of(account_id)
    ended = await accounts.ended(account_id)
    # An older end is not that of an access that opens at this moment.
    if tied is None and opened_at and (ended is None or ended.ended_at < opened_at):
        raise AccessOpening
    if ended is None or tied is not None:
        raise NotFound
    return ended, False


async def end_accesses_of(
    uow: UnitOfWork, *, people: Collection[UUID], erased: bool = True, now: datetime
) -> None:
    """End what was opened for people: who left, or of whom nothing is kept any more (`erased`).

    Then the portal is told of those too that ended before: it keeps a name and an address in them for a time.
    """
    kept = ActorAccounts(uow)
    ended = await (kept.forget_of(people) if erased else kept.end_of(people, now))
    for account_id in ended:
        publish_end(uow, account_id=account_id, erased=erased, now=now)


def publish_end(uow: UnitOfWork, *, account_id: UUID, erased: bool, now: datetime) -> None:
    """Have the portal close the account."""
    told = ActorAccountEndedV1(
        account_id=AccountId(account_id), erased=erased, occurred_on=local_date(now)
    )
    uow.publish(told, uai=uow.department_uai)
