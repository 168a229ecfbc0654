"""The edition that readers outside the DSDEN are told, made once the department heard of everything.

An installation has its first one on a Monday; whoever looks at a demonstration looks today.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import func, select

from contracts.streams import stream_name
from services.chassis.database.tables import journal, stream_marks, watermarks
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.supervision.editions.commands import make_edition
from services.supervision.editions.store import Editions
from services.supervision.storage.tables import PROJECTION

DEPARTMENT = Scope(frozenset(), department_wide=True)
HEARD_WITHIN_SECONDS = 120
_ASK_AGAIN_SECONDS = 0.1


async def first_edition(tellers: Sequence[UnitsOfWork], supervision: UnitsOfWork) -> None:
    """Make the edition unless there is one; what is not heard of in time is in Monday's."""
    with suppress(TimeoutError):
        async with asyncio.timeout(HEARD_WITHIN_SECONDS):
            while not await _has_heard(tellers, supervision):  # noqa: ASYNC110 - other processes do it
                await asyncio.sleep(_ASK_AGAIN_SECONDS)
        async with supervision.begin(DEPARTMENT) as uow:
            if await Editions(uow).newest() is None:
                await make_edition(uow, now=uow.now)


async def _has_heard(tellers: Sequence[UnitsOfWork], supervision: UnitsOfWork) -> bool:
    """Whether all that these services recorded was sent, and is folded."""
    sent = [await _sent(units) for units in tellers]
    of = watermarks.c
    async with supervision.begin(DEPARTMENT) as uow:
        folded = select(func.max(of.sequence)).where(of.projection == PROJECTION)
        heard = (await uow.execute(folded)).scalar_one() or 0
    return all(one is not None and one <= heard for one in sent)


async def _sent(units: UnitsOfWork) -> int | None:
    """Where the last fact a service sent the department is in the stream; None while some wait."""
    of, mark = journal.c, stream_marks.c
    waits = of.sent_at.is_(None) & of.send_error.is_(None) & of.redacted_at.is_(None)
    waiting = select(of.position).where(of.audience == "department", waits)
    async with units.begin(DEPARTMENT) as uow:
        if (await uow.execute(waiting.limit(1))).first():
            return None
        last = select(mark.last_sequence).where(
            mark.stream == stream_name("department", uow.department)
        )
        return (await uow.execute(last)).scalar_one_or_none() or 0
