"""Pupils at hosts whom nobody was in touch with, or about whom an alert stays open, in pages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from contracts.identifiers import Uai
from contracts.internships.follow_up import ContactKind, ReportLevel
from services.chassis.base.errors import NotFound
from services.chassis.base.keyset import Keyset
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.parameters import LYCEES, TODAY, given
from services.internships.follow_ups.model import AlertMatter, Step
from services.internships.follow_ups.tables import alerts, follow_ups
from services.internships.formations.tables import classes
from services.internships.periods.tables import periods
from services.internships.pupils.store.names import BY_NAME, NAMED, shown_name
from services.internships.pupils.tables import pupils
from services.internships.referents.tables import followings, referents
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY, SAME_PERIOD
from services.internships.stays.tables import placements
from services.internships.visits.model import Visit, VisitState
from services.internships.visits.store import VISIT_COLUMNS, visit_of
from services.internships.visits.tables import OF_STAY, STANDS, planned_visits
from services.internships.watchlist.model import PARTS, Late

PAGE_LENGTH = 50
P, U, A, F = placements.c, follow_ups.c, alerts.c, followings.c
_THIRD = type_coerce(LAST_DAY - FIRST_DAY, Integer) // PARTS
_TOLD = and_(U.uai == P.uai, U.placement_id == P.placement_id)
_OPEN = and_(A.uai == P.uai, A.placement_id == P.placement_id, A.closed_on.is_(None))
# Apart from the one a row shows.
_V = planned_visits.alias("planned").c
_PLANNED = and_(_V.uai == P.uai, _V.placement_id == P.placement_id, _V.state == VisitState.PLANNED)
_GRAVITY = case({level.value: rank for rank, level in enumerate(ReportLevel)}, value=A.level)


@dataclass(frozen=True)
class Watched:
    """A pupil at a host, and since when nothing was heard or something is wrong."""

    uai: Uai
    placement_id: UUID
    name: str
    class_label: str
    referent: str | None
    until_on: date
    contacted_on: date | None
    visited_on: date | None
    alert_since: date | None
    visit: Visit | None
    """The one that is planned."""
    late: Sequence[Late]


@dataclass(frozen=True)
class WatchedPage:
    """A page of the list; `after` leads to the next one."""

    items: Sequence[Watched]
    after: UUID | None


@dataclass(frozen=True)
class OpenAlert:
    """An alert as « Aujourd’hui » shows it."""

    uai: Uai
    placement_id: UUID
    name: str
    class_label: str
    matter: AlertMatter
    level: ReportLevel
    opened_on: date
    steps_left: int


@dataclass(frozen=True)
class LateOfClass:
    """How many pupils of a class, in a period, nobody was in touch with, or went to see, in time."""

    period_id: UUID
    class_id: UUID
    label: str
    contact: int
    visit: int
    pupils: int
    """Of whom either is so."""


async def read_watched(
    uow: UnitOfWork, *, late: Late | None, today: date, after: UUID | None = None
) -> WatchedPage:
    """A page of the list, those whose stay ends first. Raises NotFound when the row before is gone."""
    keyset = Keyset([LAST_DAY, *BY_NAME], P.placement_id)
    stays = _stays(P.uai.in_(uow.scope.uais), *_columns(literal(today)))
    statement = keyset.sort(stays.outerjoin(planned_visits, OF_STAY & STANDS))
    if after is not None:
        statement = keyset.after(statement, after)
    reasons = _reasons(literal(today))
    wanted = reasons[late] if late else or_(*reasons.values())
    rows = (await uow.execute(statement.where(wanted).limit(PAGE_LENGTH + 1))).all()
    if after is not None and not rows:
        raise NotFound
    shown = rows[:PAGE_LENGTH]
    more = len(rows) > PAGE_LENGTH
    return WatchedPage([_watched(row) for row in shown], shown[-1].placement_id if more else None)


async def count_watched(uow: UnitOfWork, today: date) -> dict[Late, int]:
    """How many pupils nobody was in touch with, or went to see, in time, or have an open alert."""
    return await WATCHED.of(uow, given(uow.scope.uais, today))


async def count_late_by_class(
    uow: UnitOfWork, period_ids: Collection[UUID], today: date
) -> Sequence[LateOfClass]:
    """The classes of these periods with pupils nobody was in touch with, or went to see, in time."""
    asked = {**given(uow.scope.uais, today), "period_ids": sorted(period_ids)}
    return await LATE_BY_CLASS.of(uow, asked)


async def read_open_alerts(uow: UnitOfWork, *, limit: int) -> Sequence[OpenAlert]:
    """What has to be declared first, then the gravest, then the newest."""
    return await OPEN_ALERTS.of(uow, {**given(uow.scope.uais), "alerts_shown": limit})


def _alerts() -> Any:
    return (
        _stays(
            P.uai == LYCEES,
            P.uai,
            P.placement_id,
            *NAMED,
            classes.c.label,
            A.matter,
            A.level,
            A.opened_on,
            A.steps,
        )
        .join(alerts, _OPEN)
        .order_by(
            A.matter != AlertMatter.DECLARATION,
            _GRAVITY.desc(),
            A.opened_on.desc(),
            A.alert_id.desc(),
        )
        .limit(bindparam("alerts_shown", type_=Integer))
    )


def _reasons(day: ColumnElement[date]) -> dict[Late, ColumnElement[bool]]:
    there = and_(P.status == "confirmed", day <= LAST_DAY)
    since = and_(_TOLD, U.happened_on >= FIRST_DAY)
    visited = exists().where(since, U.kind == ContactKind.VISIT)
    ahead, past = (
        exists().where(_PLANNED, when) for when in (_V.planned_on >= day, _V.planned_on < day)
    )
    return {
        Late.CONTACT: and_(there, day > FIRST_DAY + _THIRD, ~exists().where(since)),
        Late.VISIT: and_(there, day > LAST_DAY - _THIRD, ~visited, ~ahead),
        Late.UNNOTED: past,
        Late.ALERT: exists().where(_OPEN),
    }


def _columns(today: ColumnElement[date]) -> tuple[Any, ...]:
    last = select(func.max(U.happened_on)).where(_TOLD)
    seen = last.where(U.kind == ContactKind.VISIT)
    since = select(func.min(A.opened_on)).where(_OPEN)
    return (
        P.uai,
        P.placement_id,
        *NAMED,
        classes.c.label,
        referents.c.name.label("referent"),
        LAST_DAY.label("until_on"),
        last.correlate(placements).scalar_subquery().label("contacted_on"),
        seen.correlate(placements).scalar_subquery().label("visited_on"),
        since.correlate(placements).scalar_subquery().label("alert_since"),
        *VISIT_COLUMNS,
        *(one.label(f"late_{late.value}") for late, one in _reasons(today).items()),
    )


def _stays(own_rows: ColumnElement[bool], *columns: Any) -> Any:
    own = (pupils.c.uai == P.uai) & (pupils.c.pupil_year_id == P.pupil_year_id)
    followed = (
        (F.uai == P.uai) & (F.period_id == P.period_id) & (F.pupil_year_id == P.pupil_year_id)
    )
    named = (referents.c.uai == F.uai) & (referents.c.referent_id == F.referent_id)
    return (
        select(*columns)
        .select_from(
            placements.join(periods, SAME_PERIOD)
            .join(pupils, own)
            .join(
                classes, (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id)
            )
            .outerjoin(followings, followed)
            .outerjoin(referents, named)
        )
        .where(own_rows, pupils.c.erased_at.is_(None))
    )


def _watched(row: Any) -> Watched:
    return Watched(
        uai=Uai(row.uai),
        placement_id=row.placement_id,
        name=shown_name(row),
        class_label=row.label,
        referent=row.referent,
        until_on=row.until_on,
        contacted_on=row.contacted_on,
        visited_on=row.visited_on,
        alert_since=row.alert_since,
        visit=visit_of(row) if row.visit_id else None,
        late=[late for late in Late if getattr(row, f"late_{late.value}")],
    )


def _open_alert(row: Any) -> OpenAlert:
    matter = AlertMatter(row.matter)
    left = len(Step) - len(row.steps) if matter is AlertMatter.DECLARATION else 0
    return OpenAlert(
        Uai(row.uai),
        row.placement_id,
        shown_name(row),
        row.label,
        matter,
        ReportLevel(row.level),
        row.opened_on,
        left,
    )


def _counted() -> Select[Any]:
    # Few were erased: those are left out. Joined to each stay, all pupils of a lycée are read again
    # for every one, and PostgreSQL would begin with the periods of all classes to name a class.
    counts: Any = (
        func.count().filter(why).label(one.value) for one, why in _reasons(TODAY).items()
    )
    erased = select(pupils.c.pupil_year_id).where(
        pupils.c.uai == LYCEES, pupils.c.erased_at.is_not(None)
    )
    stays = placements.join(periods, SAME_PERIOD)
    return select(*counts).select_from(stays).where(P.uai == LYCEES, P.pupil_year_id.not_in(erased))


WATCHED = Reading(
    _counted(),
    lambda rows: {late: getattr(rows[0], late.value) for late in Late},
)
"""How many pupils nobody was in touch with, or went to see, in time, or have an open alert."""
_WHY = _reasons(TODAY)
_OF_CLASS = (P.period_id, classes.c.class_id, classes.c.label)
LATE_BY_CLASS = Reading(
    _stays(
        P.uai == LYCEES,
        *_OF_CLASS,
        func.count().filter(_WHY[Late.CONTACT]).label("contact"),
        func.count().filter(_WHY[Late.VISIT]).label("visit"),
        func.count().label("pupils"),
    )
    .where(
        P.period_id == any_(bindparam("period_ids", type_=ARRAY(Uuid))),
        or_(_WHY[Late.CONTACT], _WHY[Late.VISIT]),
    )
    .group_by(*_OF_CLASS),
    lambda rows: [
        LateOfClass(row.period_id, row.class_id, row.label, row.contact, row.visit, row.pupils)
        for row in rows
    ],
)
"""What is late in some periods, class by class."""
OPEN_ALERTS = Reading(_alerts(), lambda rows: [_open_alert(row) for row in rows])
"""The alerts « Aujourd’hui » shows."""
