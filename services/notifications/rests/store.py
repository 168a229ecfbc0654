"""When people are not written to, in the scope of a unit of work."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.rests.model import NOBODY_AWAY, Rest
from services.notifications.rests.tables import rests

R = rests.c


class Rests:
    """The nights and absences of people, whatever their lycée."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, accounts: Collection[UUID]) -> Mapping[UUID, Rest]:
        """Rests of those accounts that chose one."""
        return await RESTS.of(self._uow, {"accounts": list(accounts)}) if accounts else {}

    async def of_account(self, account_id: UUID) -> Rest:
        """The rest of one account, as it is without a choice."""
        return (await self.of([account_id])).get(account_id, NOBODY_AWAY)

    async def put(self, account_id: UUID, rest: Rest, *, now: datetime) -> None:
        """Keep what an account wants; what is so without a choice is none."""
        if rest == NOBODY_AWAY:
            await self._uow.execute(delete(rests).where(R.account_id == account_id))
            return
        begins, ends = rest.away or (None, None)
        wanted: dict[str, Any] = {
            "evening": rest.evening,
            "morning": rest.morning,
            "away_from": begins,
            "away_until": ends,
            "chosen_at": now,
        }
        await self._uow.execute(
            insert(rests)
            .values(account_id=account_id, **wanted)
            .on_conflict_do_update(index_elements=["account_id"], set_=wanted)
        )


def _rest(row: Any) -> Rest:
    away = (row.away_from, row.away_until) if row.away_from else None
    return Rest(row.evening, row.morning, away)


RESTS: Reading[Mapping[UUID, Rest]] = Reading(
    select(rests).where(R.account_id == any_(bindparam("accounts", type_=ARRAY(Uuid)))),
    lambda rows: {row.account_id: _rest(row) for row in rows},
)
"""Those of several accounts."""
