"""A person of an actor (personne à joindre): what is known of them, and that they know it."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.chassis.base.errors import Conflict, Invalid, StaleVersion


class InformedBy(StrEnum):
    """How a person was told that they are noted (information de la personne)."""

    MAIL = "mail"
    ORAL = "oral"
    WRITTEN = "written"


@dataclass(frozen=True)
class PersonDetails:
    """Who somebody is for the network, how they are reached, and what for."""

    name: str = field(repr=False)
    informed_by: InformedBy
    informed_on: date
    function: str | None = None
    mail: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    purpose: str | None = None

    def check(self, today: date) -> None:
        """Raises InformedInTheFuture."""
        if self.informed_on > today:
            raise InformedInTheFuture(field="informed_on")


@dataclass(frozen=True)
class ActorPerson:
    """A person of an actor; who left is kept for a time, and proposed to nobody."""

    id: UUID
    actor_id: UUID
    details: PersonDetails
    confirmed_on: date
    """When somebody last said that all of it is so."""
    left_on: date | None = None
    version: int = 1

    def expect(self, version: int, *, left: bool = False) -> None:
        """Raises StaleVersion unless `version` is current, PersonLeft or PersonNotLeft."""
        self.expect_version(version)
        if left and self.left_on is None:
            raise PersonNotLeft
        if not left and self.left_on is not None:
            raise PersonLeft

    def expect_version(self, version: int) -> None:
        """Raises StaleVersion unless `version` is current."""
        if version != self.version:
            raise StaleVersion(current={**vars(self.details), "version": self.version})

    def changed(self, **changes: Any) -> "ActorPerson":
        """The person as they are from now on."""
        return replace(self, **changes, version=self.version + 1)


class InformedInTheFuture(Invalid):
    """Somebody is noted once they were told."""

    code = "informed-in-the-future"
    title = "Ce jour n’est pas encore venu\u202f: notez la personne une fois qu’elle est prévenue."


class PersonLeft(Conflict):
    """They are not there any more."""

    code = "person-left"
    title = "Cette personne est partie\u202f: remettez-la d’abord"


class PersonNotLeft(Conflict):
    """They are there already."""

    code = "person-not-left"
    title = "Cette personne est déjà parmi celles à joindre"
