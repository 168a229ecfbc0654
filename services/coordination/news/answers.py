"""What a notice says of a news item, asked each time it is read."""

from uuid import UUID

from contracts.notices import (
    NoticeFacts,
    NoticeKind,
    NoticeLine,
    NoticesAnswer,
    NoticesRequest,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_fr
from services.coordination.base.answers import notices_of
from services.coordination.news.model.calendar import local_date
from services.coordination.news.model.news import News, NewsStatus
from services.coordination.news.model.text import cut
from services.coordination.news.queries import read_items

REASON_CHARACTERS_MAX = 300

_STANDS_WHILE = {
    NoticeKind.NEWS_PROPOSED: NewsStatus.PROPOSED,
    NoticeKind.NEWS_PUBLISHED: NewsStatus.PUBLISHED,
    NoticeKind.NEWS_REFUSED: NewsStatus.REFUSED,
}


@notices_of(*_STANDS_WHILE)
async def notices_of_news(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """Titles and reasons, to the lycée that proposed and to who answers it; nothing of an erased item."""
    asked: set[UUID] = {one.about for one in request.asked if one.kind in _STANDS_WHILE}
    items = await read_items(uow, asked)
    return NoticesAnswer(
        facts=tuple(
            _facts(one.kind, *items[one.about])
            if one.kind in _STANDS_WHILE and one.about in items
            else None
            for one in request.asked
        )
    )


def _facts(kind: NoticeKind, item: News, author: str) -> NoticeFacts:
    title = item.text.title if item.text else ""
    page = f"/actualites/{item.id}"
    lines = [("Titre", title)]
    if kind is NoticeKind.NEWS_PROPOSED:
        lines += [("Proposée par", author), ("Le", _day(item))]
    if kind is NoticeKind.NEWS_REFUSED:
        lines += [("Motif", cut(item.reason or "", REASON_CHARACTERS_MAX))]
        page += "/correction"
    return NoticeFacts(
        standing=item.status is _STANDS_WHILE[kind],
        object=title,
        lines=tuple(NoticeLine(label=label, text=text) for label, text in lines),
        path=page,
    )


def _day(item: News) -> str:
    return date_fr(local_date(item.changed_at), weekday=False)
