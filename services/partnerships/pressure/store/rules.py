"""The rules of the network: read by all bureaux, decided by the department."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from contracts.partnerships.pressure import NetworkRule
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.pressure.model import RuleStep, in_force
from services.partnerships.pressure.tables import network_rules

STEPS = Reading(
    select(network_rules).order_by(network_rules.c.rule, network_rules.c.from_on),
    lambda rows: [RuleStep(NetworkRule(row.rule), row.value, row.from_on) for row in rows],
)


class Rules:
    """What was decided, for every bureau."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def steps(self) -> Sequence[RuleStep]:
        """Steps of rules decided, oldest first."""
        return await STEPS.of(self._uow, {})

    async def value(self, rule: NetworkRule) -> int:
        """What a rule says today."""
        return in_force(rule, await self.steps(), local_date(self._uow.now))

    async def decide(self, step: RuleStep) -> tuple[UUID, int]:
        """Keep a step in place of one of the same day; its id and its version."""
        added = insert(network_rules).values(
            rule=step.rule,
            from_on=step.from_on,
            rule_id=self._uow.new_id(),
            value=step.value,
            version=1,
            decided_at=self._uow.now,
        )
        kept = await self._uow.execute(
            added.on_conflict_do_update(
                index_elements=["rule", "from_on"],
                set_={
                    "value": added.excluded.value,
                    "version": network_rules.c.version + 1,
                    "decided_at": added.excluded.decided_at,
                },
            ).returning(network_rules.c.rule_id, network_rules.c.version)
        )
        row = kept.one()
        return row.rule_id, row.version
