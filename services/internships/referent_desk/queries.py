"""The desk of a referent teacher (page de suivi): what a personal link opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select

from contracts.identifiers import Uai
from contracts.internships.follow_up import ContactKind
from contracts.partnerships.host_party import HostParty
from contracts.personal_links import FOLLOWED_PUPILS
from services.chassis.base.errors import NotFound
from services.chassis.security.short_codes import TypedCode
from services.chassis.unit_of_work.short_code_rows import coded_row
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.follow_ups.tables import arrivals, follow_ups
from services.internships.formations.tables import classes
from services.internships.hosts.store.closed_sites import CLOSED_SINCE
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.personal_links.model import PersonalLink, purpose_of
from services.internships.personal_links.store import PersonalLinks, open_ids
from services.internships.pupils.store.names import BY_NAME, NAMED, shown_name
from services.internships.pupils.tables import pupils
from services.internships.referents.model import Referent
from services.internships.referents.store.followed_stays import IS_HOSTED, followings_of, stays_of
from services.internships.referents.store.referents import Referents
from services.internships.referents.tables import followings, referents
from services.internships.stays.store.days import FIRST_DAY, LEFT_ON
from services.internships.stays.tables import placements
from services.internships.visits.model import Visit
from services.internships.visits.store import VISIT_COLUMNS, visit_of
from services.internships.visits.tables import OF_STAY, STANDS, planned_visits

P, F, U = placements.c, followings.c, follow_ups.c
AROUND = timedelta(days=14)
"""A teacher tells of a pupil from two weeks before the first day to two weeks after the last."""


@dataclass(frozen=True)
class OwnPupil:
    """One line of a teacher's page."""

    placement_id: UUID
    uai: Uai
    referent_id: UUID
    name: str
    class_label: str
    host: Host
    tutor_id: UUID | None
    first_on: date
    until_on: date
    contacted_on: date | None
    visited_on: date | None
    arrived_on: date | None
    """The day the host said that they came."""
    visit: Visit | None
    """The one that is planned."""
    closed_on: date | None = None
    """The day the host closed, if it did and the stay was not over before."""
    party: HostParty | None = None
    """Whom to call there and where it is, as the registry told for this page."""


@dataclass(frozen=True)
class Desk:
    """What the link of a referent teacher opens."""

    referent: Referent
    expires_at: datetime
    pupils: Sequence[OwnPupil]


async def read_open_desk(uow: UnitOfWork, link_id: UUID) -> PersonalLink:
    """The link of a referent teacher. Raises NotFound when it opens nothing, whatever the reason."""
    link = await PersonalLinks(uow).get(link_id)
    if not link.of_referent or not link.is_open(uow.now):
        raise NotFound
    return link


async def read_desk(uow: UnitOfWork, link_id: UUID) -> Desk:
    """What an open link shows. Raises NotFound."""
    link = await read_open_desk(uow, link_id)
    pupils_ = await _followed(uow, F.referent_id == link.about)
    return Desk(await Referents(uow).get(link.about), link.expires_at, pupils_)


async def read_own_pupil(uow: UnitOfWork, link_id: UUID, placement_id: UUID) -> OwnPupil:
    """One pupil of whoever holds a link. Raises NotFound, for somebody else's pupil too."""
    for one in (await read_desk(uow, link_id)).pupils:
        if one.placement_id == placement_id:
            return one
    raise NotFound


async def read_pupils_of_account(uow: UnitOfWork, account_id: UUID) -> Sequence[OwnPupil]:
    """The pupils of a teacher who is signed in, in the lycées in scope."""
    own = select(referents.c.referent_id).where(
        referents.c.uai == F.uai,
        referents.c.referent_id == F.referent_id,
        referents.c.account_id == account_id,
    )
    return await _followed(uow, exists(own))


async def read_pupil_of_account(uow: UnitOfWork, account_id: UUID, placement_id: UUID) -> OwnPupil:
    """One pupil of a teacher who is signed in. Raises NotFound, for somebody else's pupil too."""
    for one in await read_pupils_of_account(uow, account_id):
        if one.placement_id == placement_id:
            return one
    raise NotFound


async def read_coded_desk(uow: UnitOfWork, typed: TypedCode) -> UUID | None:
    """Which open link of the lycée in scope has the code that was typed."""
    wanted = open_ids(FOLLOWED_PUPILS.word, now=uow.now)
    return await coded_row(uow, purpose_of(FOLLOWED_PUPILS), typed, wanted)


def _last_of(*which: Any) -> Any:
    statement = select(func.max(U.happened_on)).where(*which)
    return statement.correlate(placements).scalar_subquery()


_ARRIVED_AT = (
    select(arrivals.c.told_at)
    .where(arrivals.c.uai == P.uai, arrivals.c.placement_id == P.placement_id)
    .correlate(placements)
    .scalar_subquery()
)


def _own_pupil(row: Any) -> OwnPupil:
    return OwnPupil(
        placement_id=row.placement_id,
        uai=Uai(row.uai),
        referent_id=row.referent_id,
        name=shown_name(row),
        class_label=row.label,
        host=host(row),
        tutor_id=row.tutor_id,
        first_on=row.first_on,
        until_on=row.until_on,
        contacted_on=row.contacted_on,
        visited_on=row.visited_on,
        arrived_on=local_date(row.arrived_at) if row.arrived_at else None,
        visit=visit_of(row) if row.visit_id else None,
        closed_on=row.closed_on if row.closed_on and row.closed_on <= row.until_on else None,
    )


async def _followed(uow: UnitOfWork, by: ColumnElement[bool]) -> Sequence[OwnPupil]:
    day = local_date(uow.now)
    told = (U.uai == P.uai) & (U.placement_id == P.placement_id)
    followed = followings_of(by)
    statement = (
        select(
            P.placement_id,
            P.uai,
            followed.c.referent_id,
            P.tutor_id,
            *NAMED,
            classes.c.label,
            FIRST_DAY.label("first_on"),
            LEFT_ON.label("until_on"),
            *HOST_COLUMNS,
            _last_of(told).label("contacted_on"),
            _last_of(told, U.kind == ContactKind.VISIT).label("visited_on"),
            _ARRIVED_AT.label("arrived_at"),
            CLOSED_SINCE.label("closed_on"),
            *VISIT_COLUMNS,
        )
        .select_from(stays_of(followed).outerjoin(planned_visits, OF_STAY & STANDS))
        .where(
            IS_HOSTED,
            pupils.c.erased_at.is_(None),
            day + AROUND >= FIRST_DAY,
            day - AROUND <= LEFT_ON,
        )
        .order_by(*BY_NAME, FIRST_DAY, P.placement_id)
    )
    return [_own_pupil(row) for row in await uow.execute(statement)]
