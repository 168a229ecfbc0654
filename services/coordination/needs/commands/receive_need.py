"""Receiving a need: from now on the network has five working days."""

from datetime import datetime

from contracts.coordination.need_letters import NeedLetterKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.needs.model.need import Need
from services.coordination.needs.store.needs import Needs
from services.coordination.needs.store.publications import ask_letter, publish_reception, speaker


async def receive_need(uow: UnitOfWork, *, need: Need, adding: bool = False, now: datetime) -> None:
    """Keep it as received, say so, and have the company told."""
    received = need.received(now=now)
    store = Needs(uow)
    await (store.add(received) if adding else store.save(received))
    publish_reception(uow, received, now=now)
    by = speaker(uow, need.uai)
    await ask_letter(uow, received, NeedLetterKind.RECEIVED, by=by)
