"""How long words of the DSDEN are kept."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select

from services.chassis.privacy.retention import Due, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.journal_words.store import JournalWords, W
from services.coordination.news.model.calendar import local_date

KEPT = timedelta(days=730)
WITHDRAWN_KEPT = timedelta(days=30)


async def old(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Words nothing was done with for two years."""
    return await _due(uow, W.changed_at < now - KEPT, limit)


async def withdrawn(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Words that were withdrawn a month ago."""
    return await _due(uow, W.withdrawn_at < now - WITHDRAWN_KEPT, limit)


async def remove(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """What was said, and what was answered."""
    await JournalWords(uow).remove(ids)
    return ids


async def _due(uow: UnitOfWork, which: ColumnElement[bool], limit: int) -> Sequence[Due]:
    statement = select(W.word_id, W.said_at).where(which).order_by(W.changed_at).limit(limit)
    return [
        Due(row.word_id, f"Mot du {local_date(row.said_at):%d/%m/%Y}")
        for row in await uow.execute(statement)
    ]


RULES = (
    Rule("journal_words", "Mots de la DSDEN", "2 ans", old, remove),
    Rule(
        "journal_words_withdrawn",
        "Mots de la DSDEN retirés",
        "30 jours après le retrait",
        withdrawn,
        remove,
    ),
)
