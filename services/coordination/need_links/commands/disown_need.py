"""Saying that one never sent it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.needs import NeedDismissal
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import NeedAction, NeedMoveRefused, NeedStatus
from services.coordination.needs.store.needs import Needs

TOO_LATE = (
    "Cette demande est déjà reçue\u202f: dites que vous n’en avez plus besoin, elle sera close."
)


async def disown_need(uow: UnitOfWork, *, need_id: UUID, now: datetime) -> None:
    """Set apart what somebody else sent in one's name, before it was confirmed; nothing is told of it.

    Raises NotFound, NeedMoveRefused.
    """
    need = await Needs(uow).get_for_update(need_id)
    if need.status is not NeedStatus.UNVERIFIED:
        raise NeedMoveRefused(TOO_LATE)
    await Needs(uow).save(_set_apart(need, now))


def _set_apart(need: Need, now: datetime) -> Need:
    return replace(need.moved(NeedAction.DISMISS, now=now), dismissal=NeedDismissal.SPAM)
