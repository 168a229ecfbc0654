"""Rules somebody went past, for one place."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.database.compiled_statements import Prepared
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.overrides.model import Override, OverrideReason
from services.internships.overrides.tables import rule_overrides

_OF = Prepared(select(rule_overrides).where(rule_overrides.c.placement_id == bindparam("id")))


class Overrides:
    """What was gone past in the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, placement_id: UUID) -> Mapping[str, Override]:
        """Overrides of a place, by rule."""
        return {
            row.rule: Override(
                row.override_id,
                Uai(row.uai),
                row.placement_id,
                row.rule,
                row.said,
                OverrideReason(row.reason),
                row.overridden_on,
                row.overridden_as,
            )
            for row in await self._uow.run(_OF, {"id": placement_id})
        }

    async def keep(self, override: Override) -> None:
        """Record it, in the place of what was said before of this rule."""
        values = {
            "override_id": override.id,
            "said": override.said,
            "reason": override.reason,
            "overridden_on": override.on,
            "overridden_as": override.role,
        }
        added = insert(rule_overrides).values(
            uai=override.uai, placement_id=override.placement_id, rule=override.rule, **values
        )
        await self._uow.execute(
            added.on_conflict_do_update(constraint="rule_overrides_one_a_rule", set_=values)
        )

    async def forget(self, placement_id: UUID, rule: str) -> bool:
        """Take it back; whether there was any."""
        statement = delete(rule_overrides).where(
            rule_overrides.c.placement_id == placement_id, rule_overrides.c.rule == rule
        )
        gone = await self._uow.execute(statement.returning(rule_overrides.c.rule))
        return gone.first() is not None
