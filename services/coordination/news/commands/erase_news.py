"""A bureau, or the supervisor, has a text nobody reads erased for good."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.store import NewsItems

ERASED_KIND = "news"


async def erase_news(uow: UnitOfWork, *, news_id: UUID, version: int, now: datetime) -> None:
    """Erase title, text, address and reason; the id stays, as it does on the bus.

    Raises NotFound, StaleVersion, NewsNotEditable.
    """
    item = await NewsItems(uow).get_for_update(news_id)
    await NewsItems(uow).save(item.erased(version, now=now))
    # In a backup it may still be published: the department takes it away there.
    uow.erased.note(ERASED_KIND, news_id, lycee=uow.department_uai)
