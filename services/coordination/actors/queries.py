"""The directory, as it is searched: without accents, and by what organisations were called before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, func, literal, or_, select, tuple_

from contracts.coordination.actors import ActorKind
from contracts.coordination.training_offer import RomeCode
from contracts.identifiers import CommuneCode
from contracts.words import first_words, plain
from services.chassis.reference.nomenclatures.communities import community_of
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.model.actor import Actor, kinds_called
from services.coordination.actors.store import actor_of
from services.coordination.actors.tables import actors

PAGE_LENGTH = 50
A = actors.c


@dataclass(frozen=True)
class ActorCut:
    """What the directory is kept to besides words."""

    kind: ActorKind | None = None
    commune: CommuneCode | None = None
    """Where it has to work."""
    trade: RomeCode | None = None
    sector: str | None = None
    """What it has to work for; of a trade, its sector does."""


NO_CUT = ActorCut()


@dataclass(frozen=True)
class ActorPage:
    """A page of the directory; `after` leads to the next one."""

    items: Sequence[Actor]
    after: UUID | None
    left_out: Sequence[str] = ()
    """The words no actor has: what is shown has all the others."""


async def search_actors(
    uow: UnitOfWork,
    *,
    words: str,
    cut: ActorCut = NO_CUT,
    archived: bool = False,
    after: UUID | None = None,
) -> ActorPage:
    """The actors that have these words; where nobody has them all, those that have the known ones.

    A formation or a trade is the word of no actor: its commune still answers.
    """
    page = await read_actors(uow, words=words, cut=cut, archived=archived, after=after)
    typed = first_words(plain(words).split())
    if page.items or len(typed) < 2:
        return page
    alone = [
        select(actors.c.actor_id).where(*_kept(archived, cut), _having(one)).exists()
        for one in typed
    ]
    there = (await uow.execute(select(*alone))).one()
    known = [word for word, has in zip(typed, there, strict=True) if has]
    if not known or len(known) == len(typed):
        return page
    found = await read_actors(uow, words=" ".join(known), cut=cut, archived=archived, after=after)
    return replace(found, left_out=[word for word in typed if word not in known])


async def read_actors(
    uow: UnitOfWork,
    *,
    words: str = "",
    cut: ActorCut = NO_CUT,
    archived: bool = False,
    after: UUID | None = None,
) -> ActorPage:
    """The actors that have a word beginning with each of these, in order of name."""
    order = (actors.c.name_key, actors.c.actor_id)
    statement = (
        select(actors)
        .where(*_kept(archived, cut), *map(_having, first_words(plain(words).split())))
        .order_by(*order)
    )
    if after is not None:
        last = select(*order).where(actors.c.actor_id == after).subquery("last")
        statement = statement.join(last, tuple_(*order) > tuple_(*last.c))
    rows = (await uow.execute(statement.limit(PAGE_LENGTH + 1))).all()
    shown = [actor_of(row) for row in rows[:PAGE_LENGTH]]
    return ActorPage(shown, shown[-1].id if len(rows) > PAGE_LENGTH else None)


async def count_unplaced(uow: UnitOfWork, cut: ActorCut) -> int:
    """How many actors a cut leaves out because nobody noted where they work, or what for."""
    unsaid: list[ColumnElement[bool]] = []
    if cut.commune:
        unsaid.append(
            ~A.whole_department
            & (func.cardinality(A.communities) + func.cardinality(A.communes) == 0)
        )
    if cut.trade or cut.sector:
        unsaid.append(func.cardinality(A.sectors) + func.cardinality(A.trades) == 0)
    if not unsaid:
        return 0
    statement = select(func.count()).where(A.archived_at.is_(None), or_(*unsaid))
    if cut.kind is not None:
        statement = statement.where(A.kind == cut.kind.value)
    return int((await uow.execute(statement)).scalar_one())


async def campus_choices(
    uow: UnitOfWork, *, of: UUID | None = None, chosen: UUID | None = None
) -> Sequence[tuple[str, str]]:
    """The campuses an actor may belong to, by name; the one it belongs to stays offered once it is archived."""
    offered = and_(
        A.kind == ActorKind.CMQ.value, A.archived_at.is_(None), A.actor_id.is_distinct_from(of)
    )
    statement = (
        select(A.actor_id, A.name)
        .where(or_(offered, A.actor_id == chosen))
        .order_by(A.name_key, A.actor_id)
    )
    return [(str(row.actor_id), row.name) for row in await uow.execute(statement)]


def _kept(archived: bool, cut: ActorCut) -> Sequence[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = [
        A.archived_at.is_not(None) if archived else A.archived_at.is_(None)
    ]
    if cut.kind is not None:
        kept.append(A.kind == cut.kind.value)
    if cut.commune is not None:
        grouping = community_of(cut.commune)
        kept.append(
            or_(
                A.whole_department,
                _one_of(A.communes, cut.commune),
                *([_one_of(A.communities, grouping.code)] if grouping else []),
            )
        )
    if cut.trade is not None:
        kept.append(or_(_one_of(A.trades, cut.trade), _one_of(A.sectors, cut.trade[0])))
    if cut.sector is not None:
        trades = literal(" ") + func.array_to_string(A.trades, " ")
        kept.append(or_(_one_of(A.sectors, cut.sector), trades.like(f"% {cut.sector}%")))
    return kept


def _one_of(column: ColumnElement[Any], code: str) -> ColumnElement[bool]:
    return literal(str(code)) == any_(column)


def _having(word: str) -> ColumnElement[bool]:
    kinds = [kind.value for kind in kinds_called(word)]
    # `plain` leaves letters and digits alone: nothing in the word is a pattern.
    return or_(actors.c.words.like(f"% {word}%"), actors.c.kind.in_(kinds))
