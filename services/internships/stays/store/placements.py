"""Placements, and the sites that ever hosted a pupil of the lycée."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, exists, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts.identifiers import Mef, SiteKey, Uai
from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from contracts.internships.placements import EndReason
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.database.compiled_statements import Prepared
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.periods.tables import periods
from services.internships.stays.model.placement import OwnDates, Placement, PlacementEnd
from services.internships.stays.model.states import ENDED, HOSTED, LIVE, PlacementStatus
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY, LEFT_ON, SAME_PERIOD
from services.internships.stays.tables import hosting_sites, placements


def _placements() -> Select[Any]:
    days = (FIRST_DAY.label("starts_on"), LAST_DAY.label("ends_on"))
    official = (
        periods.c.starts_on.label("period_starts_on"),
        periods.c.ends_on.label("period_ends_on"),
    )
    return select(placements, *days, *official).join(periods, SAME_PERIOD)


# Built once: building a statement costs as much as running it.
_LOCK = Prepared(
    _placements().where(placements.c.placement_id == bindparam("id")).with_for_update(of=placements)
)
_ADD = insert(placements)
_SAVE = Prepared(
    update(placements).where(
        placements.c.uai == bindparam("own"), placements.c.placement_id == bindparam("id")
    ),
    "reference",
    "status",
    "confirmed_on",
    "confirmed_by",
    "withdrawn_on",
    "withdrawal_reason",
    "tutor_id",
    "resumes_on",
    "own_starts_on",
    "own_ends_on",
    "dates_reason",
    "ended_on",
    "end_reason",
    "end_recorded_at",
    "ended_by",
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
            _placements()
            .where(
                placements.c.pupil_year_id == pupil_year_id,
                placements.c.status.in_(LIVE),
                from_day <= LAST_DAY,
            )
            .order_by(placements.c.period_id)
            .with_for_update(of=placements)
        )
        return [_placement(row) for row in await self._uow.execute(statement)]

    async def ids_of_pupil(self, pupil_year_id: UUID) -> Sequence[UUID]:
        """All placements of a pupil, withdrawn ones included."""
        statement = select(placements.c.placement_id).where(
            placements.c.pupil_year_id == pupil_year_id
        )
        return list((await self._uow.execute(statement.order_by("placement_id"))).scalars())

    async def pupil_of(self, placement_id: UUID) -> UUID:
        """The pupil a placement is of, to be locked before it. Raises NotFound."""
        statement = select(placements.c.pupil_year_id).where(
            placements.c.placement_id == placement_id
        )
        found: UUID | None = (await self._uow.execute(statement)).scalar()
        if found is None:
            raise NotFound
        return found

    async def last_ended(self, period_id: UUID, pupil_year_id: UUID) -> Placement | None:
        """The place of a pupil in a period that ended early or never began, and that none followed."""
        after = placements.alias("after")
        followed = exists().where(
            after.c.uai == placements.c.uai,
            after.c.follows == placements.c.placement_id,
            after.c.status != PlacementStatus.WITHDRAWN,
        )
        statement = (
            _placements()
            .where(
                placements.c.period_id == period_id,
                placements.c.pupil_year_id == pupil_year_id,
                placements.c.status.in_(ENDED),
                ~followed,
            )
            .order_by(placements.c.ended_on.desc(), placements.c.end_recorded_at.desc())
            .limit(1)
        )
        row = (await self._uow.execute(statement)).first()
        return _placement(row) if row else None

    async def is_followed(self, placement: Placement) -> bool:
        """Whether another place that was not withdrawn comes after it."""
        after = exists().where(
            placements.c.uai == placement.uai,
            placements.c.follows == placement.id,
            placements.c.status != PlacementStatus.WITHDRAWN,
        )
        return bool((await self._uow.execute(select(after))).scalar())

    async def stay_meanwhile(self, placement: Placement) -> tuple[date, date] | None:
        """The days of another stay of the pupil that shares some of its days, the first one.

        A proposed place is one too: it is not to be refused once the host has agreed.
        """
        statement = (
            select(FIRST_DAY.label("starts_on"), LEFT_ON.label("ends_on"))
            .select_from(placements.join(periods, SAME_PERIOD))
            .where(
                placements.c.pupil_year_id == placement.pupil_year_id,
                placements.c.placement_id != placement.id,
                placements.c.status.in_((*HOSTED, PlacementStatus.PROPOSED)),
                placement.ends_on >= FIRST_DAY,
                placement.starts_on <= LEFT_ON,
            )
            .order_by(FIRST_DAY)
            .limit(1)
        )
        row = (await self._uow.execute(statement)).first()
        return (row.starts_on, row.ends_on) if row else None

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


def _shown(placement: Placement) -> dict[str, object]:
    values = {
        "version": placement.version,
        "status": placement.status,
        "on": placement.confirmed_on,
        "reason": placement.withdrawal_reason,
    }
    # What nobody said yet is no answer to what was typed.
    return {name: value for name, value in values.items() if value is not None}


def _values(placement: Placement) -> dict[str, object]:
    end, dates = placement.the_end, placement.own_dates
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
        "confirmed_by": placement.confirmed_by,
        "withdrawn_on": placement.withdrawn_on,
        "withdrawal_reason": placement.withdrawal_reason,
        "tutor_id": placement.tutor_id,
        "follows": placement.follows,
        "resumes_on": placement.resumes_on,
        "own_starts_on": dates.starts_on if dates else None,
        "own_ends_on": dates.ends_on if dates else None,
        "dates_reason": dates.reason if dates else None,
        "ended_on": end.on if end else None,
        "end_reason": end.reason if end else None,
        "end_recorded_at": end.recorded_at if end else None,
        "ended_by": end.by if end else None,
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
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        status=PlacementStatus(row.status),
        confirmed_on=row.confirmed_on,
        confirmed_by=row.confirmed_by,
        withdrawn_on=row.withdrawn_on,
        withdrawal_reason=WithdrawalReason(reason) if reason else None,
        tutor_id=row.tutor_id,
        follows=row.follows,
        resumes_on=row.resumes_on,
        period_days=(row.period_starts_on, row.period_ends_on),
        own_dates=_own_dates(row),
        the_end=_end(row),
        version=row.version,
    )


def _end(row: Row[Any]) -> PlacementEnd | None:
    if row.ended_on is None:
        return None
    return PlacementEnd(row.ended_on, EndReason(row.end_reason), row.end_recorded_at, row.ended_by)


def _own_dates(row: Row[Any]) -> OwnDates | None:
    if row.own_starts_on is None:
        return None
    return OwnDates(row.own_starts_on, row.own_ends_on, EndReason(row.dates_reason))
