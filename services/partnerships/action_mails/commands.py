"""Commands of the mails of an action: who comes is told so, and what becomes of it."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import ContactId, Uai
from contracts.partnerships.action_invites import (
    ActionInviteAskedV1,
    ActionInviteId,
    ActionInviteKind,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.action_mails.model import (
    ActionInvite,
    Unreached,
    coming_to,
    facts_of,
    is_silent,
    moved,
    reminded_on,
)
from services.partnerships.action_mails.store import ActionInvites, read_readers
from services.partnerships.actions.model import SchoolAction
from services.partnerships.actions.store import FOLLOWERS, Actions
from services.partnerships.base.calendar import local_date, local_time, morning_of

JOB = "remind_of_actions"


async def follow_participants(uow: UnitOfWork, *, action: SchoolAction) -> None:
    """Have who comes written to (courriels aux participantes), and who was written to told what changed."""
    today = local_date(uow.now)
    if is_silent(action, local_time(uow.now)):
        return
    invites = ActionInvites(uow)
    known = await invites.of(action.id)
    for one, kind in moved(action, known):
        await invites.save(one)
        _ask(uow, action.uai, one, kind)
    coming = coming_to(action)
    added = await _expected(uow, action, coming - {one.company_id for one in known})
    await invites.add(action.uai, added)
    for one in added:
        _ask(uow, action.uai, one, ActionInviteKind.NOTED)
    day = reminded_on(action.details.planned_on, today)
    if coming and day is not None:
        key = f"{action.id}/{action.details.planned_on}"
        await uow.schedule(JOB, key=key, due_at=morning_of(day), uai=action.uai)


async def write_again(uow: UnitOfWork, *, action_id: UUID, now: datetime) -> None:  # noqa: ARG001  every command is given it
    """Write to those of whom an address is known meanwhile (adresse notée depuis). Raises NotFound."""
    await follow_participants(uow, action=await Actions(uow).get_for_update(action_id))


async def remind_participants(
    uow: UnitOfWork, *, action_id: UUID, planned_on: str, now: datetime
) -> None:
    """Have who comes reminded once (rappel de l’action), unless it is on another day by now.

    Raises NotFound.
    """
    action = await Actions(uow).get_for_update(action_id)
    today = local_date(now)
    on = action.details.planned_on
    if is_silent(action, local_time(now)) or on.isoformat() != planned_on or on <= today:
        return
    coming, invites = coming_to(action), ActionInvites(uow)
    for one in await invites.of(action_id):
        if one.company_id in coming and one.standing and one.reminded_for != on:
            one.reminded_for = on
            await invites.save(one)
            _ask(uow, action.uai, one, ActionInviteKind.REMINDER)


async def _expected(
    uow: UnitOfWork, action: SchoolAction, company_ids: frozenset[UUID]
) -> list[ActionInvite]:
    readers = await read_readers(uow, action.uai, sorted(company_ids))
    return [
        ActionInvite(uow.new_id(), action.id, company_id, reader.id, facts_of(action))
        for company_id, reader in readers.items()
        if not isinstance(reader, Unreached)
    ]


def _ask(uow: UnitOfWork, uai: Uai, invite: ActionInvite, kind: ActionInviteKind) -> None:
    asked = ActionInviteAskedV1(
        invite_id=ActionInviteId(invite.id),
        contact_id=ContactId(invite.contact_id),
        kind=kind,
        occurred_on=local_date(uow.now),
    )
    uow.publish(asked, uai=uai)


FOLLOWERS.add(follow_participants)
