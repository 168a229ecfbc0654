"""What the bureau said it would do next with its companies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select

from services.chassis.work import UnitOfWork
from services.partnerships.storage.tables import companies, interactions

NEXT_STEPS_SHOWN = 8


@dataclass(frozen=True)
class NextStep:
    """A step (prochaine étape) no later exchange with the company has answered yet."""

    company_id: UUID
    company: str
    purpose: str
    on: date


async def read_next_steps(uow: UnitOfWork) -> Sequence[NextStep]:
    """The lycée's own next steps, the most pressing first."""
    later = interactions.alias()
    answered = exists().where(
        later.c.uai == interactions.c.uai,
        later.c.company_id == interactions.c.company_id,
        (later.c.occurred_on > interactions.c.occurred_on)
        | (
            (later.c.occurred_on == interactions.c.occurred_on)
            & (later.c.interaction_id > interactions.c.interaction_id)
        ),
    )
    found = await uow.execute(
        select(
            interactions.c.company_id,
            companies.c.name.label("company"),
            interactions.c.purpose,
            interactions.c.next_step_on.label("on"),
        )
        .join(companies, companies.c.company_id == interactions.c.company_id)
        .where(interactions.c.uai.in_(uow.scope.uais))
        .where(interactions.c.next_step_on.is_not(None), ~answered)
        .order_by(interactions.c.next_step_on, companies.c.name_key)
        .limit(NEXT_STEPS_SHOWN)
    )
    return [NextStep(**row) for row in found.mappings()]
