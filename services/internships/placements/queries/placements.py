"""One placement with its pupil and its host, and the pupils a place can be proposed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, bindparam, or_, select

from contracts.identifiers import SiteKey, Uai
from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from contracts.internships.placements import EndReason
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.formations.tables import classes
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.participations.store import (
    EXEMPTED,
    LEFT,
    concerned,
    not_over_for_a_pupil,
)
from services.internships.periods.tables import periods
from services.internships.pupils.store.names import BY_NAME, NAMED, shown_name
from services.internships.pupils.tables import pupils
from services.internships.stays.model.states import LIVE, PlacementStatus, state_on
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY
from services.internships.stays.tables import placements


@dataclass(frozen=True)
class PlacementCard:
    """A placement as its page shows it."""

    id: UUID
    uai: Uai
    version: int
    status: PlacementStatus
    """What is stored; `state` is where it stands today."""
    state: PlacementStatus
    origin: PlacementOrigin
    proposed_on: date
    confirmed_on: date | None
    withdrawn_on: date | None
    withdrawal_reason: WithdrawalReason | None
    period_id: UUID
    starts_on: date
    ends_on: date
    pupil_year_id: UUID
    pupil: str
    class_label: str
    host: Host
    tutor_id: UUID | None
    first_on: date
    until_on: date
    """The days it is for: those of the period, after the place it follows, or others somebody said."""
    dates_reason: EndReason | None
    follows: UUID | None
    ended_on: date | None
    end_reason: EndReason | None

    @property
    def last_on(self) -> date:
        """The last day there, unless it ended before."""
        return self.ended_on or self.until_on


@dataclass(frozen=True)
class Waiting:
    """A pupil without a live placement, in a published period not over yet."""

    uai: Uai
    period_id: UUID
    starts_on: date
    ends_on: date
    pupil_year_id: UUID
    pupil: str
    class_label: str

    @property
    def choice(self) -> str:
        """What a form sends for this pupil and period."""
        return f"{self.period_id}/{self.pupil_year_id}"


async def read_placement(uow: UnitOfWork, placement_id: UUID) -> PlacementCard:
    """Raises NotFound, for another lycée's placement too."""
    found = await _read(uow, placements.c.placement_id == placement_id)
    if not found:
        raise NotFound
    return found[0]


async def read_placements_of_pupil(uow: UnitOfWork, pupil_year_id: UUID) -> Sequence[PlacementCard]:
    """All placements of a pupil, withdrawn ones included: the periods, and in each what came after what."""
    found = await _read(uow, placements.c.pupil_year_id == pupil_year_id)
    return sorted(found, key=lambda one: (one.starts_on, one.period_id, one.id))


async def read_placements_at_site(uow: UnitOfWork, site_key: SiteKey) -> Sequence[PlacementCard]:
    """The live placements at a site, for the lycées in scope."""
    today = local_date(uow.now)
    return [_card(row, today) for row in await LIVE_AT_SITE.of(uow, {"key": site_key})]


async def read_waiting(uow: UnitOfWork, uais: frozenset[Uai], today: date) -> Sequence[Waiting]:
    """Pupils a place can be proposed to, by period, class and name."""
    statement = (
        concerned(
            periods.c.uai,
            periods.c.period_id,
            periods.c.starts_on,
            periods.c.ends_on,
            pupils.c.pupil_year_id,
            *NAMED,
            classes.c.label.label("class_label"),
        )
        .join(classes, (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id))
        .where(
            periods.c.uai.in_(uais),
            periods.c.status == "published",
            not_over_for_a_pupil(today),
            placements.c.placement_id.is_(None),
            ~EXEMPTED,
            LEFT.is_not(True),
        )
        .order_by(periods.c.starts_on, periods.c.period_id, classes.c.label, *BY_NAME)
    )
    return [
        Waiting(
            uai=Uai(row.uai),
            period_id=row.period_id,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            pupil_year_id=row.pupil_year_id,
            pupil=shown_name(row),
            class_label=row.class_label,
        )
        for row in await uow.execute(statement)
    ]


def _select(condition: ColumnElement[bool]) -> Select[Any]:
    own = placements.c.uai
    source = (
        placements.join(
            periods, (periods.c.uai == own) & (periods.c.period_id == placements.c.period_id)
        )
        .join(
            pupils,
            (pupils.c.uai == own) & (pupils.c.pupil_year_id == placements.c.pupil_year_id),
        )
        .join(classes, (classes.c.uai == own) & (classes.c.class_id == pupils.c.class_id))
        .join(host_sites, host_sites.c.site_id == placements.c.site_id)
        .join(host_companies, host_companies.c.company_id == host_sites.c.company_id)
    )
    columns = [column for column in placements.c if column.name not in ("site_id", "site_key")]
    return (
        select(
            *columns,
            *HOST_COLUMNS,
            periods.c.starts_on,
            periods.c.ends_on,
            FIRST_DAY.label("first_on"),
            LAST_DAY.label("until_on"),
            *NAMED,
            classes.c.label.label("class_label"),
        )
        .select_from(source)
        .where(condition)
        .order_by(periods.c.starts_on.desc(), placements.c.placement_id.desc())
    )


LIVE_AT_SITE = Reading(
    _select(
        (host_sites.c.site_key == bindparam("key", type_=Text))
        & or_(*(placements.c.status == status.value for status in LIVE))
    ),
    lambda rows: rows,
)
"""The live placements at the site of a key."""


async def _read(uow: UnitOfWork, condition: ColumnElement[bool]) -> Sequence[PlacementCard]:
    today = local_date(uow.now)
    return [_card(row, today) for row in await uow.execute(_select(condition))]


def _card(row: Any, today: date) -> PlacementCard:
    reason, status = row.withdrawal_reason, PlacementStatus(row.status)
    return PlacementCard(
        id=row.placement_id,
        uai=Uai(row.uai),
        version=row.version,
        status=status,
        state=state_on(status, starts_on=row.first_on, ends_on=row.until_on, day=today),
        origin=PlacementOrigin(row.origin),
        proposed_on=row.proposed_on,
        confirmed_on=row.confirmed_on,
        withdrawn_on=row.withdrawn_on,
        withdrawal_reason=WithdrawalReason(reason) if reason else None,
        period_id=row.period_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        pupil_year_id=row.pupil_year_id,
        pupil=shown_name(row),
        class_label=row.class_label,
        host=host(row),
        tutor_id=row.tutor_id,
        first_on=row.first_on,
        until_on=row.until_on,
        dates_reason=EndReason(row.dates_reason) if row.dates_reason else None,
        follows=row.follows,
        ended_on=row.ended_on,
        end_reason=EndReason(row.end_reason) if row.end_reason else None,
    )
