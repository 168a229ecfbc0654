"""A need as its page shows it, and the actors it may be handed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from contracts.words import plain
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_fr
from services.coordination.actors.tables import actors
from services.coordination.need_cards.model import ActorAmbiguous, ActorUnknown, Step, by_time
from services.coordination.need_links.queries import read_returned
from services.coordination.need_links.store import Precision, Precisions
from services.coordination.need_list.queries import Holder, read_holders
from services.coordination.needs.model.assignment import Assignment, AssignmentStatus
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import NeedStatus
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.news.store.news import Lycees

ACTORS_OFFERED = 300


@dataclass(frozen=True)
class NeedCard:
    """A need, who told it and who has it or had it; `lycees` are all bureaux, by name."""

    need: Need
    teller: str
    holders: Sequence[Holder]
    lycees: Sequence[tuple[str, str]]
    precisions: Sequence[Precision] = ()
    """What the company added, by its link."""
    company_returned: bool = False
    actor_returned: bool = False
    """Whether a mail to the company, or to an actor that has it, came back."""

    @property
    def having(self) -> Sequence[Holder]:
        """Who has it now, those who said it is not for them included."""
        return [one for one in self.holders if one.assignment.standing]

    @property
    def history(self) -> Sequence[Step]:
        """What happened to it, the newest first."""
        return by_time([*_of_the_need(self.need, self.teller), *_of_holders(self.holders)])


async def read_need_card(uow: UnitOfWork, need_id: UUID) -> NeedCard:
    """One need. Raises NotFound for what the scope may not know of."""
    need = await Needs(uow).get(need_id)
    names = await Lycees(uow).names()
    holders = await read_holders(uow, [need_id], names)
    lycees = [(uai, name) for uai, name in names.items() if uai != uow.department_uai]
    company_returned, actor_returned = await read_returned(uow, need_id)
    return NeedCard(
        need,
        names.get(need.uai, need.uai),
        holders[need_id],
        sorted(lycees, key=lambda one: plain(one[1])),
        await Precisions(uow).of(need_id),
        company_returned,
        actor_returned,
    )


async def part_of_an_actor(uow: UnitOfWork, need_id: UUID, assignment_id: UUID) -> Assignment:
    """An actor’s own part of a need. Raises NotFound, also where it is a bureau’s."""
    held = await Assignments(uow).of(need_id)
    found = next((one for one in held if one.id == assignment_id and one.actor_id), None)
    if found is None:
        raise NotFound
    return found


async def offered_actors(uow: UnitOfWork) -> Sequence[tuple[UUID, str]]:
    """The actors a need may be handed to, by name."""
    statement = (
        select(actors.c.actor_id, actors.c.name)
        .where(actors.c.archived_at.is_(None))
        .order_by(actors.c.name_key, actors.c.actor_id)
        .limit(ACTORS_OFFERED)
    )
    return [(row.actor_id, row.name) for row in await uow.execute(statement)]


async def actor_called(uow: UnitOfWork, name: str) -> UUID:
    """The actor of that name, however it is typed. Raises ActorUnknown, ActorAmbiguous."""
    statement = select(actors.c.actor_id).where(
        actors.c.name_key == plain(name), actors.c.archived_at.is_(None)
    )
    found: list[UUID] = list((await uow.execute(statement.limit(2))).scalars())
    if not found:
        raise ActorUnknown(field="actor")
    if len(found) > 1:
        raise ActorAmbiguous(field="actor")
    return found[0]


def _of_the_need(need: Need, teller: str) -> Sequence[Step]:
    sent = Step(need.sent_at, "Envoyé par l’entreprise")
    steps = [sent if need.source == "form" else Step(need.sent_at, "Noté\u00a0:", teller)]
    if need.received_at and need.received_at != need.sent_at:
        steps.append(Step(need.received_at, "Confirmé et reçu"))
    if need.qualified_at:
        steps.append(Step(need.qualified_at, "Qualifié par la supervision"))
    if need.escalated_at:
        steps.append(
            Step(need.escalated_at, "Personne ne l’avait pris à temps\u202f: supervision alertée")
        )
    if need.status is NeedStatus.CLOSED:
        steps.append(Step(need.changed_at, "Clos"))
    if need.status is NeedStatus.DISMISSED:
        steps.append(Step(need.changed_at, "Écarté"))
    return steps


def _answered(phoned_on: date | None) -> str:
    if phoned_on is None:
        return "Réponse\u00a0:"
    return f"Réponse donnée par téléphone le {date_fr(phoned_on, year=False)}\u00a0:"


def _of_holders(holders: Sequence[Holder]) -> Sequence[Step]:
    steps = []
    for held in holders:
        one = held.assignment
        gone = " (repris depuis)" if one.status is AssignmentStatus.RECALLED else ""
        steps.append(Step(one.asked_at, "Transmis\u00a0:", f"{held.name}{gone}"))
        if one.taken_at and one.taken_at != one.answered_at:
            steps.append(Step(one.taken_at, "Pris en charge\u00a0:", held.name))
        if one.answered_at:
            steps.append(Step(one.answered_at, _answered(one.phoned_on), held.name))
    return steps
