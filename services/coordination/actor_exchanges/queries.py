"""What the supervisor is to do next with actors, and when she last met somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, tuple_

from contracts.words import plain
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_exchanges.model import ActorExchange
from services.coordination.actor_exchanges.store import X, exchange_of
from services.coordination.actor_exchanges.tables import actor_exchanges
from services.coordination.actor_people.store import P
from services.coordination.actor_people.tables import actor_people
from services.coordination.actors.tables import actors

STEPS_MAX = 20
FOUND_MAX = 50


@dataclass(frozen=True)
class NamingExchange:
    """An exchange that names somebody, and the name of the actor it is with."""

    exchange: ActorExchange
    actor: str


async def find_exchanges_naming(uow: UnitOfWork, typed: str) -> Sequence[NamingExchange]:
    """Exchanges in whose note or next step all these words stand, or with somebody so called; `FOUND_MAX` at most.

    They are a few hundred a year: they are read one by one, without accents.
    """
    words = plain(typed).split()
    if not words:
        return []
    kept = func.concat_ws(" ", P.name, X.note, X.next_step).label("kept")
    statement = (
        select(actor_exchanges, actors.c.name.label("actor"), kept)
        .join(actors, actors.c.actor_id == X.actor_id)
        .join(actor_people, P.person_id == X.person_id, isouter=True)
        .order_by(X.occurred_on.desc(), X.exchange_id)
    )
    found = [
        NamingExchange(exchange_of(row), row.actor)
        for row in await uow.execute(statement)
        if all(word in plain(row.kept) for word in words)
    ]
    return found[:FOUND_MAX]


@dataclass(frozen=True)
class NextStep:
    """A next step nobody took yet, and with whom."""

    exchange: ActorExchange
    actor: str
    late: bool


async def read_next_steps(uow: UnitOfWork, *, today: date) -> Sequence[NextStep]:
    """The next steps of the last exchange with each actor: a later one has taken the step."""
    later = actor_exchanges.alias("later")
    followed = (
        select(later.c.exchange_id)
        .where(
            later.c.actor_id == X.actor_id,
            later.c.withdrawn_at.is_(None),
            tuple_(later.c.occurred_on, later.c.exchange_id) > tuple_(X.occurred_on, X.exchange_id),
        )
        .exists()
    )
    statement = (
        select(actor_exchanges, actors.c.name.label("actor"))
        .join(actors, actors.c.actor_id == X.actor_id)
        .where(X.next_step_on.is_not(None), X.withdrawn_at.is_(None), ~followed)
        .order_by(X.next_step_on, X.exchange_id)
        .limit(STEPS_MAX)
    )
    return [
        NextStep(exchange_of(row), row.actor, row.next_step_on < today)
        for row in await uow.execute(statement)
    ]
