"""Applying what the ledger has and the database has not: it was restored from a backup.

Until that was looked at nothing else is done on the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.base.cancellation import end
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.database.tables import erasures
from services.chassis.privacy.erasure.spec import Erasing
from services.chassis.unit_of_work.erasure_ledger.ledger import Erasure
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork

log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS = 60.0
"""A database may be restored under a service that runs."""
TRY_AGAIN_SECONDS = 1.0
DEPARTMENT = Scope(frozenset(), department_wide=True)


@asynccontextmanager
async def erasures_applied(erasing: Erasing | None, units: UnitsOfWork) -> AsyncIterator[None]:
    """Look before anything is served, then now and then."""
    if erasing is None:
        yield
        return
    applier = Applier(erasing, units)
    units.erased.opened.clear()
    await applier.try_once()
    looking = asyncio.create_task(applier.run())
    try:
        yield
    finally:
        await end(looking)


class Applier:
    """Applies the erasures one service knows."""

    def __init__(self, erasing: Erasing, units: UnitsOfWork) -> None:
        self._erasing = erasing
        self._units = units
        self._here = units.erased

    async def run(self) -> None:
        """Look now and then until cancelled."""
        while True:
            is_opened = self._here.opened.is_set()
            await asyncio.sleep(LOOK_AGAIN_SECONDS if is_opened else TRY_AGAIN_SECONDS)
            await self.try_once()

    async def try_once(self) -> None:
        """Apply what is missing, then let others work; what fails is tried again."""
        try:
            await self.apply()
        except Exception as error:  # whatever it is, nobody is served before it is mended
            if not is_trouble(error):
                log.exception("erasures.not_applied", service=self._erasing.service)
            return
        self._here.opened.set()

    async def apply(self) -> int:
        """Apply what is missing; how many. Raises Unavailable, and what an erasure raises."""
        noted = await asyncio.to_thread(self._here.ledger.read)
        async with self._units.begin(DEPARTMENT, first=True) as uow:
            rows = (await uow.execute(select(erasures))).all()
        known = {row.erasure_id: _erasure(row) for row in rows}
        lost = known.keys() - {one.erasure_id for one in noted}
        if lost:
            log.warning("erasures.ledger_mended", service=self._erasing.service, count=len(lost))
            again = [one for one in known.values() if one.erasure_id in lost]
            await asyncio.to_thread(self._here.ledger.append, again)
        waiting = [one for one in noted if one.erasure_id not in known]
        for one in waiting:
            await self._apply(one)
        return len(waiting)

    async def _apply(self, one: Erasure) -> None:
        erase = self._erasing.kinds.get(one.kind)
        if erase is None:
            log.error("erasures.kind_unknown", service=self._erasing.service)
            return
        uai = Uai(one.lycee)
        # What speaks for the department is erased with its rights.
        wide = uai == self._units.department_uai
        async with self._units.begin(Scope(frozenset({uai}), wide), uai=uai, first=True) as uow:
            if await _is_first(uow, one):
                await erase(uow, resource_id=one.resource_id, now=uow.now)
        log.info("erasures.applied", service=self._erasing.service)


async def _is_first(uow: UnitOfWork, one: Erasure) -> bool:
    """Mark it as applied; another replica may just have done so."""
    marked = insert(erasures).values(**asdict(one), applied_at=uow.now)
    first = marked.on_conflict_do_nothing().returning(erasures.c.erasure_id)
    return (await uow.execute(first)).first() is not None


def _erasure(row: object) -> Erasure:
    return Erasure(**{name: getattr(row, name) for name in Erasure.__dataclass_fields__})
