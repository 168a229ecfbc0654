"""Referent teachers with their load, and the pupils of a period with who follows each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func

from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.tables import classes
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.periods.model import Period
from services.internships.periods.tables import periods
from services.internships.pupils.store.names import BY_NAME, NAMED, shown_name
from services.internships.pupils.tables import pupils
from services.internships.referents.model import PUPILS_AT_ONCE, Referent, Stretch, most_at_once
from services.internships.referents.store.referents import Followings, Referents, expected
from services.internships.referents.tables import followings
from services.internships.stays.tables import placements

F = followings.c


@dataclass(frozen=True)
class Load:
    """A referent teacher, and how many pupils they follow."""

    referent: Referent
    stretches: Sequence[Stretch] = field(default_factory=tuple)

    @property
    def at_once(self) -> int:
        """On the fullest day of the year."""
        return most_at_once(self.stretches)

    @property
    def too_many(self) -> bool:
        """Beyond what the texts say."""
        return self.at_once > PUPILS_AT_ONCE


@dataclass(frozen=True)
class FollowedPupil:
    """A pupil of a period, who follows them, and where they are or will be."""

    pupil_year_id: UUID
    name: str
    referent_id: UUID | None
    host: Host | None


@dataclass(frozen=True)
class FollowedClass:
    """A class of a period: how many of its pupils nobody follows."""

    class_id: UUID
    label: str
    pupils: int
    without: int


async def read_loads(uow: UnitOfWork, uais: frozenset[Uai], year: SchoolYear) -> Sequence[Load]:
    """The referent teachers of a school year with their load, by lycée and name."""
    stretches = await Followings(uow).stretches(uais, year)
    named = await Referents(uow).of_year(uais, year)
    return [Load(one, stretches.get(one.id, ())) for one in named]


async def read_followed_classes(uow: UnitOfWork, period: Period) -> Sequence[FollowedClass]:
    """The classes of a period, by label."""
    statement = (
        _expected(
            classes.c.class_id,
            classes.c.label,
            func.count().label("pupils"),
            func.count().filter(F.referent_id.is_(None)).label("without"),
            period=period,
        )
        .group_by(classes.c.class_id, classes.c.label)
        .order_by(classes.c.label)
    )
    rows = await uow.execute(statement)
    return [FollowedClass(row.class_id, row.label, row.pupils, row.without) for row in rows]


async def read_followed_pupils(
    uow: UnitOfWork, period: Period, class_id: UUID
) -> Sequence[FollowedPupil]:
    """The pupils of a class whom a period is for, by name; who left or is exempted is not."""
    statement = (
        _expected(
            pupils.c.pupil_year_id,
            *NAMED,
            F.referent_id,
            *HOST_COLUMNS,
            period=period,
        )
        .outerjoin(host_sites, host_sites.c.site_id == placements.c.site_id)
        .outerjoin(host_companies, host_companies.c.company_id == host_sites.c.company_id)
        .where(pupils.c.class_id == class_id)
        .order_by(*BY_NAME, pupils.c.pupil_year_id)
    )
    return [
        FollowedPupil(
            row.pupil_year_id, shown_name(row), row.referent_id, host(row) if row.site_id else None
        )
        for row in await uow.execute(statement)
    ]


def _expected(*columns: Any, period: Period) -> Any:
    return (
        expected(*columns)
        .join(classes, (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id))
        .where(periods.c.period_id == period.id)
    )
