"""What of exchanges with actors is told again: when a head opens them, and once after the upgrade that tells them."""

from datetime import datetime

from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actors.commands import TELL_JOB, tell_exchanges
from services.partnerships.base.reactions import timed
from services.partnerships.publications.store import RETELLINGS

RETELLINGS.add(FactFamily.EXCHANGES, tell_exchanges)


@timed.job(TELL_JOB)
async def tell_what_was_noted_before(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  there is one run a lycée
    now: datetime,
) -> None:
    """The exchanges that were noted before they were told."""
    await tell_exchanges(uow, uai=uow.writing_for(), now=now)
