"""Facts that are being recorded while somebody counts."""

from contracts.envelope import source
from contracts.event import Audience
from contracts.identifiers import Uai
from services.chassis.unit_of_work.journal import WAIT
from services.chassis.unit_of_work.unit_of_work import UnitOfWork


async def wait_for_facts(uow: UnitOfWork, audience: Audience, uai: Uai) -> int:
    """Wait until whoever records a fact of this lycée has committed; the next one waits for us.

    What is read afterwards is what the facts told before ours have made, and nothing more. Returns
    the sequence of the last of them; 0: none was ever told.
    """
    of = source(uow.department, uai, uow.service)
    last: int | None = (await uow.run(WAIT, {"of": of, "audience": audience})).scalar_one_or_none()
    return last or 0
