"""Facts that are being recorded while somebody counts."""

from contracts.envelope import source
from contracts.event import Audience
from contracts.identifiers import Uai
from services.chassis.journal import WAIT
from services.chassis.work import UnitOfWork


async def wait_for_facts(uow: UnitOfWork, audience: Audience, uai: Uai) -> None:
    """Wait until whoever records a fact of this lycée has committed; the next one waits for us.

    What is read afterwards is what the facts told before ours have made, and nothing more.
    """
    of = source(uow.department, uai, uow.service)
    await uow.run(WAIT, {"of": of, "audience": audience})
