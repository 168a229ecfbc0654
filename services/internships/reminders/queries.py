"""What periods lack, class by class: a fixed number of statements for any number of periods."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, Uuid, any_, bindparam, func, select

from contracts.identifiers import SchoolYear
from contracts.internships.agreements import AgreementStanding
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.store.agreements import CURRENT, OF_PLACEMENT
from services.internships.agreements.tables import agreements
from services.internships.attestations.queries import count_missing_by_class, count_missing_by_year
from services.internships.base.days import local_date
from services.internships.base.named_years import unnamed_on
from services.internships.base.parameters import LYCEES, given
from services.internships.departures.model import Block, block_of
from services.internships.formations.tables import classes
from services.internships.participations.model import PupilSituation
from services.internships.participations.store import FLAGS, concerned, participation
from services.internships.periods.model import PeriodStatus
from services.internships.periods.tables import periods
from services.internships.pupils.tables import pupils
from services.internships.reminders.model.lacking import ClassNeeds, PeriodNeeds
from services.internships.reminders.model.thresholds import ATTESTED_UNTIL, WINDOW_BEFORE, Dates
from services.internships.reminders.model.year_end import years_by_id
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY
from services.internships.stays.tables import placements
from services.internships.watchlist.queries import count_late_by_class

_THESE = periods.c.period_id == any_(bindparam("period_ids", type_=ARRAY(Uuid)))
_BLOCKS: Mapping[Block, str] = {
    Block.REFUSED: "refused",
    Block.LATE: "late",
    Block.NOT_ISSUED: "not_issued",
}
_LOOKING = (PupilSituation.WITHOUT, PupilSituation.PROPOSED)


async def read_reminded_periods(uow: UnitOfWork, today: date) -> Mapping[UUID, Dates]:
    """The published periods of the lycée that somebody may be reminded of today, by their id."""
    asked = {
        **given(uow.scope.uais),
        "begun_by": today + WINDOW_BEFORE,
        "over_after": today - ATTESTED_UNTIL,
    }
    found = await REMINDED_PERIODS.of(uow, asked)
    return {row.period_id: Dates(row.starts_on, row.ends_on) for row in found}


async def read_needs(
    uow: UnitOfWork, period_ids: Collection[UUID], today: date
) -> Mapping[UUID, PeriodNeeds]:
    """What those of these periods lack that are the lycée's, by their id."""
    asked = {**given(uow.scope.uais, today), "period_ids": sorted(period_ids)}
    found = await ASKED_PERIODS.of(uow, asked)
    counts: dict[tuple[UUID, UUID, str], Counter[str]] = defaultdict(Counter)
    for row in await PUPILS_ALIKE.of(uow, asked):
        counts[row.period_id, row.class_id, row.label] += _counted(row, today)
    for late in await count_late_by_class(uow, period_ids, today):
        counts[late.period_id, late.class_id, late.label].update(
            without_contact=late.contact, without_visit=late.visit, unheard=late.pupils
        )
    for missing in await count_missing_by_class(uow, period_ids, today):
        counts[missing.period_id, missing.class_id, missing.label].update(
            unattested=missing.missing
        )
    needs: dict[UUID, list[ClassNeeds]] = defaultdict(list)
    for (period_id, class_id, label), counted in counts.items():
        needs[period_id].append(ClassNeeds(class_id, label, **counted))
    return {
        row.period_id: PeriodNeeds(
            row.period_id,
            row.starts_on,
            row.ends_on,
            row.status == PeriodStatus.PUBLISHED,
            sorted(needs[row.period_id], key=lambda one: one.label),
        )
        for row in found
    }


@dataclass(frozen=True)
class YearEnd:
    """The end of a school year at a lycée: how many pupils it still names, and what it waits for."""

    year: SchoolYear
    unnamed_on: date
    pupils: int
    unattested: int

    def is_to_tell(self, today: date) -> bool:
        """Whether there is somebody to name no more, and the year is not over."""
        return self.pupils > 0 and today <= self.year.last_day


async def read_year_ends(
    uow: UnitOfWork, ids: Collection[UUID], purged_on: str
) -> Mapping[UUID, YearEnd]:
    """Ends of years of the lycée in scope that are known, by their id."""
    today = local_date(uow.now)
    known = years_by_id(uow.writing_for(), today)
    asked = {one: known[one] for one in ids if one in known}
    if not asked:
        return {}
    missing = await count_missing_by_year(uow, today)
    named = await NAMED_OF_YEAR.of(uow, given(uow.scope.uais))
    return {
        one: YearEnd(
            year,
            unnamed_on(year, purged_on),
            named.get(year, 0),
            missing.get(year, 0),
        )
        for one, year in asked.items()
    }


def _counted(row: Any, today: date) -> Counter[str]:
    """What so many pupils alike are counted among."""
    standing = participation(row).standing
    found: list[str] = []
    if standing in _LOOKING:
        found = ["expected", "without", "unready"]
    elif standing is PupilSituation.COVERED:
        signed = row.standing == AgreementStanding.SIGNED
        lacks = {"unsigned": not signed, "without_tutor": not row.has_tutor}
        found = ["expected", *(name for name, lacking in lacks.items() if lacking)]
        found += ["unready"] if any(lacks.values()) else []
        block = _block(row, today)
        found += [_BLOCKS[block]] if block else []
    return Counter(dict.fromkeys(found, row.alike))


def _block(row: Any, today: date) -> Block | None:
    if row.last_on < today:
        return None
    standing = AgreementStanding(row.standing) if row.standing else None
    return block_of(standing, issued_on=row.issued_on, starts_on=row.first_on, today=today)


REMINDED_PERIODS = Reading(
    select(periods.c.period_id, periods.c.starts_on, periods.c.ends_on)
    .where(
        periods.c.uai == LYCEES,
        periods.c.status == PeriodStatus.PUBLISHED.value,
        periods.c.starts_on <= bindparam("begun_by", type_=Date),
        periods.c.ends_on >= bindparam("over_after", type_=Date),
    )
    .order_by(periods.c.starts_on, periods.c.period_id),
    lambda rows: rows,
)
"""The published periods of a span of days, in their order."""
ASKED_PERIODS = Reading(
    select(periods.c.period_id, periods.c.starts_on, periods.c.ends_on, periods.c.status).where(
        periods.c.uai == LYCEES, _THESE
    ),
    lambda rows: rows,
)
"""These periods, as far as they are the lycée's."""
NAMED_OF_YEAR = Reading(
    select(pupils.c.school_year, func.count().label("many"))
    .where(pupils.c.uai == LYCEES, pupils.c.erased_at.is_(None))
    .group_by(pupils.c.school_year),
    lambda rows: {SchoolYear(row.school_year): row.many for row in rows},
)
"""How many pupils are named, by school year."""
_ALIKE = (
    periods.c.period_id,
    classes.c.class_id,
    classes.c.label,
    *FLAGS,
    placements.c.tutor_id.is_not(None).label("has_tutor"),
    agreements.c.standing,
    agreements.c.issued_on,
    FIRST_DAY.label("first_on"),
    LAST_DAY.label("last_on"),
)
PUPILS_ALIKE = Reading(
    concerned(*_ALIKE, func.count().label("alike"))
    .join(classes, (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id))
    .outerjoin(agreements, OF_PLACEMENT & CURRENT)
    .where(periods.c.uai == LYCEES, _THESE)
    .group_by(*_ALIKE),
    lambda rows: rows,
)
"""The pupils these periods are for, those of one class of whom the same is so counted together."""
