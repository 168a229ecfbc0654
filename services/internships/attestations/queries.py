"""The stays of a period and their attestations, by class; periods that still wait for some."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, or_, select

from contracts.identifiers import SchoolYear, Uai
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.attestations.store import LAST, OF_PLACE
from services.internships.base.parameters import LYCEES, TODAY, given
from services.internships.formations.tables import classes
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.periods.tables import periods
from services.internships.pupils.store.names import BY_NAME, NAMED, shown_name
from services.internships.pupils.tables import pupils
from services.internships.stays.model.states import HOSTED
from services.internships.stays.store.days import FIRST_DAY, LEFT_ON, SAME_PERIOD
from services.internships.stays.tables import placements

AWAITED_DAYS = 120
"""How long after a stay its attestation is asked for on the day's page."""


@dataclass(frozen=True)
class StayLine:
    """A stay as the list has it; without days while no attestation was received."""

    placement_id: UUID
    pupil_year_id: UUID
    pupil: str
    class_label: str
    host: Host
    first_on: date
    last_on: date
    received_on: date | None
    days: int | None
    absences: int | None

    def is_over(self, today: date) -> bool:
        """Whether its attestation is due."""
        return self.last_on < today

    @property
    def calendar_days(self) -> int:
        """The most an attestation may say."""
        return (self.last_on - self.first_on).days + 1


@dataclass(frozen=True)
class StaysOfClass:
    """The stays of one class."""

    label: str
    stays: Sequence[StayLine]

    def missing(self, today: date) -> int:
        """How many that are over have no attestation."""
        return sum(one.is_over(today) and one.days is None for one in self.stays)


@dataclass(frozen=True)
class Awaiting:
    """A period of which attestations are missing."""

    period_id: UUID
    uai: Uai
    starts_on: date
    ends_on: date
    missing: int


@dataclass(frozen=True)
class MissingOfClass:
    """How many attestations of a class are missing, in a period."""

    period_id: UUID
    class_id: UUID
    label: str
    missing: int


async def read_stays_of_period(
    uow: UnitOfWork, period_id: UUID, today: date
) -> Sequence[StaysOfClass]:
    """The stays of a period that have begun, by class and name."""
    statement = (
        select(
            *(placements.c.placement_id, placements.c.pupil_year_id),
            *(*NAMED, classes.c.label.label("class_label")),
            *HOST_COLUMNS,
            FIRST_DAY.label("first_on"),
            LEFT_ON.label("last_on"),
            *(LAST.c.received_on, LAST.c.days, LAST.c.absence_days),
        )
        .select_from(_stays())
        .where(
            placements.c.period_id == period_id,
            placements.c.status.in_(HOSTED),
            today >= FIRST_DAY,
        )
        .order_by(classes.c.label, *BY_NAME, FIRST_DAY)
    )
    found = [_line(row) for row in await uow.execute(statement)]
    by_class = groupby(found, lambda one: one.class_label)
    return [StaysOfClass(label, list(stays)) for label, stays in by_class]


async def read_awaiting(uow: UnitOfWork, today: date) -> Sequence[Awaiting]:
    """The periods in scope of which attestations of stays that are over are missing."""
    return await AWAITING.of(uow, given(uow.scope.uais, today))


async def count_missing_by_class(
    uow: UnitOfWork, period_ids: Collection[UUID], today: date
) -> Sequence[MissingOfClass]:
    """The classes of these periods of which attestations of stays that are over are missing."""
    asked = {**given(uow.scope.uais, today), "period_ids": sorted(period_ids)}
    return await MISSING_BY_CLASS.of(uow, asked)


async def count_missing_by_year(uow: UnitOfWork, today: date) -> Mapping[SchoolYear, int]:
    """How many attestations of stays that are over are missing, however long ago, by school year."""
    counted: Counter[SchoolYear] = Counter()
    for starts_on, missing in await MISSING_BY_DAY.of(uow, given(uow.scope.uais, today)):
        counted[SchoolYear.of(starts_on)] += missing
    return counted


_NOT_RECEIVED = (
    placements.c.uai == LYCEES,
    or_(*(placements.c.status == one.value for one in HOSTED)),
    LAST.c.placement_id.is_(None),
    TODAY > LEFT_ON,
)
_MISSING = (*_NOT_RECEIVED, TODAY < LEFT_ON + AWAITED_DAYS)
MISSING_BY_DAY = Reading(
    select(periods.c.starts_on, func.count().label("missing"))
    .select_from(placements.join(periods, SAME_PERIOD).outerjoin(LAST, OF_PLACE))
    .where(*_NOT_RECEIVED)
    .group_by(periods.c.starts_on),
    lambda rows: [(row.starts_on, row.missing) for row in rows],
)
"""How many attestations are missing, by the first day of their period."""
AWAITING = Reading(
    select(
        *(periods.c.period_id, periods.c.uai, periods.c.starts_on, periods.c.ends_on),
        func.count().label("missing"),
    )
    .select_from(placements.join(periods, SAME_PERIOD).outerjoin(LAST, OF_PLACE))
    .where(*_MISSING)
    .group_by(periods.c.uai, periods.c.period_id, periods.c.starts_on, periods.c.ends_on)
    .order_by(periods.c.ends_on, periods.c.period_id),
    lambda rows: [
        Awaiting(row.period_id, Uai(row.uai), row.starts_on, row.ends_on, row.missing)
        for row in rows
    ],
)
"""The periods of which attestations are missing."""


def _stays() -> Any:
    own = placements.c.uai
    return (
        placements.join(periods, SAME_PERIOD)
        .join(
            pupils, (pupils.c.uai == own) & (pupils.c.pupil_year_id == placements.c.pupil_year_id)
        )
        .join(classes, (classes.c.uai == own) & (classes.c.class_id == pupils.c.class_id))
        .join(host_sites, host_sites.c.site_id == placements.c.site_id)
        .join(host_companies, host_companies.c.company_id == host_sites.c.company_id)
        .outerjoin(LAST, OF_PLACE)
    )


_OF_CLASS = (placements.c.period_id, classes.c.class_id, classes.c.label)
MISSING_BY_CLASS = Reading(
    select(*_OF_CLASS, func.count().label("missing"))
    .select_from(
        placements.join(periods, SAME_PERIOD)
        .join(
            pupils,
            (pupils.c.uai == placements.c.uai)
            & (pupils.c.pupil_year_id == placements.c.pupil_year_id),
        )
        .join(classes, (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id))
        .outerjoin(LAST, OF_PLACE)
    )
    .where(placements.c.period_id == any_(bindparam("period_ids", type_=ARRAY(Uuid))), *_MISSING)
    .group_by(*_OF_CLASS),
    lambda rows: [
        MissingOfClass(row.period_id, row.class_id, row.label, row.missing) for row in rows
    ],
)
"""The attestations that are missing of some periods, class by class."""


def _line(row: Any) -> StayLine:
    return StayLine(
        placement_id=row.placement_id,
        pupil_year_id=row.pupil_year_id,
        pupil=shown_name(row),
        class_label=row.class_label,
        host=host(row),
        first_on=row.first_on,
        last_on=row.last_on,
        received_on=row.received_on,
        days=row.days,
        absences=row.absence_days,
    )
