"""« 10 lieux à contacter »: hosts to ask for a pupil in a period, and why these."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select

from services.chassis.reference.nomenclatures import places
from services.chassis.reference.nomenclatures.nearby import distance_km
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.model.suggestion import QUIET, SUGGESTED, Suggestion, best
from services.internships.approaches.tables import A, approaches
from services.internships.hosts.model import Limit
from services.internships.hosts.store.ceilings import Ceilings
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables import (
    closed_sites,
    host_companies,
    host_keys,
    host_sites,
    host_staff,
    hosted_weeks,
    paused_sites,
    solicited_sites,
)
from services.internships.participations.queries import PupilPeriod
from services.internships.periods.model import iso_weeks
from services.internships.pupils.queries import PupilCard
from services.internships.stays.model.states import HOSTED
from services.internships.stays.tables import placements

CANDIDATES_MAX = 400
LOOKED_AT = 40
P, H = placements.c, host_sites.c
_NAF = func.coalesce(H.naf, host_companies.c.naf)


async def read_suggestions(
    uow: UnitOfWork, pupil: PupilCard, period: PupilPeriod, *, today: date
) -> Sequence[Suggestion[Host]]:
    """The hosts to ask next: they suit, are open, have room, and were left alone for a month."""
    found = [
        _suggestion(row, pupil.commune) for row in await _candidates(uow, pupil, period, today)
    ]
    some = best(found, LOOKED_AT)
    full = await _full(uow, [one.host.site_id for one in some], period)
    return [one for one in some if one.host.site_id not in full][:SUGGESTED]


async def _candidates(
    uow: UnitOfWork, pupil: PupilCard, period: PupilPeriod, today: date
) -> Sequence[Any]:
    took = (P.uai == pupil.uai) & or_(*(P.status == status.value for status in HOSTED))
    of_formation = took & (P.mef == pupil.mef)
    formation = exists().where(of_formation, P.site_id == H.site_id)
    hosted = exists().where(took, P.site_id == H.site_id)
    activity = _NAF.in_(_activities(of_formation))
    statement = (
        select(
            *HOST_COLUMNS,
            formation.label("formation"),
            hosted.label("hosted"),
            activity.label("activity"),
        )
        .select_from(host_sites.join(host_companies, host_companies.c.company_id == H.company_id))
        .where(H.listed, or_(formation, activity), *_open(today))
        .where(*_left_alone(pupil, period, today))
        .order_by(formation.desc(), hosted.desc(), H.site_id)
        .limit(CANDIDATES_MAX)
    )
    return (await uow.execute(statement)).all()


def _activities(of_formation: ColumnElement[bool]) -> Any:
    """The activities of the hosts that took pupils of the formation."""
    site, company = host_sites.alias("taking"), host_companies.alias("taker")
    return (
        select(func.coalesce(site.c.naf, company.c.naf))
        .select_from(
            placements.join(site, site.c.site_id == P.site_id).join(
                company, company.c.company_id == site.c.company_id
            )
        )
        .where(of_formation)
    )


def _open(today: date) -> tuple[ColumnElement[bool], ...]:
    shut, paused = closed_sites.c, paused_sites.c
    return (
        ~exists().where(shut.site_id == H.site_id, shut.closed_on.is_not(None)),
        ~exists().where(paused.site_id == H.site_id, paused.until_on >= today),
    )


def _left_alone(
    pupil: PupilCard, period: PupilPeriod, today: date
) -> tuple[ColumnElement[bool], ...]:
    """What one's own lycée asked today is not told to anybody before the night."""
    since, asked = today - QUIET, solicited_sites.c
    for_them = (A.pupil_year_id == pupil.id) & (A.period_id == period.period_id)
    lately = (A.uai == pupil.uai) & (A.approached_on > since)
    return (
        ~exists().where(asked.site_id == H.site_id, asked.solicited_on > since),
        ~exists()
        .where(A.site_id == H.site_id, A.withdrawn_at.is_(None), or_(for_them, lately))
        .select_from(approaches),
        ~exists().where(P.uai == pupil.uai, P.site_id == H.site_id, P.proposed_on > since),
    )


def _suggestion(row: Any, home: str | None) -> Suggestion[Host]:
    here, there = places().get(home or ""), places().get(row.commune or "")
    return Suggestion(
        host(row),
        formation=row.formation,
        activity=bool(row.activity),
        hosted=row.hosted,
        km=distance_km(here, there) if here and there else None,
    )


async def _full(
    uow: UnitOfWork, site_ids: Collection[UUID], period: PupilPeriod
) -> frozenset[UUID]:
    """The sites that have as many pupils as their staff allows in some week, as lycées told it."""
    if not site_ids:
        return frozenset()
    weeks = iso_weeks(period.starts_on, period.ends_on)
    seats = func.sum(hosted_weeks.c.seats).label("seats")
    statement = (
        select(host_keys.c.site_id, host_staff.c.staff, hosted_weeks.c.week, seats)
        .select_from(
            hosted_weeks.join(host_keys, host_keys.c.site_key == hosted_weeks.c.site_key).join(
                host_staff, host_staff.c.site_id == host_keys.c.site_id
            )
        )
        .where(host_keys.c.site_id.in_(list(site_ids)), hosted_weeks.c.week.in_(list(weeks)))
        .group_by(host_keys.c.site_id, host_staff.c.staff, hosted_weeks.c.week)
    )
    rows = (await uow.execute(statement)).all()
    limit = await Ceilings(uow).limit(period.starts_on) if rows else Limit()
    most: Counter[UUID] = Counter()
    room = {row.site_id: limit.ceiling(row.staff) for row in rows}
    for row in rows:
        most[row.site_id] = max(most[row.site_id], int(row.seats))
    return frozenset(site_id for site_id, seats_ in most.items() if seats_ + 1 > room[site_id])
