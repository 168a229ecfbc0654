"""The latest exchanges with a company, and the last time it refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.exchanges.model import Interaction, Noted
from services.partnerships.exchanges.store.exchanges import Interactions

EXCHANGES_SHOWN = 20


@dataclass(frozen=True)
class LatestExchanges:
    """The latest exchanges of the lycées in scope with a company."""

    latest: Sequence[Noted]
    older: bool
    """Whether there are more than those."""


async def read_exchanges(
    uow: UnitOfWork, company_id: UUID, *, most: int = EXCHANGES_SHOWN
) -> LatestExchanges:
    """The `most` latest exchanges with a company."""
    noted = await Interactions(uow).of(company_id, most + 1)
    return LatestExchanges(noted[:most], len(noted) > most)


async def read_last_refusal(uow: UnitOfWork, company_id: UUID) -> Interaction | None:
    """The last time the company refused, to be seen before it is called."""
    return await Interactions(uow).last_refusal(company_id)
