"""Words of the DSDEN as they are listed: what nobody saw or answered first, then the newest."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select, tuple_

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.journal_words.model import JournalWord
from services.coordination.journal_words.store import W, word_of
from services.coordination.journal_words.tables import journal_words
from services.coordination.news.store.news import Lycees

PAGE_LENGTH = 20


@dataclass(frozen=True)
class Said:
    """A word in a list, with the name of its lycée."""

    word: JournalWord
    lycee: str


@dataclass(frozen=True)
class WordPage:
    """Some words, the newest first; `before`: where the next page begins."""

    items: Sequence[Said]
    before: UUID | None


@dataclass(frozen=True)
class Waiting:
    """Words nobody at the lycée saw or answered: the newest of them, and how many."""

    items: Sequence[Said]
    many: int


_SHOWN = W.withdrawn_at.is_(None)


async def read_words(
    uow: UnitOfWork, *, lycee: Uai | None = None, before: UUID | None = None
) -> WordPage:
    """Words that stand, of one lycée or of all in scope."""
    order = (W.said_at, W.word_id)
    statement = select(journal_words).where(_SHOWN)
    if lycee is not None:
        statement = statement.where(W.uai == lycee)
    if before is not None:
        last = select(*order).where(W.word_id == before).subquery("last")
        statement = statement.join(last, tuple_(*order) < tuple_(*last.c))
    statement = statement.order_by(*(column.desc() for column in order)).limit(PAGE_LENGTH + 1)
    words = [word_of(row) for row in await uow.execute(statement)]
    items = await _named(uow, words[:PAGE_LENGTH])
    return WordPage(items, items[-1].word.id if len(words) > PAGE_LENGTH else None)


async def read_waiting(uow: UnitOfWork, *, length: int) -> Waiting:
    """Words nobody saw as they are now, the newest first."""
    statement = (
        select(journal_words, func.count().over().label("many"))
        .where(_SHOWN, W.seen_at.is_(None))
        .order_by(W.said_at.desc(), W.word_id.desc())
        .limit(length)
    )
    rows = (await uow.execute(statement)).all()
    return Waiting(await _named(uow, [word_of(row) for row in rows]), rows[0].many if rows else 0)


async def read_of_line(uow: UnitOfWork, line_id: UUID) -> Sequence[JournalWord]:
    """What stands already about a line, oldest first."""
    statement = (
        select(journal_words).where(W.line_id == line_id, _SHOWN).order_by(W.said_at, W.word_id)
    )
    return [word_of(row) for row in await uow.execute(statement)]


async def count_of_lines(uow: UnitOfWork, line_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """How many words stand about each of these lines, of the lycées in scope."""
    asked = any_(bindparam("lines", list(line_ids), ARRAY(Uuid)))
    statement = (
        select(W.line_id, func.count().label("many"))
        .where(W.line_id == asked, _SHOWN)
        .group_by(W.line_id)
    )
    return {row.line_id: row.many for row in await uow.execute(statement)}


async def read_some(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, Said]:
    """Those of these words that the scope may know of."""
    statement = select(journal_words).where(
        W.word_id == any_(bindparam("ids", list(ids), ARRAY(Uuid)))
    )
    words = [word_of(row) for row in await uow.execute(statement)]
    return {one.word.id: one for one in await _named(uow, words)}


async def _named(uow: UnitOfWork, words: Sequence[JournalWord]) -> Sequence[Said]:
    names = await Lycees(uow).names() if words else {}
    return [Said(word, names.get(word.uai, word.uai)) for word in words]
