"""What was tried to find pupils a place: for one pupil, at one host, and the answers waited for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Select,
    Text,
    any_,
    bindparam,
    exists,
    literal,
    or_,
    select,
)

from contracts.identifiers import SiteKey, Uai
from services.chassis.base.errors import NotFound
from services.chassis.base.keyset import Keyset
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.model.approach import REFUSALS, Answer, Approach
from services.internships.approaches.store import approach_of
from services.internships.approaches.tables import A, approaches
from services.internships.base.parameters import LYCEES, TODAY, given
from services.internships.formations.tables import classes
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.periods.tables import exemptions, periods
from services.internships.pupils.store.names import NAMED, shown_name
from services.internships.pupils.tables import pupils
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.tables import placements

PAGE_LENGTH = 50
OLDEST_SHOWN = 5
"""Of the answers waited for, on the day’s page."""
AT_SITE_SHOWN = 20
MARKED_SHOWN = 10
MARKED_DAYS = 60


@dataclass(frozen=True)
class ApproachCard:
    """An approach as pages show it."""

    approach: Approach
    host: Host
    starts_on: date
    ends_on: date
    pupil: str
    class_label: str

    @property
    def uai(self) -> Uai:
        """The lycée of the pupil it was made for."""
        return self.approach.uai


@dataclass(frozen=True)
class AwaitedPage:
    """A page of the answers waited for; `after` leads to the next one."""

    items: Sequence[ApproachCard]
    after: str | None


async def read_approach(uow: UnitOfWork, approach_id: UUID) -> ApproachCard:
    """One, withdrawn or not. Raises NotFound, for another lycée's too."""
    found = await _read(uow, _select().where(A.approach_id == approach_id))
    if not found:
        raise NotFound
    return found[0]


async def read_approaches_of_pupil(
    uow: UnitOfWork, pupil_year_id: UUID, period_id: UUID | None = None
) -> Sequence[ApproachCard]:
    """Approaches made for a pupil, for one period or all, the latest first."""
    statement = _standing().where(A.pupil_year_id == pupil_year_id)
    if period_id is not None:
        statement = statement.where(A.period_id == period_id)
    return await _read(uow, statement.order_by(A.approached_on.desc(), A.approach_id.desc()))


async def read_approaches_at(uow: UnitOfWork, site_key: SiteKey) -> Sequence[ApproachCard]:
    """The latest at a site, by the lycées in scope, refusals of earlier years included."""
    return await LATEST_AT_SITE.of(uow, {"key": site_key, "uais": list(uow.scope.uais)})


async def read_awaited(
    uow: UnitOfWork, *, today: date, after: str | None = None, length: int = PAGE_LENGTH
) -> AwaitedPage:
    """The answers waited for, of periods not over, the oldest approach first.

    Raises NotFound when the row the last page ended with is gone.
    """
    keyset = Keyset([A.approached_on], A.approach_id)
    statement = keyset.sort(_select().where(A.uai.in_(uow.scope.uais)))
    if after is not None:  # before the conditions: the last one shown may be answered by now
        statement = keyset.after(statement, _id(after))
    statement = statement.where(*_awaited(literal(today)))
    found = await _read(uow, statement.limit(length + 1))
    if after is not None and not found:
        raise NotFound
    return _page(found, length)


def _page(found: Sequence[ApproachCard], length: int) -> AwaitedPage:
    shown = found[:length]
    more = len(found) > length
    return AwaitedPage(shown, str(shown[-1].approach.id) if more else None)


def _awaited(today: ColumnElement[date]) -> tuple[ColumnElement[bool], ...]:
    return (
        A.withdrawn_at.is_(None),
        A.answer == Answer.WAITING.value,
        periods.c.ends_on >= today,
        *_still_needed(),
    )


def _still_needed() -> tuple[ColumnElement[bool], ...]:
    """Nobody waits for an answer about who has a place, needs none, has left, or is named no more."""
    placed = exists().where(
        placements.c.uai == A.uai,
        placements.c.period_id == A.period_id,
        placements.c.pupil_year_id == A.pupil_year_id,
        placements.c.status == PlacementStatus.CONFIRMED.value,
    )
    exempted = exists().where(
        exemptions.c.uai == A.uai,
        exemptions.c.period_id == A.period_id,
        exemptions.c.pupil_year_id == A.pupil_year_id,
    )
    return (pupils.c.left_on.is_(None), pupils.c.erased_at.is_(None), ~placed, ~exempted)


async def read_oldest_awaited(uow: UnitOfWork, *, today: date) -> AwaitedPage:
    """The first of the answers waited for, for the day and the week."""
    return _page(await OLDEST_AWAITED.of(uow, given(uow.scope.uais, today)), OLDEST_SHOWN)


async def read_marked(uow: UnitOfWork, *, since: date) -> Sequence[ApproachCard]:
    """The latest refusals presumed discriminatory, for whoever may see them."""
    return await MARKED.of(uow, {**given(uow.scope.uais), "since": since})


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise NotFound from None


def _standing() -> Select[Any]:
    return _select().where(A.withdrawn_at.is_(None))


def _select() -> Select[Any]:
    source = (
        approaches.join(periods, _own(periods.c.uai, periods.c.period_id == A.period_id))
        .join(pupils, _own(pupils.c.uai, pupils.c.pupil_year_id == A.pupil_year_id))
        .join(classes, _own(classes.c.uai, classes.c.class_id == pupils.c.class_id))
        .join(host_sites, host_sites.c.site_id == A.site_id)
        .join(host_companies, host_companies.c.company_id == host_sites.c.company_id)
    )
    # The site as it is known now: it may have got a number since.
    own = [column for column in A if column.name not in ("site_id", "site_key")]
    return select(
        *own,
        *HOST_COLUMNS,
        periods.c.starts_on,
        periods.c.ends_on,
        *NAMED,
        classes.c.label.label("class_label"),
    ).select_from(source)


def _own(uai: ColumnElement[Any], condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return (uai == A.uai) & condition


LATEST_AT_SITE = Reading(
    _standing()
    .where(
        host_sites.c.site_key == bindparam("key", type_=Text),
        A.uai == any_(bindparam("uais", type_=ARRAY(Text))),
    )
    .order_by(A.approached_on.desc(), A.approach_id.desc())
    .limit(AT_SITE_SHOWN),
    lambda rows: [_card(row) for row in rows],
)
"""The latest approaches of some lycées at the site of a key."""


async def _read(uow: UnitOfWork, statement: Select[Any]) -> Sequence[ApproachCard]:
    return [_card(row) for row in await uow.execute(statement)]


def _card(row: Any) -> ApproachCard:
    return ApproachCard(
        approach=approach_of(row),
        host=host(row),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        pupil=shown_name(row),
        class_label=row.class_label,
    )


def _cards(rows: Rows) -> Sequence[ApproachCard]:
    return [_card(row) for row in rows]


OLDEST_AWAITED = Reading(
    Keyset([A.approached_on], A.approach_id)
    .sort(_select().where(A.uai == LYCEES))
    .where(*_awaited(TODAY))
    .limit(OLDEST_SHOWN + 1),
    _cards,
)
"""The oldest answers waited for, and one more: whether there are others."""
MARKED = Reading(
    _standing()
    .where(
        A.uai == LYCEES,
        A.presumed_discriminatory,
        A.answered_on >= bindparam("since", type_=Date),
        or_(*(A.answer == answer.value for answer in REFUSALS)),
    )
    .order_by(A.answered_on.desc(), A.approach_id.desc())
    .limit(MARKED_SHOWN),
    _cards,
)
"""The latest refusals presumed discriminatory."""
