"""What features do when a contact is written down or corrected: each registers its own, contacts know none of them."""

from collections.abc import Awaitable
from typing import Protocol

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.model import Contact, ContactDetails


class Refuse(Protocol):
    """Refuses details nobody may write down; `before`: those they correct."""

    def __call__(
        self, uow: UnitOfWork, *, details: ContactDetails, before: ContactDetails | None = None
    ) -> Awaitable[None]: ...


class Follow(Protocol):
    """Has what is kept beside a contact say what its card says since."""

    def __call__(
        self, uow: UnitOfWork, *, before: ContactDetails, corrected: Contact
    ) -> Awaitable[None]: ...


class MoveLink(Protocol):
    """Ends what was sent to an address that was wrong; the right one gets another."""

    def __call__(
        self, uow: UnitOfWork, *, contact: Contact, by_contact: bool
    ) -> Awaitable[None]: ...


class ContactCorrections:
    """The steps of each feature, in the order they were registered."""

    def __init__(self) -> None:
        self._refuse: list[Refuse] = []
        self._follow: list[Follow] = []
        self._move: list[MoveLink] = []

    def add(
        self,
        *,
        refuse: Refuse | None = None,
        follow: Follow | None = None,
        move: MoveLink | None = None,
    ) -> None:
        """Register what one feature does."""
        self._refuse += [refuse] if refuse else []
        self._follow += [follow] if follow else []
        self._move += [move] if move else []

    async def refuse(
        self, uow: UnitOfWork, *, details: ContactDetails, before: ContactDetails | None = None
    ) -> None:
        """Raises what a feature refuses these details with."""
        for one in self._refuse:
            await one(uow, details=details, before=before)

    async def follow(self, uow: UnitOfWork, *, before: ContactDetails, corrected: Contact) -> None:
        """Have what is kept beside a contact follow its correction."""
        for one in self._follow:
            await one(uow, before=before, corrected=corrected)

    async def move_links(self, uow: UnitOfWork, *, contact: Contact, by_contact: bool) -> None:
        """End links sent to the former address; `by_contact`: it was corrected with one of them."""
        for one in self._move:
            await one(uow, contact=contact, by_contact=by_contact)


CORRECTIONS = ContactCorrections()
