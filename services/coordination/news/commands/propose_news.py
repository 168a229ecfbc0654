"""A bureau proposes news to the network."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.news import News
from services.coordination.news.model.text import NewsText
from services.coordination.news.store import NewsItems


async def propose_news(
    uow: UnitOfWork, *, text: NewsText, uai: Uai | None = None, now: datetime
) -> UUID:
    """Propose a news item (actualité proposée) and return its id; only the supervisor sees it.

    Raises NotFound, LyceeNotChosen.
    """
    item = News(uow.new_id(), uow.writing_for(uai), text, proposed_at=now, changed_at=now)
    await NewsItems(uow).add(item)
    return item.id
