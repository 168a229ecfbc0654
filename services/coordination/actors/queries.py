"""The directory, as it is searched: without accents, and by what organisations were called before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, tuple_

from contracts.words import first_words, plain
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.model import Actor, ActorKind, kinds_called
from services.coordination.actors.store import actor_of
from services.coordination.actors.tables import actors

PAGE_LENGTH = 50


@dataclass(frozen=True)
class ActorPage:
    """A page of the directory; `after` leads to the next one."""

    items: Sequence[Actor]
    after: UUID | None
    left_out: Sequence[str] = ()
    """The words no actor has: what is shown has all the others."""


async def search_actors(
    uow: UnitOfWork, *, words: str, archived: bool = False, after: UUID | None = None
) -> ActorPage:
    """The actors that have these words; where nobody has them all, those that have the known ones.

    A formation or a trade is the word of no actor: its commune still answers.
    """
    page = await read_actors(uow, words=words, archived=archived, after=after)
    typed = first_words(plain(words).split())
    if page.items or len(typed) < 2:
        return page
    alone = [
        select(actors.c.actor_id).where(_kept(archived), _having(one)).exists() for one in typed
    ]
    there = (await uow.execute(select(*alone))).one()
    known = [word for word, has in zip(typed, there, strict=True) if has]
    if not known or len(known) == len(typed):
        return page
    found = await read_actors(uow, words=" ".join(known), archived=archived, after=after)
    return replace(found, left_out=[word for word in typed if word not in known])


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
    statement = (
        select(actors)
        .where(_kept(archived), *map(_having, first_words(plain(words).split())))
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


def _kept(archived: bool) -> ColumnElement[bool]:
    return actors.c.archived_at.is_not(None) if archived else actors.c.archived_at.is_(None)


def _having(word: str) -> ColumnElement[bool]:
    kinds = [kind.value for kind in kinds_called(word)]
    # `plain` leaves letters and digits alone: nothing in the word is a pattern.
    return or_(actors.c.words.like(f"% {word}%"), actors.c.kind.in_(kinds))
