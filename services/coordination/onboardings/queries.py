"""How far bureaux that change hands are."""

from collections.abc import Sequence

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import NAMES, Lycees
from services.coordination.onboardings.model import Progress
from services.coordination.onboardings.store import KEPT_STEPS, OPEN_ONBOARDINGS, Steps

PROGRESS_READ = (OPEN_ONBOARDINGS, KEPT_STEPS, NAMES)
"""What is read for it."""


async def read_progress(uow: UnitOfWork) -> Sequence[Progress]:
    """Progress of the lycées in scope, the last to begin first."""
    found = await OPEN_ONBOARDINGS.of(uow, {})
    if not found:
        return []
    steps, names = await Steps(uow).all(), await Lycees(uow).names()
    today = local_date(uow.now)
    return [Progress(one, names.get(one.uai, one.uai), steps, done, today) for one, done in found]
