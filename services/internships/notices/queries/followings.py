"""Pupils who were given to a referent teacher, that notices are about."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select

from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.parameters import LYCEES, given
from services.internships.formations.tables import classes
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.participations.store import EXEMPTED, LEFT_BEFORE_THE_END
from services.internships.periods.tables import exemptions, periods
from services.internships.pupils.store.names import bare_name
from services.internships.pupils.tables import pupils
from services.internships.referents.tables import followings, referents
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY
from services.internships.stays.tables import placements

F, P = followings.c, placements.c


@dataclass(frozen=True)
class NoticedFollowing:
    """A pupil, and who follows them during a period; who was erased has no name here."""

    pupil: str
    erased: bool
    absent: bool
    """Whether the pupil left the lycée, or is exempted from the period."""
    class_label: str
    host: Host | None
    """Where they are or will be, once it is confirmed."""
    first_on: date
    last_on: date
    account_id: UUID | None
    """Of who follows them, where it is known."""


async def read_noticed_followings(
    uow: UnitOfWork, following_ids: Collection[UUID]
) -> Mapping[UUID, NoticedFollowing]:
    """Those of these followings that are the lycée’s and somebody’s, by their id."""
    asked = {**given(uow.scope.uais), "following_ids": sorted(following_ids)}
    return {row.following_id: _following(row) for row in await FOLLOWINGS.of(uow, asked)}


def _same(*names: str, table: Any) -> Any:
    """Whether a row of the table is of the lycée and of these things of the following."""
    found = table.c.uai == F.uai
    for name in names:
        found &= table.c[name] == F[name]
    return found


_CONFIRMED = _same("period_id", "pupil_year_id", table=placements) & (
    P.status == PlacementStatus.CONFIRMED.value
)
FOLLOWINGS = Reading(
    select(
        *(F.following_id, referents.c.account_id, classes.c.label),
        *(pupils.c.last_name, pupils.c.first_name, pupils.c.erased_at),
        func.coalesce(LEFT_BEFORE_THE_END, False).label("has_left"),
        EXEMPTED.label("exempted"),
        *HOST_COLUMNS,
        *(FIRST_DAY.label("first_on"), LAST_DAY.label("last_on")),
    )
    .select_from(
        followings.join(referents, _same("referent_id", table=referents))
        .join(periods, _same("period_id", table=periods))
        .join(pupils, _same("pupil_year_id", table=pupils))
        .join(classes, (classes.c.uai == F.uai) & (classes.c.class_id == pupils.c.class_id))
        .outerjoin(exemptions, _same("period_id", "pupil_year_id", table=exemptions))
        .outerjoin(placements, _CONFIRMED)
        .outerjoin(host_sites, host_sites.c.site_id == P.site_id)
        .outerjoin(host_companies, host_companies.c.company_id == host_sites.c.company_id)
    )
    .where(F.uai == LYCEES, F.following_id == any_(bindparam("following_ids", type_=ARRAY(Uuid)))),
    lambda rows: rows,
)
"""Some followings that are somebody’s, with the pupil, their place and the days of it."""


def _following(row: Any) -> NoticedFollowing:
    return NoticedFollowing(
        pupil=bare_name(row),
        erased=row.erased_at is not None,
        absent=row.has_left or row.exempted,
        class_label=row.label,
        host=host(row) if row.site_id else None,
        first_on=row.first_on,
        last_on=row.last_on,
        account_id=row.account_id,
    )
