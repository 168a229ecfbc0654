"""The mission of a referent teacher: whom they go to see during a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.tables import classes
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables import host_sites
from services.internships.periods.model import Period
from services.internships.periods.store import Periods
from services.internships.pupils.store.names import BY_NAME, bare_name
from services.internships.pupils.tables import pupils
from services.internships.referents.model import Referent
from services.internships.referents.store.followed_stays import IS_HOSTED, followings_of, stays_of
from services.internships.referents.store.referents import Referents
from services.internships.referents.tables import followings
from services.internships.stays.store.days import FIRST_DAY, LEFT_ON
from services.internships.stays.tables import placements

P, F = placements.c, followings.c


@dataclass(frozen=True)
class ToVisit:
    """A pupil to go and see."""

    name: str
    class_label: str
    host: Host
    first_on: date
    until_on: date


@dataclass(frozen=True)
class Mission:
    """What the mission order says."""

    period: Period
    referent: Referent
    visits: Sequence[ToVisit]


async def read_mission(uow: UnitOfWork, period_id: UUID, referent_id: UUID) -> Mission:
    """Raises NotFound, for a period and a teacher of two lycées too."""
    period, referent = await Periods(uow).get(period_id), await Referents(uow).get(referent_id)
    if period.uai != referent.uai:
        raise NotFound
    followed = followings_of((F.period_id == period_id) & (F.referent_id == referent_id))
    statement = (
        select(
            pupils.c.last_name,
            pupils.c.first_name,
            classes.c.label,
            FIRST_DAY.label("first_on"),
            LEFT_ON.label("until_on"),
            *HOST_COLUMNS,
        )
        .select_from(stays_of(followed))
        .where(IS_HOSTED)
        .order_by(host_sites.c.commune, host_sites.c.site_id, *BY_NAME)
    )
    visits = [
        ToVisit(bare_name(row), row.label, host(row), row.first_on, row.until_on)
        for row in await uow.execute(statement)
    ]
    return Mission(period, referent, visits)
