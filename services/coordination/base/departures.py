"""Who leaves a committee, or is written to elsewhere: each feature above says what it does then."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork


class Depart(Protocol):
    """Does what follows from a member who leaves, is back, or has another address or lycée."""

    async def __call__(self, uow: UnitOfWork, *, member_id: UUID, now: datetime) -> None: ...


class Departures:
    """What each feature does when somebody leaves a committee, or is written to elsewhere."""

    def __init__(self) -> None:
        self._parts: list[Depart] = []

    def add(self, depart: Depart) -> None:
        """Register what one feature does."""
        self._parts.append(depart)

    async def tell(self, uow: UnitOfWork, *, member_id: UUID, now: datetime) -> None:
        """Have every feature follow."""
        for one in self._parts:
            await one(uow, member_id=member_id, now=now)


DEPARTURES = Departures()
