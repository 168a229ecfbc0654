"""A person of an actor (personne à joindre): what is known of them, and that they know it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.identifiers import Uai
from contracts.notifications.mails import LetterState
from contracts.words import plain
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

OBJECTION_PURPOSE = "actor-person-objection"
OBJECTION_PAGE = "/annuaire/mes-donnees"
"""Where a person reads what is noted of them, and objects, by the link in the mail that informed them."""
ERASED_AFTER = timedelta(days=30)
"""An objection: after that nothing of them is kept but a digest of their address."""
REFUSED_YEARS = 3
"""For how long nobody is noted at that address."""


def address_of(typed: str) -> str:
    """An address as it is compared with others."""
    return typed.strip().casefold()


class InformedBy(StrEnum):
    """How a person was told that they are noted (information de la personne)."""

    MAIL = "mail"
    ORAL = "oral"
    WRITTEN = "written"
    PASSERELLE = "passerelle"
    """By a mail of Passerelle, with what the RGPD (article 14) has said to who did not give it."""


INFORMED: Mapping[InformedBy, str] = {
    InformedBy.MAIL: "Par un courriel",
    InformedBy.ORAL: "De vive voix",
    InformedBy.WRITTEN: "Par écrit (formulaire, convention)",
    InformedBy.PASSERELLE: "Par un courriel que Passerelle lui envoie",
}
"""As it is chosen, and as a list that is taken away says it."""


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
        """Raises InformedInTheFuture, NoAddressToInform."""
        if self.informed_on > today:
            raise InformedInTheFuture(field="informed_on")
        if self.by_passerelle and self.mail is None:
            raise NoAddressToInform(field="mail")

    @property
    def address(self) -> str | None:
        """Their address as it is compared with others, however it was typed."""
        return address_of(self.mail) if self.mail else None

    @property
    def by_passerelle(self) -> bool:
        """Whether a mail of ours tells them."""
        return self.informed_by is InformedBy.PASSERELLE


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
    objected_at: datetime | None = None
    """When they objected, by the link in the mail that informed them: nobody but them takes it back."""

    @property
    def away(self) -> bool:
        """Whether they are proposed to nobody: they left, or objected."""
        return self.left_on is not None or self.objected_at is not None

    def is_as(self, actor_id: UUID, details: PersonDetails) -> bool:
        """Whether that is this person: by their name at the same actor, or by their address anywhere."""
        named = self.actor_id == actor_id and plain(self.details.name) == plain(details.name)
        return named or (details.address is not None and details.address == self.details.address)

    def expect(self, version: int, *, left: bool = False) -> None:
        """Raises StaleVersion unless `version` is current, PersonObjected, PersonLeft or PersonNotLeft."""
        self.expect_version(version)
        if self.objected_at is not None:
            raise PersonObjected
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
    """A person who would be told later: they are noted once they were."""

    code = "informed-in-the-future"
    title = "Ce jour n’est pas encore venu\u202f: notez la personne une fois qu’elle est prévenue."


class NoAddressToInform(Invalid):
    """A mail goes to an address."""

    code = "no-address-to-inform"
    title = "Pour que Passerelle la prévienne, écrivez son adresse électronique."


class PersonObjected(Conflict):
    """A person who asked not to be noted."""

    code = "person-objected"
    title = "Cette personne s’est opposée à être notée\u202f: elle seule revient sur ce choix. Effacez-la, ou laissez Passerelle le faire"


class ObjectedAlready(Conflict):
    """A person who objected, and is not noted anew beside their objection."""

    code = "person-objected-already"
    title = "Cette personne s’est opposée à être notée\u202f: elle seule revient sur ce choix, par le lien qu’elle a reçu."


class AddressRefused(Invalid):
    """Who has this address objected, and nothing else of them is kept."""

    code = "address-refused"
    title = (
        "La personne qui a cette adresse s’est opposée à être notée\u202f: ne la notez pas. "
        f"Ce refus est retenu {REFUSED_YEARS} ans, sans garder l’adresse."
    )


class AddressRefusedSince(AddressRefused):
    """What would come back is an address of who objected since."""

    code = "address-refused-since"
    title = (
        "Une adresse qui reviendrait est celle d’une personne qui s’est opposée à être notée\u202f: rien n’a changé. "
        "Corrigez à la main les autres fiches à remettre comme avant."
    )


class PersonLeft(Conflict):
    """A person who is not at the actor any more."""

    code = "person-left"
    title = "Cette personne est partie\u202f: remettez-la d’abord"


class PersonNotLeft(Conflict):
    """A person who is at the actor already."""

    code = "person-not-left"
    title = "Cette personne est déjà parmi celles à joindre"


@dataclass(frozen=True)
class InformingLetter:
    """The mail that informs a person (courriel d’information): asked for, and where it is."""

    id: UUID
    uai: Uai
    person_id: UUID
    asked_at: datetime
    state: LetterState
    moved_on: date

    @property
    def waits(self) -> bool:
        """Whether it may still leave."""
        return self.state is LetterState.WAITING
