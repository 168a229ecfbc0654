"""One search over what a bureau works with: companies, contacts, partnerships, tasks, actions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from contracts.identifiers import Uai
from contracts.partnerships_agreements import PartnershipStage
from services.chassis.work import UnitOfWork
from services.partnerships.domain.action import SchoolAction
from services.partnerships.domain.calendar import local_date
from services.partnerships.domain.search_words import search_words
from services.partnerships.domain.text import name_key
from services.partnerships.queries.actions import find_actions
from services.partnerships.queries.companies import Listed, listed, read_misspelt
from services.partnerships.queries.partnerships import Followed, find_partnerships
from services.partnerships.queries.tasks import ListedTask, find_tasks
from services.partnerships.storage.contact_words import (
    FoundContact,
    find_contacts,
    find_misspelt_contacts,
)
from services.partnerships.storage.going_on import going_on_with
from services.partnerships.storage.misspelt import find_misspelt_partners
from services.partnerships.storage.tables import acquaintances
from services.partnerships.storage.words import companies_with

SHOWN = 8
ALONE_SHOWN = 100
"""Of a group that was asked for alone."""
MATCHED_MAX = 1000
"""Companies with the words, those one knows first: what goes on is looked for with them."""
T = TypeVar("T")


class Group(StrEnum):
    """What is looked for; the names are those of addresses."""

    COMPANIES = "entreprises"
    CONTACTS = "contacts"
    PARTNERSHIPS = "partenariats"
    TASKS = "taches"
    ACTIONS = "actions"


@dataclass(frozen=True)
class Some(Generic[T]):
    """The first that were found, and whether there are others."""

    items: Sequence[T] = ()
    more: bool = False


@dataclass
class Found:
    """What has the words that were typed, by kind."""

    companies: Some[Listed] = field(default_factory=Some)
    contacts: Some[FoundContact] = field(default_factory=Some)
    partnerships: Some[Followed] = field(default_factory=Some)
    tasks: Some[ListedTask] = field(default_factory=Some)
    actions: Some[SchoolAction] = field(default_factory=Some)
    misspelt: bool = False
    """Whether nothing has these words, and what is shown has words like them."""

    @property
    def empty(self) -> bool:
        """Whether nothing was found."""
        groups: tuple[Some[Any], ...] = (
            *(self.companies, self.contacts),
            *(self.partnerships, self.tasks, self.actions),
        )
        return not any(one.items for one in groups)


@dataclass(frozen=True)
class Sought:
    """What is looked for: the words, the stages they are the name of, the kinds of things."""

    text: str
    stages: Sequence[PartnershipStage] = ()
    groups: frozenset[Group] = frozenset(Group)
    tasks_of: Collection[Uai] = ()
    """The lycées whose tasks the reader may see."""

    @property
    def limit(self) -> int:
        """How many of each kind are shown."""
        return ALONE_SHOWN if len(self.groups) == 1 else SHOWN


async def find(uow: UnitOfWork, sought: Sought) -> Found:
    """Everything the lycées in scope may see that has these words; its likes when nothing has."""
    words, limit = search_words(sought.text), sought.limit
    having = await _companies_with(uow, sought.text, MATCHED_MAX, uow.scope.uais)
    found = Found()
    if Group.COMPANIES in sought.groups:
        found.companies = Some(await listed(uow, having[:limit]), len(having) > limit)
    if Group.CONTACTS in sought.groups:
        found.contacts = _first(await find_contacts(uow, words, limit + 1), limit)
    going_on = await going_on_with(uow, having)
    if Group.PARTNERSHIPS in sought.groups and ("partnerships" in going_on or sought.stages):
        some = await find_partnerships(uow, having, sought.stages, limit + 1)
        found.partnerships = _first(some, limit)
    if Group.TASKS in sought.groups and "tasks" in going_on:
        some_tasks = await find_tasks(uow, having, limit + 1, sought.tasks_of)
        found.tasks = _first(some_tasks, limit)
    if Group.ACTIONS in sought.groups and "actions" in going_on:
        found.actions = _first(await find_actions(uow, words, having, limit + 1), limit)
    return await _alike(uow, sought) if found.empty else found


async def find_companies(
    uow: UnitOfWork, text: str, limit: int, *, own: Collection[Uai]
) -> Sequence[Listed]:
    """Those that have all these words: first those whose name begins so, then those of one's own."""
    return await listed(uow, await _companies_with(uow, text, limit, own))


async def _companies_with(
    uow: UnitOfWork, text: str, limit: int, own: Collection[Uai]
) -> Sequence[UUID]:
    return await companies_with(uow, search_words(text), name_key(text), sorted(own), limit)


async def read_lately_met(uow: UnitOfWork, limit: int, *, own: Collection[Uai]) -> Sequence[Listed]:
    """The companies these lycées last spoke with."""
    latest: ColumnElement[Any] = func.max(acquaintances.c.last_on)
    statement = (
        select(acquaintances.c.company_id)
        .where(
            acquaintances.c.uai.in_(own),
            acquaintances.c.last_on <= local_date(uow.now),
        )
        .group_by(acquaintances.c.company_id)
        .order_by(latest.desc(), acquaintances.c.company_id)
        .limit(limit)
    )
    return await listed(uow, list((await uow.execute(statement)).scalars()))


async def _alike(uow: UnitOfWork, sought: Sought) -> Found:
    """What has words nearly as they were typed; a number or a mail is not guessed."""
    words = search_words(sought.text)
    found = Found(misspelt=True)
    if any(word.isdigit() or "@" in word for word in words):
        return found
    if Group.COMPANIES in sought.groups:
        found.companies = Some(await read_misspelt(uow, sought.text))
    if Group.CONTACTS in sought.groups:
        found.contacts = Some(await find_misspelt_contacts(uow, words, SHOWN))
    if Group.PARTNERSHIPS in sought.groups:
        partners = await find_misspelt_partners(uow, words)
        if partners:
            found.partnerships = Some(await find_partnerships(uow, partners, (), SHOWN))
    return found


def _first(found: Sequence[T], limit: int) -> Some[T]:
    return Some(found[:limit], len(found) > limit)
