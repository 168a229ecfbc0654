"""What is heard of the mails that inform people of actors, and what a backup must not bring back of them."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from contracts.notifications.mails import ActorPersonLetterMovedV1
from contracts.portal.partner_accesses import PartnerAccessOpenedV1, PartnerAccountUnusedV1
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_accounts.commands import (
    end_access,
    end_accesses_of,
    note_access,
    note_unused,
    note_whose,
    publish_end,
)
from services.coordination.actor_accounts.store import ActorAccounts
from services.coordination.actor_people.commands import (
    AGREED_KIND,
    ERASED_KIND,
    OBJECTED_KIND,
    put_objection,
    take_objection_back,
)
from services.coordination.actor_people.model import ActorPerson
from services.coordination.actor_people.store import ActorPeople, InformingLetters
from services.coordination.base.reactions import erasing, reactions


@reactions.on(ActorPersonLetterMovedV1, group="actor_letters", since="now")
async def note_what_became_of_the_mail(event: ActorPersonLetterMovedV1, uow: UnitOfWork) -> None:
    """The person’s page says whether they were told."""
    await InformingLetters(uow).move(event.letter_id, event.state, event.occurred_on)


@reactions.on(PartnerAccessOpenedV1, group="partner_accesses", since="beginning")
async def tie_the_account_of_the_person(
    event: PartnerAccessOpenedV1, now: datetime, uow: UnitOfWork
) -> None:
    """Their account answers for their actor; of who was erased, objected or left meanwhile, it is closed.

    The DSDEN alone says it.
    """
    if uow.writing_for() != uow.department_uai:
        return
    person_id, account_id = event.person_id, event.account_id
    one = await _claimed(uow, person_id)
    if one is None or one.actor_id != event.actor_id:
        publish_end(uow, account_id=account_id, erased=True, now=now)
        return
    await note_access(
        uow, actor_id=one.actor_id, person_id=person_id, account_id=account_id, now=now
    )
    if one.left_on is not None:
        await end_access(uow, actor_id=one.actor_id, account_id=account_id, now=now)


@reactions.on(PartnerAccountUnusedV1, group="unused_accesses", since="beginning")
async def end_the_access_nobody_used(
    event: PartnerAccountUnusedV1, now: datetime, uow: UnitOfWork
) -> None:
    """The page of its actor says so, and another one may be opened. The DSDEN alone says it."""
    if uow.writing_for() == uow.department_uai:
        await note_unused(uow, account_id=event.account_id, on=event.occurred_on, now=now)


@reactions.on(PartnerAccessOpenedV1, group="whose_accesses", since="beginning")
async def know_whose_account_it_was(
    event: PartnerAccessOpenedV1, now: datetime, uow: UnitOfWork
) -> None:
    """Accesses that ended before this was kept: who is erased later, or was, leaves no name in them."""
    if uow.writing_for() != uow.department_uai:
        return
    if await _claimed(uow, event.person_id) is None:
        publish_end(uow, account_id=event.account_id, erased=True, now=now)
        return
    await note_whose(uow, account_id=event.account_id, person_id=event.person_id, now=now)


async def _claimed(uow: UnitOfWork, person_id: UUID) -> ActorPerson | None:
    """A person who may have an access; who erases them meanwhile waits, or is seen here."""
    await ActorAccounts(uow).claim([person_id])
    try:
        one = await ActorPeople(uow).get(person_id)
    except NotFound:
        return None
    return one if one.objected_at is None else None


@erasing.of(ERASED_KIND)
async def erase_the_person_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought them back, perhaps with their access."""
    await ActorPeople(uow).remove([resource_id])
    await end_accesses_of(uow, people=[resource_id], now=now)


@erasing.of(OBJECTED_KIND)
async def put_the_person_away_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought back who had objected as if they had not."""
    with suppress(NotFound):
        await put_objection(uow, person_id=resource_id, at=now)
        await end_accesses_of(uow, people=[resource_id], now=now)


@erasing.of(AGREED_KIND)
async def have_the_person_agree_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:  # noqa: ARG001  every one is given it
    """Lift an objection again that a person had come back on since the backup."""
    with suppress(NotFound):
        await take_objection_back(uow, person_id=resource_id)
