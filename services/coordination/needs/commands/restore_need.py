"""Taking back that it is no need."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import NeedId, NeedReopenedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.needs.store.needs import Needs
from services.coordination.needs.store.publications import ask_letter, publish_reception
from services.coordination.news.model.calendar import local_date


async def restore_need(uow: UnitOfWork, *, need_id: UUID, version: int, now: datetime) -> None:
    """Take back that it is no need. Raises NotFound, StaleVersion, NeedMoveRefused."""
    need = await Needs(uow).get_for_update(need_id)
    need.expect(version)
    restored = need.restored(now=now)
    await Needs(uow).save(restored)
    if need.received_at is None:
        publish_reception(uow, restored, now=now)
        await ask_letter(uow, restored, NeedLetterKind.RECEIVED)
    else:
        told = NeedReopenedV1(need_id=NeedId(need.id), occurred_on=local_date(now))
        uow.publish(told, version=restored.version)
