"""School–company actions as pages show them: by month, one alone, and which classes had none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, bindparam, func, or_, select, tuple_

from contracts.identifiers import SchoolYear
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries import Listed, listed
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.actions.model import ActionStatus, SchoolAction
from services.partnerships.actions.store import ACTIONS, A, Actions, read_action
from services.partnerships.actions.tables import action_companies, actions
from services.partnerships.axes.store import Axes, Axis
from services.partnerships.base.asked import COMPANY, ONE_OF_OWN
from services.partnerships.base.calendar import local_date
from services.partnerships.base.search_words import search_words
from services.partnerships.companies.tables.companies import companies
from services.partnerships.company_list.queries.ids import ids_of
from services.partnerships.company_list.queries.order import by_hosts
from services.partnerships.company_words.queries import NO_HOSTS, Hosts
from services.partnerships.company_words.store.words import among, titled
from services.partnerships.documents.model import Document
from services.partnerships.documents.store import Documents
from services.partnerships.timeline.model import EntryKind
from services.partnerships.timeline.store import TIMELINE, TimelineSource

SHOWN_MAX = 400
"""Of one page; a bureau has tens of them in a school year."""
OFFERED_MAX = 400
FOUND_MAX = 10
KEPT_IN_CALENDARS = timedelta(days=366)
_BY_DAY = (A.planned_on, A.action_id)
THESE_ACTIONS = Reading(
    ACTIONS.where(
        A.uai == ONE_OF_OWN, A.action_id == any_(bindparam("action_ids", type_=ARRAY(Uuid)))
    ),
    lambda rows: {row.action_id: read_action(row) for row in rows},
)
_WITH = (action_companies.c.uai == A.uai) & (action_companies.c.action_id == A.action_id)
PLANNED_WITH = (
    select(actions)
    .join(action_companies, _WITH)
    .where(action_companies.c.company_id == COMPANY, A.uai == ONE_OF_OWN)
)
"""The actions with a company."""
ACTIONS_PLANNED = EntryKind("actions", "Actions", place=2)
TIMELINE.add(
    TimelineSource(
        ACTIONS_PLANNED,
        PLANNED_WITH,
        A.action_id,
        A.planned_on,
        these=THESE_ACTIONS,
        ids="action_ids",
    )
)
_HELD = func.count().filter(A.status == ActionStatus.HELD.value)


@dataclass(frozen=True)
class Month:
    """The actions of a month, by day."""

    first: date
    actions: Sequence[SchoolAction]


@dataclass(frozen=True)
class YearOfActions:
    """A school year of actions."""

    year: SchoolYear
    months: Sequence[Month]
    axes: Mapping[UUID, Axis]
    today: date
    held: int
    """How many took place, on all pages."""
    pupils: int
    """How many took part, counted once for each action."""
    after: UUID | None
    """Which one the next page comes after."""

    @property
    def actions(self) -> Sequence[SchoolAction]:
        """Actions of the page, by day."""
        return [one for month in self.months for one in month.actions]


@dataclass(frozen=True)
class ActionCard:
    """One action as its page shows it."""

    action: SchoolAction
    documents: Sequence[Document]
    axes: Sequence[Axis]
    today: date

    @property
    def axis(self) -> Axis | None:
        """What it is ordered under."""
        wanted = self.action.details.axis_id
        return next((one for one in self.axes if one.id == wanted), None)

    @property
    def offered_axes(self) -> Sequence[Axis]:
        """Axes it may be ordered under: the one it is under, and all that are not put away."""
        return [one for one in self.axes if not one.archived or one == self.axis]


async def read_year(
    uow: UnitOfWork, year: SchoolYear, *, after: UUID | None = None
) -> YearOfActions:
    """The actions of the lycées in scope, month after month, after one of them."""
    statement = ACTIONS.where(*_in(uow, year)).order_by(*_BY_DAY).limit(SHOWN_MAX + 1)
    if after is not None:
        last = select(*_BY_DAY).where(A.action_id == after).scalar_subquery()
        statement = statement.where(tuple_(*_BY_DAY) > last)
    found = [read_action(row) for row in await uow.execute(statement)]
    page = found[:SHOWN_MAX]
    grouped = groupby(page, key=lambda one: one.details.planned_on.replace(day=1))
    counted = select(_HELD.label("held"), func.coalesce(func.sum(A.pupils), 0).label("pupils"))
    totals = (await uow.execute(counted.where(*_in(uow, year)))).one()
    return YearOfActions(
        year=year,
        months=[Month(first, list(of)) for first, of in grouped],
        axes={axis.id: axis for axis in await Axes(uow).all()},
        today=local_date(uow.now),
        held=totals.held,
        pupils=totals.pupils,
        after=page[-1].id if len(found) > SHOWN_MAX else None,
    )


async def read_classes_with_actions(
    uow: UnitOfWork, year: SchoolYear
) -> Mapping[UUID, tuple[int, int]]:
    """How many actions each class had, and how many it is to have."""
    each = (
        select(func.unnest(A.classes).label("class_id"), A.status).where(*_in(uow, year)).subquery()
    )
    counted = {
        name: func.count().filter(each.c.status == status.value).label(name)
        for name, status in (("held", ActionStatus.HELD), ("planned", ActionStatus.PLANNED))
    }
    statement = select(each.c.class_id, *counted.values()).group_by(each.c.class_id)
    return {row.class_id: (row.held, row.planned) for row in await uow.execute(statement)}


def _in(uow: UnitOfWork, year: SchoolYear) -> Sequence[ColumnElement[bool]]:
    return (
        A.uai.in_(uow.scope.uais),
        A.planned_on >= year.first_day,
        A.planned_on <= year.last_day,
    )


async def read_action_days(uow: UnitOfWork) -> Sequence[SchoolAction]:
    """Actions a calendar shows, in order: planned, or held and of the past year; the furthest first kept."""
    statement = (
        ACTIONS.where(
            A.uai.in_(uow.scope.uais),
            A.status != ActionStatus.CANCELLED.value,
            A.planned_on >= local_date(uow.now) - KEPT_IN_CALENDARS,
        )
        .order_by(A.planned_on.desc(), A.action_id)
        .limit(SHOWN_MAX)
    )
    found = [read_action(row) for row in await uow.execute(statement)]
    return sorted(found, key=lambda one: (one.details.planned_on, one.id))


async def read_action_card(uow: UnitOfWork, action_id: UUID) -> ActionCard:
    """Raises NotFound."""
    action = await Actions(uow).get(action_id)
    axes = await Axes(uow).all()
    return ActionCard(
        action=action,
        documents=await Documents(uow).of(action_id),
        axes=[axis for axis in axes if axis.uai == action.uai],
        today=local_date(uow.now),
    )


async def read_invitable(
    uow: UnitOfWork, action: SchoolAction, words: str, hosts: Hosts = NO_HOSTS
) -> Sequence[Listed]:
    """The companies of the registry with these words that do not take part; none without a word."""
    if not search_words(words):
        return []
    most = FOUND_MAX + len(action.companies)
    ids = await ids_of(uow, words=words, mine=False, after=None, limit=most, asked=by_hosts(hosts))
    return await listed(uow, [one for one in ids if one not in action.companies][:FOUND_MAX])


async def offered_companies(
    uow: UnitOfWork, uais: Sequence[str], asked_for: UUID | None = None
) -> Sequence[tuple[str, str]]:
    """The companies on the list of these lycées, by name; the one asked for always among them."""
    own = select(acquaintances.c.company_id).where(acquaintances.c.uai.in_(list(uais)))
    statement = (
        select(companies.c.company_id, companies.c.name)
        .where(companies.c.company_id.in_(own))
        .order_by(companies.c.name_key, companies.c.company_id)
        .limit(OFFERED_MAX)
    )
    offered = [(row.company_id, row.name) for row in await uow.execute(statement)]
    if asked_for is not None and asked_for not in dict(offered):
        offered = [*await _named(uow, [asked_for]), *offered]
    return [(str(company_id), name) for company_id, name in offered]


async def find_actions(
    uow: UnitOfWork, words: Sequence[str], with_ids: Sequence[UUID], limit: int
) -> Sequence[SchoolAction]:
    """Actions whose title has all these words, or with one of these companies; the last ones first."""
    with_company = select(action_companies.c.action_id).where(
        action_companies.c.uai.in_(uow.scope.uais),
        among(action_companies.c.company_id, with_ids),
    )
    told = or_(titled(A.title, words), A.action_id.in_(with_company))
    statement = (
        ACTIONS.where(A.uai.in_(uow.scope.uais), told)
        .order_by(A.planned_on.desc(), A.action_id)
        .limit(limit)
    )
    return [read_action(row) for row in await uow.execute(statement)]


async def _named(uow: UnitOfWork, ids: Sequence[UUID]) -> Sequence[tuple[UUID, str]]:
    statement: Any = (
        select(companies.c.company_id, companies.c.name)
        .where(companies.c.company_id.in_(list(ids)))
        .order_by(companies.c.name_key, companies.c.company_id)
    )
    return [(row.company_id, row.name) for row in await uow.execute(statement)]
