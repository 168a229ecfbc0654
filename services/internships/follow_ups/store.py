"""Contacts and visits of pupils at their hosts, arrivals, and alerts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts.identifiers import Uai
from contracts.internships.follow_up import ContactKind, ReportLevel
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.follow_ups.model import Alert, AlertMatter, Contact, Stay, Step
from services.internships.follow_ups.tables import alerts, arrivals, follow_ups
from services.internships.periods.tables import periods
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.store.days import FIRST_DAY, SAME_PERIOD
from services.internships.stays.tables import placements

U, A = follow_ups.c, alerts.c


@dataclass(frozen=True)
class FollowUp:
    """A contact as it was noted; `role` is that of who noted it, `referent_id` of a link's bearer."""

    id: UUID
    placement_id: UUID
    contact: Contact
    noted_at: datetime
    role: str | None
    referent_id: UUID | None = None


class FollowUps:
    """The contacts of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def stay(self, placement_id: UUID) -> Stay:
        """The place a contact is about. Raises NotFound, for another lycée's too."""
        statement = (
            select(placements, FIRST_DAY.label("first_on"))
            .select_from(placements.join(periods, SAME_PERIOD))
            .where(placements.c.placement_id == placement_id)
        )
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return Stay(
            row.placement_id,
            Uai(row.uai),
            row.period_id,
            row.pupil_year_id,
            PlacementStatus(row.status),
            row.first_on,
        )

    async def add(self, one: FollowUp, stay: Stay) -> None:
        """Record that somebody was in touch."""
        await self._uow.execute(
            insert(follow_ups).values(
                uai=stay.uai,
                follow_up_id=one.id,
                placement_id=stay.placement_id,
                pupil_year_id=stay.pupil_year_id,
                kind=one.contact.kind,
                happened_on=one.contact.on,
                level=one.contact.level,
                absence_days=one.contact.absence_days,
                note=one.contact.note,
                noted_at=one.noted_at,
                noted_as=one.role,
                referent_id=one.referent_id,
            )
        )

    async def get(self, follow_up_id: UUID) -> FollowUp:
        """Raises NotFound."""
        statement = select(follow_ups).where(U.follow_up_id == follow_up_id).with_for_update()
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return _follow_up(row)

    async def of_placement(self, placement_id: UUID) -> Sequence[FollowUp]:
        """The last first."""
        statement = (
            select(follow_ups)
            .where(U.placement_id == placement_id)
            .order_by(U.happened_on.desc(), U.noted_at.desc(), U.follow_up_id)
        )
        return [_follow_up(row) for row in await self._uow.execute(statement)]

    async def remove(self, follow_up_id: UUID) -> None:
        """Forget one."""
        await self._uow.execute(delete(follow_ups).where(U.follow_up_id == follow_up_id))


class Arrivals:
    """Which pupils came, as their hosts say it, in the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of_placement(self, placement_id: UUID) -> datetime | None:
        """When the host said so."""
        statement = select(arrivals.c.told_at).where(arrivals.c.placement_id == placement_id)
        found: datetime | None = (await self._uow.execute(statement)).scalar()
        return found

    async def add(self, stay: Stay, told_at: datetime) -> bool:
        """Record that a pupil came; whether nobody had said so."""
        values = {"uai": stay.uai, "placement_id": stay.placement_id, "told_at": told_at}
        statement = upsert(arrivals).on_conflict_do_nothing().returning(arrivals.c.told_at)
        return (await self._uow.execute(statement, values)).first() is not None

    async def remove(self, placement_id: UUID) -> None:
        """Forget it."""
        own = arrivals.c.placement_id == placement_id
        await self._uow.execute(delete(arrivals).where(own))


class Alerts:
    """What is wrong at the hosts of pupils of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def get_for_update(self, alert_id: UUID, version: int) -> Alert:
        """Raises NotFound, StaleVersion."""
        row = (
            await self._uow.execute(select(alerts).where(A.alert_id == alert_id).with_for_update())
        ).first()
        if row is None:
            raise NotFound
        found = _alert(row, await FollowUps(self._uow).stay(row.placement_id))
        if found.version != version:
            raise StaleVersion(
                "Quelqu’un d’autre a agi sur cette alerte entre-temps.",
                current={"version": found.version},
            )
        return found

    async def placement_of(self, alert_id: UUID) -> UUID:
        """Which place an alert is about. Raises NotFound."""
        statement = select(A.placement_id).where(A.alert_id == alert_id)
        found: UUID | None = (await self._uow.execute(statement)).scalar()
        if found is None:
            raise NotFound
        return found

    async def open_one(self, stay: Stay, matter: AlertMatter) -> Alert | None:
        """The open alert of a place about this, locked."""
        statement = select(alerts).where(
            A.placement_id == stay.placement_id, A.matter == matter, A.closed_on.is_(None)
        )
        row = (await self._uow.execute(statement.with_for_update())).first()
        return _alert(row, stay) if row else None

    async def of_placement(self, stay: Stay) -> Sequence[Alert]:
        """Alerts that are open first, then the last."""
        statement = (
            select(alerts)
            .where(A.placement_id == stay.placement_id)
            .order_by(A.closed_on.is_not(None), A.opened_on.desc(), A.alert_id)
        )
        return [_alert(row, stay) for row in await self._uow.execute(statement)]

    async def add(self, one: Alert) -> None:
        """Record a new one."""
        await self._uow.execute(
            insert(alerts).values(
                uai=one.stay.uai,
                alert_id=one.id,
                placement_id=one.stay.placement_id,
                pupil_year_id=one.stay.pupil_year_id,
                matter=one.matter,
                **_moving(one),
            )
        )

    async def save(self, one: Alert) -> None:
        """Record what became of it."""
        own = A.alert_id == one.id
        await self._uow.execute(update(alerts).where(own).values(**_moving(one)))


def _moving(one: Alert) -> Mapping[str, Any]:
    steps = {step.value: [on.isoformat(), role] for step, (on, role) in one.done.items()}
    return {
        "level": one.level,
        "opened_on": one.opened_on,
        "opened_as": one.opened_as,
        "follow_up_id": one.follow_up_id,
        "raised_by": one.raised_by,
        "closed_on": one.closed_on,
        "closed_as": one.closed_as,
        "steps": steps,
        "version": one.version,
    }


def _follow_up(row: Row[Any]) -> FollowUp:
    contact = Contact(
        ContactKind(row.kind),
        row.happened_on,
        ReportLevel(row.level),
        row.absence_days,
        row.note,
    )
    return FollowUp(
        row.follow_up_id, row.placement_id, contact, row.noted_at, row.noted_as, row.referent_id
    )


def _alert(row: Row[Any], stay: Stay) -> Alert:
    return Alert(
        id=row.alert_id,
        stay=stay,
        matter=AlertMatter(row.matter),
        level=ReportLevel(row.level),
        opened_on=row.opened_on,
        opened_as=row.opened_as,
        follow_up_id=row.follow_up_id,
        raised_by=row.raised_by,
        closed_on=row.closed_on,
        closed_as=row.closed_as,
        done={Step(word): (date.fromisoformat(on), role) for word, (on, role) in row.steps.items()},
        version=row.version,
    )
