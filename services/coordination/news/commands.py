"""Commands of the news, from a proposal to its erasure."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.news import (
    NewsAnswer,
    NewsAnsweredV1,
    NewsProposedV1,
    NewsPublishedV1,
    NewsWithdrawnV1,
)
from contracts.identifiers import NewsId, PublicText, Uai
from services.chassis.documents.pictures import Picture
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.calendar import local_date
from services.coordination.news.model.news import News, NewsNotEditable, NewsNotProposed, NewsStatus
from services.coordination.news.model.text import NewsText
from services.coordination.news.store.news import Lycees, NewsItems, PublishedNews
from services.coordination.news.store.pictures import NewsPictures

ERASED_KIND = "news"
PICTURE_KIND = "news_picture"
WITHDRAWN_KIND = "news_withdrawn"
"""What was withdrawn is published by no backup that is brought back."""


async def copy_lycee(uow: UnitOfWork, *, uai: Uai, name: PublicText, version: int) -> None:
    """Keep a lycée's name; an older one never overwrites a newer one."""
    await Lycees(uow).keep(uai, name, version)


async def edit_news(
    uow: UnitOfWork, *, news_id: UUID, version: int, text: NewsText, now: datetime
) -> None:
    """Replace the text; it is proposed again. Raises NotFound, StaleVersion, NewsNotEditable."""
    item = await NewsItems(uow).get_for_update(news_id)
    edited = item.edited(version, text, now=now)
    await NewsItems(uow).save(edited)
    if item.status is not NewsStatus.PROPOSED:
        _publish_proposal(uow, edited, now=now)


async def put_picture(
    uow: UnitOfWork, *, news_id: UUID, version: int, picture: Picture, alt: str, now: datetime
) -> None:
    """Put a picture on an item, or another one; it is proposed again.

    `alt` says it in words. Raises NotFound, StaleVersion, NewsNotEditable.
    """
    item = await _retouch(uow, news_id, version, now=now)
    if await NewsPictures(uow).seen(news_id):
        uow.erased.note(PICTURE_KIND, news_id, lycee=uow.department_uai)
    await NewsPictures(uow).put(item, picture, alt)


async def remove_picture(uow: UnitOfWork, *, news_id: UUID, version: int, now: datetime) -> None:
    """Erase the picture of an item; it is proposed again. Raises NotFound, StaleVersion, NewsNotEditable."""
    item = await _retouch(uow, news_id, version, now=now)
    await NewsPictures(uow).remove(item.id)
    uow.erased.note(PICTURE_KIND, news_id, lycee=uow.department_uai)


async def _retouch(uow: UnitOfWork, news_id: UUID, version: int, *, now: datetime) -> News:
    item = await NewsItems(uow).get_for_update(news_id)
    if item.text is None:
        raise NewsNotEditable
    edited = item.edited(version, item.text, now=now)
    await NewsItems(uow).save(edited)
    if item.status is not NewsStatus.PROPOSED:
        _publish_proposal(uow, edited, now=now)
    return edited


async def erase_news(uow: UnitOfWork, *, news_id: UUID, version: int, now: datetime) -> None:
    """Erase title, text, address and reason; the id stays, as it does on the bus.

    Raises NotFound, StaleVersion, NewsNotEditable.
    """
    item = await NewsItems(uow).get_for_update(news_id)
    await NewsItems(uow).save(item.erased(version, now=now))
    await NewsPictures(uow).remove(news_id)
    # In a backup it may still be published: the department takes it away there.
    uow.erased.note(ERASED_KIND, news_id, lycee=uow.department_uai)


async def propose_news(
    uow: UnitOfWork, *, text: NewsText, uai: Uai | None = None, now: datetime
) -> UUID:
    """Propose a news item (actualité proposée) and return its id; only the supervisor sees it.

    Raises NotFound, LyceeNotChosen.
    """
    item = News(uow.new_id(), uow.writing_for(uai), text, proposed_at=now, changed_at=now)
    await NewsItems(uow).add(item)
    _publish_proposal(uow, item, now=now)
    return item.id


async def publish_news(uow: UnitOfWork, *, news_id: UUID, version: int, now: datetime) -> None:
    """Have the network read an item (actualité publiée); the bus learns its id.

    Raises NotFound, StaleVersion, NewsNotProposed.
    """
    item = (await NewsItems(uow).get_for_update(news_id)).published(version, now=now)
    if item.text is None:
        raise NewsNotProposed
    await NewsItems(uow).save(item)
    await PublishedNews(uow).put(item, item.text, now=now)
    told = NewsPublishedV1(news_id=NewsId(item.id), occurred_on=local_date(now))
    uow.publish(told, version=item.version)
    _publish_answer(uow, item, NewsAnswer.PUBLISHED, now=now)


async def reconsider_news(uow: UnitOfWork, *, news_id: UUID, version: int, now: datetime) -> None:
    """Have a refused proposal wait again. Raises NotFound, StaleVersion, NewsNotRefused."""
    item = (await NewsItems(uow).get_for_update(news_id)).reconsidered(version, now=now)
    await NewsItems(uow).save(item)
    _publish_answer(uow, item, NewsAnswer.RECONSIDERED, now=now)


async def refuse_news(
    uow: UnitOfWork, *, news_id: UUID, version: int, reason: str, now: datetime
) -> None:
    """Refuse a proposal; its bureau reads why. Raises NotFound, StaleVersion, NewsNotProposed."""
    item = (await NewsItems(uow).get_for_update(news_id)).refused(version, reason, now=now)
    await NewsItems(uow).save(item)
    _publish_answer(uow, item, NewsAnswer.REFUSED, now=now)


async def withdraw_news(uow: UnitOfWork, *, news_id: UUID, version: int, now: datetime) -> None:
    """Have an item out of pages and feeds at once (actualité retirée); its text waits, unread.

    Raises NotFound, StaleVersion, NewsNotPublished.
    """
    item = (await NewsItems(uow).get_for_update(news_id)).withdrawn(version, now=now)
    await NewsItems(uow).save(item)
    await PublishedNews(uow).take_away(item.id, now=now)
    uow.erased.note(WITHDRAWN_KIND, news_id, lycee=uow.department_uai)
    told = NewsWithdrawnV1(news_id=NewsId(item.id), occurred_on=local_date(now))
    uow.publish(told, version=item.version)
    _publish_answer(uow, item, NewsAnswer.WITHDRAWN, now=now)


def _publish_proposal(uow: UnitOfWork, item: News, *, now: datetime) -> None:
    """Nothing of what the supervisor wrote herself: she knows."""
    if item.uai in uow.scope.uais:
        waits = NewsProposedV1(news_id=NewsId(item.id), occurred_on=local_date(now))
        uow.publish(waits, version=item.version, uai=item.uai)


def _publish_answer(uow: UnitOfWork, item: News, answer: NewsAnswer, *, now: datetime) -> None:
    """For the lycée that proposed it; the DSDEN has no bureau to tell."""
    if item.uai != uow.department_uai:
        answered = NewsAnsweredV1(
            news_id=NewsId(item.id), answer=answer, occurred_on=local_date(now)
        )
        publish_decision(uow, answered, lycee=item.uai, version=item.version)
