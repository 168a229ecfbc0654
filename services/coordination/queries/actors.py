"""The directory, as it is searched: without accents, and by what organisations were called before."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, tuple_

from contracts.words import first_words, plain
from services.chassis.work import UnitOfWork
from services.coordination.domain.actor import Actor, ActorKind, kinds_called
from services.coordination.storage.actors import actor_of
from services.coordination.storage.tables import actors

PAGE_LENGTH = 50


@dataclass(frozen=True)
class ActorPage:
    """A page of the directory; `after` leads to the next one."""

    items: Sequence[Actor]
    after: UUID | None


async def read_actors(
    uow: UnitOfWork,
    *,
    words: str = "",
    kind: ActorKind | None = None,
    archived: bool = False,
    after: UUID | None = None,
) -> ActorPage:
    """The actors that have a word beginning with each of these, in order of name."""
    order = (actors.c.name_key, actors.c.actor_id)
    kept = actors.c.archived_at.is_not(None) if archived else actors.c.archived_at.is_(None)
    statement = (
        select(actors)
        .where(kept, *map(_having, first_words(plain(words).split())))
        .order_by(*order)
    )
    if kind is not None:
        statement = statement.where(actors.c.kind == kind.value)
    if after is not None:
        last = select(*order).where(actors.c.actor_id == after).subquery("last")
        statement = statement.join(last, tuple_(*order) > tuple_(*last.c))
    rows = (await uow.execute(statement.limit(PAGE_LENGTH + 1))).all()
    shown = [actor_of(row) for row in rows[:PAGE_LENGTH]]
    return ActorPage(shown, shown[-1].id if len(rows) > PAGE_LENGTH else None)


def _having(word: str) -> ColumnElement[bool]:
    kinds = [kind.value for kind in kinds_called(word)]
    # `plain` leaves letters and digits alone: nothing in the word is a pattern.
    return or_(actors.c.words.like(f"% {word}%"), actors.c.kind.in_(kinds))
