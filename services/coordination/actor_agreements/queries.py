"""All agreements with actors in one list: what ends first stands above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_agreements.model import ActorAgreement, AgreementState
from services.coordination.actor_agreements.store import AGREEMENTS, G, agreement_of
from services.coordination.actors.tables import actors

_STATES = list(AgreementState)


@dataclass(frozen=True)
class ListedAgreement:
    """An agreement, where it stands, and with whom it is."""

    agreement: ActorAgreement
    state: AgreementState
    actor: str


async def read_agreements(
    uow: UnitOfWork, *, today: date, ended: bool = False
) -> Sequence[ListedAgreement]:
    """Agreements to renew and those that expired first, then the others; `ended`: renewed and withdrawn ones."""
    statement = AGREEMENTS.add_columns(actors.c.name.label("actor")).join(
        actors, actors.c.actor_id == G.actor_id
    )
    found = []
    for row in await uow.execute(statement):
        one = agreement_of(row)
        found.append(ListedAgreement(one, one.state(today), row.actor))
    over = (AgreementState.RENEWED, AgreementState.WITHDRAWN)
    shown = [one for one in found if (one.state in over) == ended]
    return sorted(shown, key=_urgency)


def _urgency(one: ListedAgreement) -> tuple[int, date, str]:
    return (
        _STATES.index(one.state),
        one.agreement.details.until_on or date.max,
        str(one.agreement.id),
    )
