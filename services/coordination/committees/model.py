"""A committee (comité), its members and its charter: rules and states."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.coordination.committees import CommitteeKind
from contracts.identifiers import CommuneCode, Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

STOP_PURPOSE = "committee-stop"
STOP_PAGE = "/comites/courriels"
"""Where who sits in a committee stops its mails, by the link in each."""


class MemberFunction(StrEnum):
    """What somebody is in a committee (fonction)."""

    SCHOOL_CO_CHAIR = "school_co_chair"
    COMPANY_CO_CHAIR = "company_co_chair"
    MEMBER = "member"


@dataclass(frozen=True)
class CommitteeDetails:
    """What a committee is, and where it works: in words, and by communes where it has such."""

    kind: CommitteeKind
    name: str
    perimeter: str | None = None
    communes: tuple[CommuneCode, ...] = ()


@dataclass(frozen=True)
class Committee:
    """A committee; an archived one is kept and meets no more."""

    id: UUID
    details: CommitteeDetails
    archived_at: datetime | None = None
    version: int = 1

    def expect(self, version: int, *, archived: bool = False) -> None:
        """Raises StaleVersion unless `version` is current, CommitteeArchived or CommitteeNotArchived."""
        if version != self.version:
            raise StaleVersion(current={**vars(self.details), "version": self.version})
        if archived and self.archived_at is None:
            raise CommitteeNotArchived
        if not archived:
            self.expect_active()

    def expect_active(self) -> None:
        """Raises CommitteeArchived."""
        if self.archived_at is not None:
            raise CommitteeArchived

    def changed(self, **changes: Any) -> "Committee":
        """The committee as it is from now on."""
        return replace(self, **changes, version=self.version + 1)


@dataclass(frozen=True)
class Organisation:
    """Whom a member speaks for: a lycée, an actor of the directory, or an organisation by its name."""

    lycee: Uai | None = None
    actor_id: UUID | None = None
    name: str | None = None

    def __post_init__(self) -> None:
        """Raises OrganisationUnclear."""
        if sum(one is not None for one in (self.lycee, self.actor_id, self.name)) != 1:
            raise OrganisationUnclear(field="organisation")


@dataclass(frozen=True)
class MemberDetails:
    """A seat: an organisation, a function, and who sits there as far as it was told."""

    organisation: Organisation
    function: MemberFunction
    person: str | None = field(default=None, repr=False)
    mail: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Address:
    """Where a member is written to, as far as the reader may know it; `id` is another one once it is."""

    id: UUID
    uai: Uai
    mail: str = field(repr=False)
    stopped: bool = False
    returned: bool = False


@dataclass(frozen=True)
class Member:
    """A member of a committee; who left is kept for a time, without a seat at its meetings."""

    id: UUID
    committee_id: UUID
    organisation: Organisation
    function: MemberFunction
    person: str | None = field(default=None, repr=False)
    joined_on: date | None = None
    left_on: date | None = None
    version: int = 1
    address: Address | None = field(default=None, repr=False)

    def expect(self, version: int, *, left: bool = False) -> None:
        """Raises StaleVersion unless `version` is current, MemberLeft or MemberNotLeft."""
        if version != self.version:
            raise StaleVersion(current={"version": self.version})
        if left and self.left_on is None:
            raise MemberNotLeft
        if not left and self.left_on is not None:
            raise MemberLeft

    def changed(self, **changes: Any) -> "Member":
        """The member as it is from now on."""
        return replace(self, **changes, version=self.version + 1)


@dataclass(frozen=True)
class Charter:
    """A version of the charter, with the day it was signed; one noted by mistake is taken back."""

    id: UUID
    committee_id: UUID
    label: str
    signed_on: date
    withdrawn_at: datetime | None = None


def same_mail(one: str | None, other: str | None) -> bool:
    """Whether two addresses are of one mailbox, as far as it shows."""
    return (one or "").strip().casefold() == (other or "").strip().casefold()


class CommitteeArchived(Conflict):
    """It meets no more."""

    code = "committee-archived"
    title = "Ce comité est archivé\u202f: rétablissez-le d’abord"


class CommitteeNotArchived(Conflict):
    """It is among the others already."""

    code = "committee-not-archived"
    title = "Ce comité n’est pas archivé"


class MemberLeft(Conflict):
    """They sit there no more."""

    code = "member-left"
    title = "Ce membre a quitté le comité\u202f: remettez-le d’abord"


class MemberNotLeft(Conflict):
    """They sit there already."""

    code = "member-not-left"
    title = "Ce membre siège déjà dans le comité"


class OrganisationUnclear(Invalid):
    """No organisation was said, or several were."""

    code = "organisation-unclear"
    title = "Indiquez une seule organisation\u202f: un lycée, un acteur de l’annuaire, ou son nom."


class CharterNotSigned(Invalid):
    """It is noted once it was signed."""

    code = "charter-not-signed"
    title = "Ce jour n’est pas encore venu\u202f: notez la charte une fois qu’elle est signée."
