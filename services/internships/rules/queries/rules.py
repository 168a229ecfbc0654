"""What the rules say of one place, and who went past which."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.overrides.model import Override
from services.internships.overrides.store import Overrides
from services.internships.rules.model.registry import Finding
from services.internships.rules.store.stay_facts import read_findings


@dataclass(frozen=True)
class JudgedRule:
    """What a rule says, and the override that holds, if any."""

    finding: Finding
    override: Override | None = None


async def read_rules(uow: UnitOfWork, placement_id: UUID) -> Sequence[JudgedRule]:
    """What the rules say of a place, warnings first. Raises NotFound."""
    found = await read_findings(uow, placement_id)
    gone_past = await Overrides(uow).of(placement_id) if any(one.warns for one in found) else {}
    return [
        JudgedRule(
            one,
            past
            if (past := gone_past.get(one.rule.code)) and past.said == one.outcome.text
            else None,
        )
        for one in found
    ]
