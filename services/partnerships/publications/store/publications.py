"""This service's copy of what each head opens and closes to the department."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Text, bindparam, cast, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from contracts.publication import STEPS, FactFamily, Steps, is_open
from services.chassis.database.compiled_statements import Prepared
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.publications.tables import publications

# Asked by each exchange.
_STEPS = Prepared(
    select(cast(publications.c.steps, Text).label("steps")).where(
        publications.c.uai == bindparam("own"), publications.c.family == bindparam("family")
    )
)


class Publications:
    """The families of facts of the lycées in scope; one nobody decided on has no row."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def tells(self, uai: Uai, family: FactFamily, on: date) -> bool:
        """Whether the department is told a fact of this family recorded on this day."""
        found = await self._uow.run(_STEPS, {"own": uai, "family": family})
        steps = found.scalar_one_or_none()
        return is_open(family, STEPS.validate_json(steps) if steps else (), on)

    async def tells_all(self, uai: Uai, families: Iterable[FactFamily], on: date) -> bool:
        """Whether a fact that is of several families is told: all of them have to be open."""
        for family in families:
            if not await self.tells(uai, family, on):
                return False
        return True

    async def keep(self, uai: Uai, family: FactFamily, steps: Steps, version: int) -> None:
        """Keep the newest state of a family; an older one never overwrites it."""
        statement = insert(publications).values(
            uai=uai,
            family=family,
            steps=[step.model_dump(mode="json") for step in steps],
            version=version,
        )
        await self._uow.execute(
            statement.on_conflict_do_update(
                index_elements=["uai", "family"],
                set_={"steps": statement.excluded.steps, "version": statement.excluded.version},
                where=publications.c.version < statement.excluded.version,
            )
        )
