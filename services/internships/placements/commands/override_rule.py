"""Somebody responsible goes past a rule for one place, knowing what it says."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.overrides.model import Override, OverrideReason, RuleSaysOtherwise
from services.internships.overrides.store import Overrides
from services.internships.rules.store import read_warnings
from services.internships.stays.store.placements import Placements


async def override_rule(
    uow: UnitOfWork,
    *,
    placement_id: UUID,
    version: int,
    rule: str,
    reason: OverrideReason,
    now: datetime,
) -> None:
    """Go past what a rule says now (passer outre), until it says something else. Nobody is told.

    Raises NotFound, StaleVersion, RuleSaysOtherwise.
    """
    placement = await Placements(uow).get_for_update(placement_id, version)
    said = {one.rule.code: one.outcome.text for one in await read_warnings(uow, placement_id)}
    if rule not in said:
        raise RuleSaysOtherwise
    override = Override(
        id=uow.new_id(),
        uai=placement.uai,
        placement_id=placement_id,
        rule=rule,
        said=said[rule],
        reason=reason,
        on=local_date(now),
        role=uow.actor.role if uow.actor else None,
    )
    await Overrides(uow).keep(override)
