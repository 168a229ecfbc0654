"""The last fact a service told of each thing, read in its own journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import BigInteger, cast, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from contracts.envelope import source
from contracts.event import Audience, Event
from contracts.identifiers import Uai
from services.chassis.database.tables import journal
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

REPUBLISH = "republish_states"
"""The timed job that tells what differs between a service's tables and what it told last.

Its key begins with `<position>:<position>`: between which rows of the journal are the facts that were
taken back from the bus, if some were.
"""
AnyEvent = TypeVar("AnyEvent", bound=Event)
J = journal.c
_ABOUT, _TYPE = J.headers["ce-subject"].astext, J.headers["ce-type"].astext
_VERSION = cast(J.headers["ce-version"].astext, BigInteger)


@dataclass(frozen=True)
class LastFact(Generic[AnyEvent]):
    """One fact, the version of the thing it told of, where it stands in the journal, and who told it."""

    event: AnyEvent
    version: int
    position: int
    uai: Uai


@dataclass(frozen=True)
class TakenBack:
    """The rows of a journal that were taken back from the bus: what they tell of may have no row any more."""

    first: int = 0
    last: int = -1

    @classmethod
    def of_key(cls, key: str) -> "TakenBack":
        """Read the key of a timed job."""
        first, last, *_ = key.split(":")
        return cls(int(first), int(last))

    def of(self, facts: Mapping[str, LastFact[AnyEvent]]) -> Mapping[str, LastFact[AnyEvent]]:
        """Those of these facts that were taken back."""
        return {
            about: one for about, one in facts.items() if self.first <= one.position <= self.last
        }


async def last_facts(
    uow: UnitOfWork, uai: Uai | None, *events: type[AnyEvent]
) -> Mapping[str, LastFact[AnyEvent]]:
    """Among facts of these types of one lycée, or all in scope, the newest of each thing, by the thing's id.

    What the journal let go of, or an operator took away, is not read.
    """
    by_type: dict[str, type[AnyEvent]] = {event.ce_type(): event for event in events}
    audiences: set[Audience] = {event.audience() for event in events}
    statement = (
        select(
            *(_ABOUT.label("about"), _TYPE.label("type"), _VERSION.label("version")),
            *(J.position, J.payload, J.uai),
        )
        .ext(distinct_on(_ABOUT))
        .where(
            true() if uai is None else J.source == source(uow.department, uai, uow.service),
            J.audience.in_(audiences),
            _TYPE.in_(list(by_type)),
            J.payload_hash.is_(None),
            J.redacted_at.is_(None),
        )
        .order_by(_ABOUT, _VERSION.desc(), J.position.desc())
    )
    return {
        row.about: LastFact(
            by_type[row.type].from_json(row.payload), row.version, row.position, Uai(row.uai)
        )
        for row in await uow.execute(statement)
    }
