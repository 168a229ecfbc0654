"""A rule somebody went past is to be heeded again."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.overrides.model import RuleSaysOtherwise
from services.internships.overrides.store import Overrides
from services.internships.stays.store.placements import Placements


async def heed_rule(uow: UnitOfWork, *, placement_id: UUID, version: int, rule: str) -> None:
    """Take an override back (annulation). Raises NotFound, StaleVersion, RuleSaysOtherwise."""
    await Placements(uow).get_for_update(placement_id, version)
    if not await Overrides(uow).forget(placement_id, rule):
        raise RuleSaysOtherwise
