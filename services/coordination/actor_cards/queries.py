"""All that is known of an actor, as its card shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.reference.nomenclatures.communities import community_name
from services.chassis.reference.nomenclatures.trades import trade_label
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_accounts.store import ActorAccounts, Opened
from services.coordination.actor_agreements.model import ActorAgreement, AgreementState
from services.coordination.actor_agreements.store import ActorAgreements
from services.coordination.actor_exchanges.model import ActorExchange
from services.coordination.actor_exchanges.store import ActorExchanges
from services.coordination.actor_people.model import ActorPerson, address_of
from services.coordination.actor_people.store import ActorPeople
from services.coordination.actors.model.actor import Actor
from services.coordination.actors.model.perimeter import SECTORS, Perimeter
from services.coordination.actors.store import Actors
from services.coordination.news.store.news import Lycees

EXCHANGES_SHOWN = 8


@dataclass(frozen=True)
class ShownAgreement:
    """An agreement, and where it stands."""

    agreement: ActorAgreement
    state: AgreementState
    signers: str


@dataclass(frozen=True)
class ActorCard:
    """An actor with its people, its agreements and the supervisor's exchanges with it."""

    actor: Actor
    campus: str | None
    territory: Sequence[str]
    trades: Sequence[str]
    people: Sequence[ActorPerson]
    gone: Sequence[ActorPerson]
    agreements: Sequence[ShownAgreement]
    over: Sequence[ShownAgreement]
    exchanges: Sequence[ActorExchange]
    accesses: Mapping[UUID, Opened]
    """Of each person who has one: told to the supervisor alone."""
    unused: Mapping[UUID, date]
    """When the access of each of the others was closed because nobody used it."""
    names: Mapping[UUID, str]
    """Of the people, those who left too."""

    def former(self, mails: Mapping[UUID, str]) -> Mapping[UUID, str]:
        """Of people with an access, the address their account still has, where theirs was corrected since."""
        return {
            one.id: mails[one.id]
            for one in self.people
            if one.id in mails and address_of(mails[one.id]) != one.details.address
        }

    @property
    def step(self) -> ActorExchange | None:
        """The last exchange, if something is to follow from it."""
        last = self.exchanges[0] if self.exchanges else None
        return last if last and last.details.next_step_on else None


async def read_card(
    uow: UnitOfWork, actor_id: UUID, *, today: date, sees_people: bool
) -> ActorCard:
    """One actor; people only for who may read them. Raises NotFound."""
    actor = await Actors(uow).get(actor_id)
    people = await ActorPeople(uow).of(actor_id) if sees_people else ()
    shown = await _agreements(uow, actor_id, today)
    over = (AgreementState.RENEWED, AgreementState.WITHDRAWN)
    perimeter = actor.details.perimeter
    return ActorCard(
        actor=actor,
        campus=await _campus(uow, perimeter),
        territory=territory_of(perimeter),
        trades=trades_of(perimeter),
        people=[one for one in people if not one.away],
        gone=[one for one in people if one.away],
        agreements=[one for one in shown if one.state not in over],
        over=[one for one in shown if one.state in over],
        # Without the right of the department, row security leaves none.
        exchanges=await ActorExchanges(uow).of(actor_id),
        accesses=await ActorAccounts(uow).opened_of(actor_id),
        unused=await ActorAccounts(uow).unused_of([one.id for one in people]),
        names={one.id: one.details.name for one in people},
    )


async def _agreements(uow: UnitOfWork, actor_id: UUID, today: date) -> Sequence[ShownAgreement]:
    found = await ActorAgreements(uow).of(actor_id)
    names = await Lycees(uow).names() if any(one.details.lycees for one in found) else {}
    return [
        ShownAgreement(
            one,
            one.state(today),
            ", ".join(names.get(uai, uai) for uai in one.details.lycees) or "DSDEN",
        )
        for one in found
    ]


async def _campus(uow: UnitOfWork, perimeter: Perimeter) -> str | None:
    if perimeter.campus_id is None:
        return None
    try:
        return (await Actors(uow).get(perimeter.campus_id)).details.name
    except NotFound:
        return None


def territory_of(perimeter: Perimeter) -> Sequence[str]:
    """Where it works, in words."""
    if perimeter.whole_department:
        return ["Tout le département"]
    groupings = [community_name(one) or one for one in perimeter.communities]
    return [*groupings, *(commune_name(one) or one for one in perimeter.communes)]


def trades_of(perimeter: Perimeter) -> Sequence[str]:
    """What it works for, in words."""
    sectors = [SECTORS.get(one, one) for one in perimeter.sectors]
    return [*sectors, *(trade_label(one) or one for one in perimeter.trades)]
