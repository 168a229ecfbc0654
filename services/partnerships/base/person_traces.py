"""What is kept of somebody beside their card: each feature says how its own goes when the person is erased."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.mentions import Named


@dataclass(frozen=True)
class ErasedTrader:
    """A sole trader whose company is erased."""

    company_id: UUID
    former_ids: Collection[UUID]
    """The cards that became this one."""
    site_ids: Collection[UUID]
    named: Named


class ForgetContact(Protocol):
    """Takes away what a feature keeps of a contact, whose card goes next."""

    async def __call__(
        self, uow: UnitOfWork, *, contact_id: UUID, named: Named, now: datetime
    ) -> None: ...


class ForgetTrader(Protocol):
    """Takes away what a feature keeps of a sole trader."""

    async def __call__(self, uow: UnitOfWork, *, trader: ErasedTrader) -> None: ...


class PersonTraces:
    """What each feature takes away."""

    def __init__(self) -> None:
        self._of_contacts: list[ForgetContact] = []
        self._of_traders: list[ForgetTrader] = []

    def add(
        self, *, contact: ForgetContact | None = None, trader: ForgetTrader | None = None
    ) -> None:
        """Register what one feature takes away."""
        self._of_contacts += [contact] if contact else []
        self._of_traders += [trader] if trader else []

    async def forget_contact(
        self, uow: UnitOfWork, *, contact_id: UUID, named: Named, now: datetime
    ) -> None:
        """Have every feature forget a contact."""
        for one in self._of_contacts:
            await one(uow, contact_id=contact_id, named=named, now=now)

    async def forget_trader(self, uow: UnitOfWork, *, trader: ErasedTrader) -> None:
        """Have every feature forget a sole trader."""
        for one in self._of_traders:
            await one(uow, trader=trader)


PERSON_TRACES = PersonTraces()
