"""The hand-overs, and what each moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Uuid, bindparam, insert, select, update

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.tables import accounts
from services.portal.handovers.model import Handover
from services.portal.handovers.tables import handover_parts, handovers

LISTED_MAX = 50


@dataclass(frozen=True)
class Moved:
    """One role a hand-over moved: what was cut, what to put back, what was given."""

    leaver_grant_id: UUID
    until_before: date | None
    successor_grant_id: UUID | None


@dataclass(frozen=True)
class Listed:
    """A hand-over with the names of both."""

    handover: Handover
    leaver: str
    successor: str


class Handovers:
    """The hand-overs of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def get(self, handover_id: UUID) -> Handover:
        """The hand-over with this id, locked. Raises NotFound."""
        wanted = select(handovers).where(handovers.c.handover_id == handover_id).with_for_update()
        row = (await self._uow.execute(wanted)).one_or_none()
        if row is None:
            raise NotFound
        return _handover(row)

    async def newest(self) -> list[Listed]:
        """Hand-overs that were not cancelled, the furthest ahead first."""
        return await _NEWEST.of(self._uow, {})

    async def about(self, account_id: UUID, *, since: date) -> list[Listed]:
        """Hand-overs of a person who leaves or comes, from a day on."""
        return await _ABOUT.of(self._uow, {"who": account_id, "since": since})

    async def moved(self, handover_id: UUID) -> list[Moved]:
        """What it moved."""
        found = await self._uow.execute(
            select(handover_parts)
            .where(handover_parts.c.handover_id == handover_id)
            .order_by(handover_parts.c.part_id)
        )
        return [
            Moved(row.leaver_grant_id, row.until_before, row.successor_grant_id) for row in found
        ]

    async def add(self, handover: Handover, moved: Sequence[Moved]) -> None:
        await self._uow.execute(
            insert(handovers),
            {
                "handover_id": handover.id,
                "on_day": handover.on,
                **{k: v for k, v in vars(handover).items() if k not in ("id", "on")},
            },
        )
        rows = [
            {
                "part_id": self._uow.new_id(),
                "handover_id": handover.id,
                "uai": handover.uai,
                **vars(one),
            }
            for one in moved
        ]
        await self._uow.execute(insert(handover_parts), rows)

    async def cancel(self, handover_id: UUID, *, now: datetime) -> None:
        await self._uow.execute(
            update(handovers).where(handovers.c.handover_id == handover_id).values(cancelled_at=now)
        )


def _handover(row: Any) -> Handover:
    return Handover(
        id=row.handover_id,
        uai=Uai(row.uai),
        leaver_id=row.leaver_id,
        successor_id=row.successor_id,
        on=row.on_day,
        made_at=row.made_at,
        made_by=row.made_by,
        cancelled_at=row.cancelled_at,
    )


def _listed(*which: ColumnElement[bool]) -> Reading[list[Listed]]:
    leaver, successor = accounts.alias("leaver"), accounts.alias("successor")
    return Reading(
        select(
            handovers,
            leaver.c.display_name.label("leaver"),
            successor.c.display_name.label("successor"),
        )
        .join(leaver, leaver.c.account_id == handovers.c.leaver_id)
        .join(successor, successor.c.account_id == handovers.c.successor_id)
        .where(handovers.c.cancelled_at.is_(None), *which)
        .order_by(handovers.c.on_day.desc(), handovers.c.handover_id.desc())
        .limit(LISTED_MAX),
        lambda rows: [Listed(_handover(row), row.leaver, row.successor) for row in rows],
    )


_WHO = bindparam("who", type_=Uuid)
_NEWEST = _listed()
# Read by the home page of everybody who works for a bureau.
_ABOUT = _listed(
    (handovers.c.leaver_id == _WHO) | (handovers.c.successor_id == _WHO),
    handovers.c.on_day > bindparam("since", type_=Date),
)
