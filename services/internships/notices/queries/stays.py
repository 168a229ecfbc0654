"""Stays that notices are about, and the alerts that are open there."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, or_, select

from contracts.internships.follow_up import ReportLevel
from contracts.internships.placements import EndReason
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.parameters import LYCEES, given
from services.internships.follow_ups.model import AlertMatter, Step
from services.internships.follow_ups.tables import alerts
from services.internships.formations.tables import classes
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.periods.tables import periods
from services.internships.pupils.store.names import bare_name
from services.internships.pupils.tables import pupils
from services.internships.referents.store.referents import GONE
from services.internships.referents.tables import followings, referents
from services.internships.stays.model.states import LIVE, PlacementStatus
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY, SAME_PERIOD
from services.internships.stays.tables import placements

P, A, F = placements.c, alerts.c, followings.c
_THESE = any_(bindparam("placement_ids", type_=ARRAY(Uuid)))
_other = placements.alias("other")
_GRAVITY = list(ReportLevel)


@dataclass(frozen=True)
class NoticedStay:
    """A pupil at a host, as a notice says it; who was erased has no name here."""

    placement_id: UUID
    period_id: UUID
    class_id: UUID
    class_label: str
    pupil: str
    erased: bool
    host: Host
    status: PlacementStatus
    first_on: date
    last_on: date
    ended_on: date | None
    end_reason: EndReason | None
    ended_by: UUID | None
    confirmed_by: UUID | None
    referent: str | None
    referent_account: UUID | None
    elsewhere: PlacementStatus | None
    """Where another place of the pupil for the same period stands, if there is one."""


@dataclass(frozen=True)
class NoticedAlert:
    """An alert that is open, and what is left to do of a declaration."""

    matter: AlertMatter
    level: ReportLevel
    opened_on: date
    opened_as: str | None
    raised_by: UUID | None
    steps_left: Sequence[Step]


async def read_stays(
    uow: UnitOfWork, placement_ids: Collection[UUID]
) -> Mapping[UUID, NoticedStay]:
    """Those of these placements that are the lycée's, by their id."""
    found = await STAYS.of(uow, _asked(uow, placement_ids))
    return {row.placement_id: _stay(row) for row in found}


async def read_open_alerts(
    uow: UnitOfWork, placement_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[NoticedAlert]]:
    """The alerts open at these placements, by placement, the gravest first."""
    found: dict[UUID, list[NoticedAlert]] = defaultdict(list)
    for row in await ALERTS.of(uow, _asked(uow, placement_ids)):
        found[row.placement_id].append(_alert(row))
    for alerts_there in found.values():
        alerts_there.sort(key=lambda one: (-_GRAVITY.index(one.level), one.opened_on))
    return found


def _asked(uow: UnitOfWork, placement_ids: Collection[UUID]) -> Mapping[str, Any]:
    return {**given(uow.scope.uais), "placement_ids": sorted(placement_ids)}


_OF_PUPIL = (pupils.c.uai == P.uai) & (pupils.c.pupil_year_id == P.pupil_year_id)
_OF_CLASS = (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id)
_FOLLOWED = (F.uai == P.uai) & (F.period_id == P.period_id) & (F.pupil_year_id == P.pupil_year_id)
_BY = (referents.c.uai == F.uai) & (referents.c.referent_id == F.referent_id)
_ELSEWHERE = (
    (_other.c.uai == P.uai)
    & (_other.c.period_id == P.period_id)
    & (_other.c.pupil_year_id == P.pupil_year_id)
    & (_other.c.placement_id != P.placement_id)
    # As the index of the one place that is live says it.
    & or_(*(_other.c.status == one.value for one in LIVE))
)
STAYS = Reading(
    select(
        *(P.placement_id, P.period_id, P.status, P.ended_on, P.end_reason, P.ended_by),
        P.confirmed_by,
        *(classes.c.class_id, classes.c.label.label("class_label")),
        *(pupils.c.last_name, pupils.c.first_name, pupils.c.erased_at),
        *HOST_COLUMNS,
        *(FIRST_DAY.label("first_on"), LAST_DAY.label("last_on")),
        *(referents.c.referent_id, referents.c.name.label("referent")),
        referents.c.account_id.label("referent_account"),
        _other.c.status.label("elsewhere"),
    )
    .select_from(
        placements.join(periods, SAME_PERIOD)
        .join(pupils, _OF_PUPIL)
        .join(classes, _OF_CLASS)
        .join(host_sites, host_sites.c.site_id == P.site_id)
        .join(host_companies, host_companies.c.company_id == host_sites.c.company_id)
        .outerjoin(followings, _FOLLOWED)
        .outerjoin(referents, _BY)
        .outerjoin(_other, _ELSEWHERE)
    )
    .where(P.uai == LYCEES, P.placement_id == _THESE),
    lambda rows: rows,
)
"""Some placements, with whose they are and where."""
ALERTS = Reading(
    select(A.placement_id, A.matter, A.level, A.opened_on, A.opened_as, A.raised_by, A.steps).where(
        A.uai == LYCEES, A.placement_id == _THESE, A.closed_on.is_(None)
    ),
    lambda rows: rows,
)
"""The alerts open at some placements."""


def _stay(row: Any) -> NoticedStay:
    return NoticedStay(
        placement_id=row.placement_id,
        period_id=row.period_id,
        class_id=row.class_id,
        class_label=row.class_label,
        pupil=bare_name(row),
        erased=row.erased_at is not None,
        host=host(row),
        status=PlacementStatus(row.status),
        first_on=row.first_on,
        last_on=row.last_on,
        ended_on=row.ended_on,
        end_reason=EndReason(row.end_reason) if row.end_reason else None,
        ended_by=row.ended_by,
        confirmed_by=row.confirmed_by,
        referent=(row.referent or GONE) if row.referent_id else None,
        referent_account=row.referent_account,
        elsewhere=PlacementStatus(row.elsewhere) if row.elsewhere else None,
    )


def _alert(row: Any) -> NoticedAlert:
    matter = AlertMatter(row.matter)
    declared = matter is AlertMatter.DECLARATION
    return NoticedAlert(
        matter=matter,
        level=ReportLevel(row.level),
        opened_on=row.opened_on,
        opened_as=row.opened_as,
        raised_by=row.raised_by,
        steps_left=[step for step in Step if declared and step not in row.steps],
    )
