"""What the owners told of a mail that is being composed, who asks them, and which mails there are."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType
from typing import Any, Protocol, TypeAlias
from uuid import UUID

from contracts.identifiers import Uai
from contracts.portal.accounts import BureauMember, BureauPeople, StaffMember
from services.chassis.questions import Asker
from services.notifications.calendar_invitations.model import (
    CalendarInvitation,
    EarlierMail,
    Method,
)
from services.notifications.contents.model import Apart, Cannot, Contact, Due, NotWanted, Several
from services.notifications.mails.model.reasons import ADDRESS_LOST, NO_ADDRESS, STOPPED
from services.notifications.mails.model.recipients import account_of
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notices.queries.gathered import Gathered
from services.notifications.rests.model import Rest


@dataclass(frozen=True)
class OwnersAnswers:
    """What the owners told of a mail; `hidden` is in it and kept nowhere."""

    to: str = field(repr=False)
    people: BureauPeople = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    hidden: Mapping[str, str] = field(default_factory=dict, repr=False)
    answers: BureauMember | StaffMember | None = field(default=None, repr=False)
    """Whom its reader answers; without, somebody who runs the bureau."""
    stop: str | None = field(default=None, repr=False)
    """Where its reader asks for no more of them, of what goes to a company."""
    contact: Contact | None = None
    """Of a mail to a contact of a company, which one."""
    invitation: CalendarInvitation | None = field(default=None, repr=False)
    """What it puts into its reader's calendar."""
    method: Method | None = None
    """As which message."""
    drawn_as: str | None = None
    """The folder of its texts, where several mails have one; by default its own."""


Asked = OwnersAnswers | NotWanted | Cannot | Several | Apart


class Asking(Protocol):
    """Who composes: asks the owners, in the name of a lycée."""

    @property
    def ask(self) -> Asker:
        """Asks a question."""

    @property
    def public_url(self) -> str:
        """Where the links of a mail lead."""

    @property
    def department_uai(self) -> Uai:
        """The DSDEN, in whose name what is about the whole network is asked."""

    def people(self, due: Due) -> "asyncio.Future[BureauPeople]":
        """Who runs the bureau."""

    async def chosen(self, kind: Template, accounts: Collection[UUID]) -> Mapping[UUID, Rhythm]:
        """How those of the accounts that chose want to hear of a kind."""

    async def rests(self, accounts: Collection[UUID]) -> Mapping[UUID, Rest]:
        """When those of the accounts that chose are not written to."""

    async def gathered(self, due: Due) -> Sequence[Gathered]:
        """What a digest that is due has gathered, and is still worth telling."""

    async def told_before(self, due: Due) -> Sequence[EarlierMail]:
        """Earlier mails to the same about the same, and what they put into a calendar."""

    async def told_last(
        self, due: Due, letters: Collection[UUID], contrary: Collection[UUID]
    ) -> bool:
        """Whether what left last is one of these letters, or nothing is known of them any more."""

    async def tasks_gathered(self, due: Due) -> Sequence[UUID]:
        """The reminders of tasks that a mail says besides its own."""


@dataclass(frozen=True)
class Addressee:
    """A person, a company, or both, as far as somebody knows."""

    person: str | None = field(default=None, repr=False)
    company: str | None = field(default=None, repr=False)


Ask: TypeAlias = Callable[[Asking, Due], Awaitable[Asked]]
ForWhom: TypeAlias = Callable[[Asking, Due], Awaitable[Addressee]]


@dataclass(frozen=True)
class Written:
    """How a mail is written: what it says, and for whom it is, in words.

    `example`: what its text is filled with where it is shown as a model, of the names it has alone.
    """

    ask: Ask
    for_whom: ForWhom
    example: Mapping[str, Any]


class Reached(Protocol):
    """How a contact is reached, as the registry says."""

    @property
    def mail(self) -> str | None: ...

    @property
    def stopped(self) -> bool: ...

    @property
    def returned(self) -> bool: ...


def address_of(contact: Reached) -> str | NotWanted | Cannot:
    """Where a contact is written to, or why it is not."""
    if contact.mail is None:
        return Cannot(NO_ADDRESS, lasting=True)
    if contact.stopped:
        return NotWanted(STOPPED)
    return Cannot(ADDRESS_LOST, lasting=True) if contact.returned else contact.mail


def contact_of(contact_id: UUID | None, version: int | None) -> Contact | None:
    """Whom a mail is written to, as far as its owner says."""
    return Contact(contact_id, version) if contact_id and version else None


MAILS: dict[Template, Written] = {}
"""Every mail that is declared, once its module is loaded: `declared_in`."""


def declared_in(*folders: ModuleType) -> Mapping[Template, Written]:
    """Every mail: each module of these folders is loaded."""
    for folder in folders:
        for module in iter_modules(folder.__path__):
            import_module(f"{folder.__name__}.{module.name}")
    return MAILS


async def somebody_of_the_bureau(composer: Asking, due: Due) -> Addressee:
    """Who runs the bureau under the account a mail is for."""
    member = member_of(await asyncio.shield(composer.people(due)), account_of(due.recipient))
    return Addressee(member.display_name if member else None)


def mail(
    *templates: Template,
    for_whom: ForWhom = somebody_of_the_bureau,
    example: Mapping[str, Any] = MappingProxyType({}),
) -> Callable[[Ask], Ask]:
    """Declare a mail with the function that asks what it says; `for_whom` raises what a question may."""

    def declare(ask: Ask) -> Ask:
        for template in templates:
            if template in MAILS:
                raise ValueError(f"{template} is written twice")
            MAILS[template] = Written(ask, for_whom, example)
        return ask

    return declare


def member_of(people: BureauPeople, account_id: UUID | None) -> BureauMember | None:
    """Who runs the bureau under this account."""
    found = (member for member in people.members if member.account_id == account_id)
    return next(found, None)
