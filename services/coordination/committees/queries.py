"""Committees as they are read: with the names of the organisations that sit there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.tables import actors
from services.coordination.committees.model import Charter, Committee, Member, MemberFunction
from services.coordination.committees.store import Charters, Committees, Members
from services.coordination.committees.tables import committee_members
from services.coordination.news.store.news import Lycees

_FUNCTIONS = list(MemberFunction)


@dataclass(frozen=True)
class Seat:
    """A member with the name of the organisation; co-chairs come first."""

    member: Member
    organisation: str

    @property
    def name(self) -> str:
        """Who is expected: the person and the organisation, or the organisation alone."""
        person = self.member.person
        return f"{person}, {self.organisation}" if person else self.organisation


@dataclass(frozen=True)
class CommitteeCard:
    """A committee with those who sit there now, those who left, and its charters."""

    committee: Committee
    seats: Sequence[Seat]
    left: Sequence[Seat]
    charters: Sequence[Charter]


async def read_committee(uow: UnitOfWork, committee_id: UUID) -> CommitteeCard:
    """One committee. Raises NotFound."""
    committee = await Committees(uow).get(committee_id)
    seats = await read_seats(uow, committee_id)
    return CommitteeCard(
        committee,
        [one for one in seats if one.member.left_on is None],
        [one for one in seats if one.member.left_on is not None],
        await Charters(uow).of(committee_id),
    )


async def read_seats(uow: UnitOfWork, committee_id: UUID) -> Sequence[Seat]:
    """Everybody of a committee, those who left too."""
    members = await Members(uow).of(committee_id)
    names = await organisation_names(uow, members)
    seats = [Seat(one, names[one.id]) for one in members]
    return sorted(seats, key=lambda one: _FUNCTIONS.index(one.member.function))


async def organisation_names(uow: UnitOfWork, members: Collection[Member]) -> Mapping[UUID, str]:
    """The name of the organisation of each member."""
    lycees = await Lycees(uow).names()
    actor_names = await read_actor_names(
        uow, [one.organisation.actor_id for one in members if one.organisation.actor_id]
    )
    found: dict[UUID, str] = {}
    for one in members:
        whose = one.organisation
        if whose.lycee:
            found[one.id] = lycees.get(whose.lycee, whose.lycee)
        elif whose.actor_id:
            found[one.id] = actor_names.get(whose.actor_id, "Acteur de l’annuaire")
        else:
            found[one.id] = whose.name or ""
    return found


async def read_actor_names(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What these actors of the directory are called."""
    if not ids:
        return {}
    asked = any_(bindparam("ids", list(ids), ARRAY(Uuid)))
    statement = select(actors.c.actor_id, actors.c.name).where(actors.c.actor_id == asked)
    return {row.actor_id: row.name for row in await uow.execute(statement)}


async def offered_actors(uow: UnitOfWork, chosen: UUID | None = None) -> Sequence[tuple[str, str]]:
    """The actors a member may be, by name; one that was chosen stays offered once it is archived."""
    statement = (
        select(actors.c.actor_id, actors.c.name)
        .where(actors.c.archived_at.is_(None) | (actors.c.actor_id == chosen))
        .order_by(actors.c.name_key, actors.c.actor_id)
    )
    return [(str(row.actor_id), row.name) for row in await uow.execute(statement)]


async def offered_lycees(uow: UnitOfWork) -> Sequence[tuple[str, str]]:
    """The lycées of the network, by name."""
    names = await Lycees(uow).names()
    own = uow.department_uai
    found = [(str(uai), name) for uai, name in names.items() if uai != own]
    return sorted(found, key=lambda one: one[1])


async def count_members(uow: UnitOfWork) -> Mapping[UUID, int]:
    """How many sit in each committee now."""
    statement = (
        select(committee_members.c.committee_id, func.count().label("many"))
        .where(committee_members.c.left_on.is_(None))
        .group_by(committee_members.c.committee_id)
    )
    return {row.committee_id: row.many for row in await uow.execute(statement)}
