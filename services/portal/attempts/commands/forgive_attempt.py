"""An attempt to sign in was right."""

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.attempts.model import Attempt
from services.portal.attempts.store import Failures


async def forgive_attempt(uow: UnitOfWork, *, attempt: Attempt) -> None:
    """Take back what it was counted by (essai réussi), and forgive the failures of the pair before it."""
    failures = Failures(uow)
    # Several that were right at once would each wait for the rows another has taken back.
    await failures.hold(attempt.pair)
    await failures.take_back(attempt.counted)
    await failures.forget(attempt.pair)
