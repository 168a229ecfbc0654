"""What became of one event in each reader of a service, and giving it to one of them again.

Giving again is what the stream would do: what was handled is not handled twice, what waits its
turn keeps it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from contracts.event import REGISTRY, Event
from contracts.streams import stream_name
from contracts.subjects import Subject
from services.chassis.database.engine import Database
from services.chassis.database.tables import inbox, inbox_floors, parked_events, reaction_groups
from services.chassis.nats.parse_envelope import Delivery
from services.chassis.operations.events import Fact, Mention
from services.chassis.operations.parked_events import Replayable, groups_of, replay_set_aside
from services.chassis.projections import Projection
from services.chassis.projections.replay import fold_again
from services.chassis.reactions.given_again import give
from services.chassis.reactions.group_inbox import DEPARTMENT, GroupInbox
from services.chassis.reactions.parked_retries import Parked
from services.chassis.reactions.spec import Group
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork

P = parked_events.c

State = Literal["handled", "parked", "earlier", "unseen", "read-model"]


@dataclass(frozen=True)
class Fate:
    """What one reader did with an event. `at` is when."""

    consumer: str
    state: State
    at: datetime | None = None
    parked: Parked | None = None

    @property
    def sentence(self) -> str:
        """In French, after the reader's name; the time is told apart."""
        return _SENTENCES[self.state]

    @property
    def what_replay_does(self) -> str:
        """What giving it again would do, in French."""
        return _REPLAYED[self.state]


_SENTENCES: dict[State, str] = {
    "handled": "traité",
    "parked": "mis de côté",
    "earlier": "antérieur à l’entrée en service de ce lecteur",
    "unseen": "pas encore traité",
    "read-model": "lu par un tableau, qui se souvient d’une position et non de chaque fait",
}
_REPLAYED: dict[State, str] = {
    "handled": "déjà traité\u202f: rien ne serait refait",
    "parked": "mis de côté\u202f: il serait traité, et ceux du même dossier qui le suivent",
    "earlier": "antérieur à l’entrée en service de ce lecteur\u202f: rien ne serait fait",
    "unseen": "pas encore traité\u202f: il le serait",
    "read-model": "relu par le tableau, sans effet s’il y est déjà",
}


async def fates(uow: UnitOfWork, service: Replayable, fact: Mention) -> list[Fate]:
    """What became of an event in each reader that listens to it. Needs the department's scope."""
    declared = REGISTRY.get(fact.event_type)
    if declared is None:
        return []
    found = [
        await _fate(uow, group, fact, declared)
        for group in groups_of(service)
        if any(reaction.event_type is declared for reaction in group.reactions)
    ]
    for projection in _projections(service, declared):
        consumer = projection.durable(service.name)
        parked = await _parked(uow, consumer, fact)
        state: State = "parked" if parked else "read-model"
        found.append(Fate(consumer, state, parked.parked_at if parked else None, parked))
    return found


async def _fate(uow: UnitOfWork, group: Group, fact: Mention, declared: type[Event]) -> Fate:
    consumer = group.durable
    kind = f"{consumer}/{declared.service()}.{declared.token()}"
    handled_at = await uow.connection.scalar(
        select(inbox.c.handled_at).where(
            inbox.c.consumer == consumer, inbox.c.event_id == fact.event_id
        )
    )
    if handled_at is not None:
        return Fate(consumer, "handled", handled_at)
    if await _behind_the_floor(uow, kind, fact):
        return Fate(consumer, "handled")
    parked = await _parked(uow, consumer, fact)
    if parked is not None:
        return Fate(consumer, "parked", parked.parked_at, parked)
    since = await uow.connection.scalar(
        select(reaction_groups.c.since).where(reaction_groups.c.consumer == kind)
    )
    if since is not None and fact.recorded_at is not None and fact.recorded_at < since:
        return Fate(consumer, "earlier", since)
    return Fate(consumer, "unseen")


async def _behind_the_floor(uow: UnitOfWork, kind: str, fact: Mention) -> bool:
    """Whether it was handled so long ago that its inbox row is gone."""
    floor = await uow.connection.scalar(
        select(inbox_floors.c.sequence).where(
            inbox_floors.c.kind == kind, inbox_floors.c.source == fact.source
        )
    )
    return floor is not None and fact.sequence <= floor


async def _parked(uow: UnitOfWork, consumer: str, fact: Mention) -> Parked | None:
    found = await uow.execute(
        select(*(P[name] for name in Parked.__dataclass_fields__)).where(
            P.consumer == consumer, P.event_id == fact.event_id, P.replayed_at.is_(None)
        )
    )
    row = found.mappings().one_or_none()
    return Parked(**row) if row else None


def _projections(service: Replayable, declared: type[Event]) -> Iterable[Projection]:
    return (projection for projection in service.projections if declared in projection.events)


async def give_again(
    service: Replayable, units: UnitsOfWork, database: Database, fact: Fact, fate: Fate
) -> Fate:
    """Give an event to one of its readers again; return what became of it.

    Raises Unavailable, or whatever trouble the database is in: nothing was done then.
    """
    if fate.parked is not None:
        await replay_set_aside(service, units, database, fate.parked)
    elif fate.state == "unseen":
        group = next(group for group in groups_of(service) if group.durable == fate.consumer)
        await give(GroupInbox(group, units), _delivery(fact))
    elif fate.state == "read-model":
        for projection in service.projections:
            if projection.durable(service.name) == fate.consumer:
                await fold_again(database, service.name, projection, _delivery(fact))
    async with units.begin(DEPARTMENT) as uow:
        after = await fates(uow, service, fact.mention)
    return next(one for one in after if one.consumer == fate.consumer)


def _delivery(fact: Fact) -> Delivery:
    """As the stream would deliver it, but for its place there, which a journal does not know."""
    subject = Subject.parse(fact.subject)
    stream = stream_name(subject.audience, subject.department)
    return Delivery(fact.subject, fact.headers, fact.payload.encode(), stream, 0)
