"""What each lycée publishes, and what is to be republished."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Protocol

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


JOBS: Mapping[FactFamily, str] = MappingProxyType(
    {FactFamily.COMPANIES: "retell-partnerships", FactFamily.EXCHANGES: "retell-actions"}
)
"""The job that tells the states of a family again; of the others there is none."""


class Retell(Protocol):
    """Tells what a feature has as it is now; nothing of it when the head closed the family meanwhile."""

    async def __call__(self, uow: UnitOfWork, *, uai: Uai, now: datetime) -> None: ...


class Retellings:
    """The states of each family, which are told again; events of it are told once."""

    def __init__(self) -> None:
        self._by_family: dict[FactFamily, list[Retell]] = defaultdict(list)

    def add(self, family: FactFamily, retell: Retell) -> None:
        """Register what one feature tells again."""
        self._by_family[family].append(retell)

    def of(self, family: FactFamily) -> Collection[Retell]:
        """What is told again of a family."""
        return self._by_family[family]


RETELLINGS = Retellings()
