"""An attempt to sign in was right."""

from services.chassis.work import UnitOfWork
from services.portal.domain.throttle import Attempt
from services.portal.storage.failures import Failures


async def forgive_attempt(uow: UnitOfWork, *, attempt: Attempt) -> None:
    """Take back what it was counted by (essai réussi), and forgive the failures of the pair before it."""
    await Failures(uow).take_back(attempt.counted)
    await Failures(uow).forget(attempt.pair)
