"""Commands of a person’s rights: what is kept of who told a need is erased."""

from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from contracts.coordination.need_letters import NeedErasedV1, NeedLetterId
from contracts.coordination.needs import NeedClosedV1, NeedClosing, NeedDismissal, NeedId
from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.need_forms.tables import need_confirmations
from services.coordination.need_letters.store import NeedLetters
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import OPEN, NeedAction, NeedStatus
from services.coordination.needs.store.erasure import erase_needs
from services.coordination.needs.store.needs import Needs
from services.coordination.news.model.calendar import local_date

ERASED_KIND = "needs"


async def erase_need(uow: UnitOfWork, *, need_id: UUID, now: datetime) -> None:
    """Erase who told it and all that was written of it; that there was a need stays, to be counted.

    What was still to be done is over: nobody is left to answer. Raises NotFound.
    """
    need = await Needs(uow).get_for_update(need_id)
    if need.details is None:
        raise NotFound
    await have_letters_forgotten(uow, need_id=need_id, now=now)
    await _forget(uow, need, now)
    uow.erased.note(ERASED_KIND, need_id, lycee=uow.department_uai)


async def erase_need_again(uow: UnitOfWork, *, need_id: UUID, now: datetime) -> None:
    """Erase what a backup brought back; one it does not have, or has erased, stays as it is."""
    with suppress(NotFound):
        need = await Needs(uow).get_for_update(need_id)
        if need.details is not None:
            await _forget(uow, need, now)


async def _forget(uow: UnitOfWork, need: Need, now: datetime) -> None:
    await end_need(uow, need=need, now=now)
    await erase_needs(uow, [need.id], now)
    await uow.execute(delete(need_confirmations).where(need_confirmations.c.need_id == need.id))


async def end_need(uow: UnitOfWork, *, need: Need, now: datetime) -> None:
    """What was still to be done is over, without an answer."""
    if need.status is NeedStatus.UNVERIFIED:
        ended = replace(need.moved(NeedAction.DISMISS, now=now), dismissal=NeedDismissal.NO_NEED)
        await Needs(uow).save(ended)
    elif need.status in OPEN:
        closed = need.moved(NeedAction.WITHDRAW, now=now)
        await Needs(uow).save(closed)
        told = NeedClosedV1(
            need_id=NeedId(need.id), closing=NeedClosing.WITHDRAWN, occurred_on=local_date(now)
        )
        uow.publish(told, version=closed.version)


async def have_letters_forgotten(uow: UnitOfWork, *, need_id: UUID, now: datetime) -> None:
    """Tell each bureau that wrote of it: what its mails said goes too."""
    written: dict[Uai, list[NeedLetterId]] = defaultdict(list)
    for letter in await NeedLetters(uow).of([need_id]):
        written[letter.uai].append(NeedLetterId(letter.id))
    for uai, letters in written.items():
        told = NeedErasedV1(
            need_id=NeedId(need_id), letters=tuple(letters), occurred_on=local_date(now)
        )
        publish_decision(uow, told, lycee=uai, version=1)
