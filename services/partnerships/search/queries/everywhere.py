"""One search over what a bureau works with: companies, contacts, partnerships, tasks, actions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, bindparam, func, select

from contracts.identifiers import Uai
from contracts.partnerships.partnerships import PartnershipStage
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries import Listed, listed
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.actions.model import SchoolAction
from services.partnerships.actions.queries.actions import find_actions
from services.partnerships.base.asked import ONE_OF_OWN, TODAY
from services.partnerships.base.calendar import local_date
from services.partnerships.base.search_words import search_words
from services.partnerships.base.text import name_key
from services.partnerships.company_words.queries import NO_HOSTS, Hosts, read_misspelt, wanted_in
from services.partnerships.company_words.store.company_search import begin_search
from services.partnerships.company_words.store.misspelt import find_misspelt_partners
from services.partnerships.contacts.store.contact_words import (
    FoundContact,
    find_contacts,
    find_misspelt_contacts,
)
from services.partnerships.partnerships.queries import Followed, find_partnerships
from services.partnerships.tasks.queries import ListedTask, find_tasks

SHOWN = 8
ALONE_SHOWN = 100
"""Of a group that was asked for alone."""
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
    hosts: Hosts = field(default_factory=dict)
    """Who hosts the formations these words name."""

    @property
    def limit(self) -> int:
        """How many of each kind are shown."""
        return ALONE_SHOWN if len(self.groups) == 1 else SHOWN


async def find(uow: UnitOfWork, sought: Sought) -> Found:
    """Everything the lycées in scope may see that has these words; its likes when nothing has."""
    search = await begin_search(uow, wanted_in(sought.text, sought.hosts))
    found = Found()
    if Group.COMPANIES in sought.groups:
        name, own = name_key(sought.text), sorted(uow.scope.uais)
        having = await search.first(name, own, sought.limit + 1)
        found.companies = _first(await listed(uow, having), sought.limit)
    if Group.CONTACTS in sought.groups:
        words = search_words(sought.text)
        found.contacts = _first(await find_contacts(uow, words, sought.limit + 1), sought.limit)
    await _find_going_on(uow, sought, await search.going_on(), found)
    return await _alike(uow, sought) if found.empty else found


async def _find_going_on(
    uow: UnitOfWork, sought: Sought, going_on: Mapping[str, Sequence[UUID]], found: Found
) -> None:
    """What the lycées in scope do with the companies that were found."""
    limit, words = sought.limit, search_words(sought.text)
    partners, busy = going_on.get("partnerships", ()), going_on.get("tasks", ())
    if Group.PARTNERSHIPS in sought.groups and (partners or sought.stages):
        some = await find_partnerships(uow, partners, sought.stages, limit + 1)
        found.partnerships = _first(some, limit)
    if Group.TASKS in sought.groups and busy:
        found.tasks = _first(await find_tasks(uow, busy, limit + 1, sought.tasks_of), limit)
    if Group.ACTIONS in sought.groups and "titles" in going_on:
        with_ids = going_on.get("actions", ())
        found.actions = _first(await find_actions(uow, words, with_ids, limit + 1), limit)


async def find_companies(
    uow: UnitOfWork, text: str, limit: int, *, own: Collection[Uai], hosts: Hosts = NO_HOSTS
) -> Sequence[Listed]:
    """Those that have all these words, or host a formation they name; those of one's own first."""
    search = await begin_search(uow, wanted_in(text, hosts))
    return await listed(uow, await search.first(name_key(text), sorted(own), limit))


async def read_lately_met(uow: UnitOfWork, limit: int, *, own: Collection[Uai]) -> Sequence[Listed]:
    """The companies these lycées last spoke with."""
    given = {"own": sorted(own), "today": local_date(uow.now), "met_shown": limit}
    return await listed(uow, await LATELY_MET.of(uow, given))


_LATEST: ColumnElement[Any] = func.max(acquaintances.c.last_on)
LATELY_MET = Reading(
    select(acquaintances.c.company_id)
    .where(acquaintances.c.uai == ONE_OF_OWN, acquaintances.c.last_on <= TODAY)
    .group_by(acquaintances.c.company_id)
    .order_by(_LATEST.desc(), acquaintances.c.company_id)
    .limit(bindparam("met_shown", type_=Integer)),
    lambda rows: [row.company_id for row in rows],
)
"""The companies lycées last spoke with, by their ids."""


async def _alike(uow: UnitOfWork, sought: Sought) -> Found:
    """What has words nearly as they were typed; a number or a mail is not guessed."""
    words = search_words(sought.text)
    found = Found(misspelt=True)
    if any(word.isdigit() or "@" in word for word in words):
        return found
    if Group.COMPANIES in sought.groups:
        found.companies = Some(await read_misspelt(uow, sought.text, limit=SHOWN))
    if Group.CONTACTS in sought.groups:
        found.contacts = Some(await find_misspelt_contacts(uow, words, SHOWN))
    if Group.PARTNERSHIPS in sought.groups:
        partners = await find_misspelt_partners(uow, words)
        if partners:
            found.partnerships = Some(await find_partnerships(uow, partners, (), SHOWN))
    return found


def _first(found: Sequence[T], limit: int) -> Some[T]:
    return Some(found[:limit], len(found) > limit)
