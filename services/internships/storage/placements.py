"""Placements, and the sites that ever hosted a pupil of the lycée."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts.identifiers import Mef, SchoolYear, SiteKey, Uai
from contracts.internships import PlacementOrigin, WithdrawalReason
from services.chassis.errors import NotFound, StaleVersion
from services.chassis.prepared import Prepared
from services.chassis.work import UnitOfWork
from services.internships.domain.placement import LIVE, Placement, PlacementStatus
from services.internships.domain.tally import Stay
from services.internships.storage.tables import host_sites, hosting_sites, periods, placements

# Built once: building a statement costs as much as running it.
_LOCK = Prepared(
    select(placements).where(placements.c.placement_id == bindparam("id")).with_for_update()
)
_ADD = insert(placements)
_SAVE = Prepared(
    update(placements).where(
        placements.c.uai == bindparam("own"), placements.c.placement_id == bindparam("id")
    ),
    "reference",
    "status",
    "confirmed_on",
    "withdrawn_on",
    "withdrawal_reason",
    "version",
)
_NOTE_HOST = Prepared(
    upsert(hosting_sites).on_conflict_do_nothing().returning(hosting_sites.c.site_id)
)


class Placements:
    """The placements of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def get_for_update(self, placement_id: UUID, version: int) -> Placement:
        """Lock the placement. Raises NotFound, StaleVersion with what the others left."""
        row = (await self._uow.run(_LOCK, {"id": placement_id})).first()
        if row is None:
            raise NotFound
        placement = _placement(row)
        if placement.version != version:
            raise StaleVersion(
                "Quelqu’un d’autre a agi sur ce lieu d’accueil entre-temps.",
                current=_shown(placement),
            )
        return placement

    async def live_of_pupil(self, pupil_year_id: UUID, from_day: date) -> Sequence[Placement]:
        """Lock a pupil's live placements in periods not over by that day, in order of period."""
        statement = (
            select(placements)
            .join(
                periods,
                (periods.c.uai == placements.c.uai)
                & (periods.c.period_id == placements.c.period_id),
            )
            .where(
                placements.c.pupil_year_id == pupil_year_id,
                placements.c.status.in_(LIVE),
                periods.c.ends_on >= from_day,
            )
            .order_by(placements.c.period_id)
            .with_for_update(of=placements)
        )
        return [_placement(row) for row in await self._uow.execute(statement)]

    async def add(self, placement: Placement) -> None:
        """Record a proposed placement."""
        await self._uow.execute(_ADD, _values(placement))

    async def save(self, placement: Placement) -> None:
        """Record a placement's new state."""
        key = {"own": placement.uai, "id": placement.id}
        await self._uow.run(_SAVE, {**key, **_values(placement)})

    async def is_new_host(self, uai: Uai, site_id: UUID, on: date) -> bool:
        """Note that the site hosts; True for the lycée's first ever, even when two race for it."""
        values = {"uai": uai, "site_id": site_id, "first_on": on}
        first = await self._uow.run(_NOTE_HOST, values)
        return first.first() is not None

    async def confirmed_stays(self, uai: Uai, since: SchoolYear) -> Sequence[Stay]:
        """The confirmed placements of a lycée from a school year on, as the tally sees them."""
        to_period = (periods.c.uai == placements.c.uai) & (
            periods.c.period_id == placements.c.period_id
        )
        statement = (
            select(
                host_sites.c.site_key, periods.c.school_year, periods.c.starts_on, periods.c.ends_on
            )
            .select_from(
                placements.join(periods, to_period).join(
                    host_sites, host_sites.c.site_id == placements.c.site_id
                )
            )
            .where(
                placements.c.uai == uai,
                placements.c.status == PlacementStatus.CONFIRMED,
                periods.c.school_year >= since,
            )
        )
        return [
            Stay(SiteKey(row.site_key), SchoolYear(row.school_year), row.starts_on, row.ends_on)
            for row in await self._uow.execute(statement)
        ]


def _shown(placement: Placement) -> dict[str, object]:
    return {
        "version": placement.version,
        "status": placement.status,
        "on": placement.confirmed_on,
        "reason": placement.withdrawal_reason,
    }


def _values(placement: Placement) -> dict[str, object]:
    return {
        "uai": placement.uai,
        "placement_id": placement.id,
        "reference": placement.reference,
        "period_id": placement.period_id,
        "pupil_year_id": placement.pupil_year_id,
        "mef": placement.mef,
        "site_id": placement.site_id,
        "site_key": placement.site_key,
        "origin": placement.origin,
        "status": placement.status,
        "proposed_on": placement.proposed_on,
        "confirmed_on": placement.confirmed_on,
        "withdrawn_on": placement.withdrawn_on,
        "withdrawal_reason": placement.withdrawal_reason,
        "version": placement.version,
    }


def _placement(row: Row[Any]) -> Placement:
    reason = row.withdrawal_reason
    return Placement(
        id=row.placement_id,
        uai=Uai(row.uai),
        reference=row.reference,
        period_id=row.period_id,
        pupil_year_id=row.pupil_year_id,
        mef=Mef(row.mef),
        site_id=row.site_id,
        site_key=SiteKey(row.site_key),
        origin=PlacementOrigin(row.origin),
        proposed_on=row.proposed_on,
        status=PlacementStatus(row.status),
        confirmed_on=row.confirmed_on,
        withdrawn_on=row.withdrawn_on,
        withdrawal_reason=WithdrawalReason(reason) if reason else None,
        version=row.version,
    )
