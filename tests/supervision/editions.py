"""Editions for readers outside the DSDEN, made at a time of the test's choosing."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.editions.commands import make_edition
from tests.supervision.network import NOW, WHOLE_DEPARTMENT


async def an_edition(work: UnitsOfWork, at: datetime = NOW) -> None:
    """What is known then is told from now on."""
    async with work.begin(WHOLE_DEPARTMENT, now=at) as uow:
        await make_edition(uow, now=at)
