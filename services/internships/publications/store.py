"""What each lycée tells the department, family by family."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Text, bindparam, cast, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from contracts.publication import STEPS, FactFamily, PublicationStep, is_open
from services.chassis.base.errors import StaleVersion
from services.chassis.database.compiled_statements import Prepared
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.parameters import LYCEES, given
from services.internships.publications.model import Publication
from services.internships.publications.tables import publications

# Asked by each confirmed placement.
_STEPS = Prepared(
    select(publications.c.family, cast(publications.c.steps, Text).label("steps")).where(
        publications.c.uai == bindparam("own")
    )
)


class Publications:
    """The families of facts of the lycées in scope; one nobody decided on has no row."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, uai: Uai) -> Mapping[FactFamily, Publication]:
        """The families a head decided on."""
        return (await self.of_lycees([uai]))[uai]

    async def of_lycees(
        self, uais: Collection[Uai]
    ) -> Mapping[Uai, Mapping[FactFamily, Publication]]:
        """The families the heads of these lycées decided on, by lycée."""
        found: dict[Uai, dict[FactFamily, Publication]] = {uai: {} for uai in uais}
        for one in await DECIDED.of(self._uow, given(uais)):
            found[one.uai][one.family] = one
        return found

    async def tells(self, uai: Uai, family: FactFamily, on: date) -> bool:
        """Whether the department is told a fact of this family recorded on this day."""
        return family in await self.told(uai, on)

    async def told(self, uai: Uai, on: date) -> frozenset[FactFamily]:
        """The families the department is told the facts of that are recorded on this day."""
        found = await self._uow.run(_STEPS, {"own": uai})
        steps = {row.family: STEPS.validate_json(row.steps) for row in found}
        return frozenset(one for one in FactFamily if is_open(one, steps.get(one, ()), on))

    async def get_for_update(self, uai: Uai, family: FactFamily, version: int) -> Publication:
        """A family, locked; version 0 is one nobody decided on yet. Raises StaleVersion."""
        first = insert(publications).values(
            uai=uai, family=family, publication_id=self._uow.new_id(), steps=[], version=0
        )
        await self._uow.execute(first.on_conflict_do_nothing(index_elements=["uai", "family"]))
        own = (publications.c.uai == uai, publications.c.family == family)
        found = await self._uow.execute(select(publications).where(*own).with_for_update())
        publication = _publication(found.one())
        if publication.version != version:
            raise StaleVersion(current={"version": publication.version})
        return publication

    async def save(self, publication: Publication) -> None:
        """Record what was decided."""
        await self._uow.execute(
            update(publications)
            .where(
                publications.c.uai == publication.uai,
                publications.c.family == publication.family,
            )
            .values(
                steps=[step.model_dump(mode="json") for step in publication.steps],
                version=publication.version,
            )
        )


def _steps(kept: list[dict[str, Any]]) -> tuple[PublicationStep, ...]:
    return tuple(PublicationStep.model_validate(one) for one in kept)


def _publication(row: Any) -> Publication:
    return Publication(
        row.publication_id, Uai(row.uai), FactFamily(row.family), _steps(row.steps), row.version
    )


DECIDED = Reading(
    select(publications).where(publications.c.uai == LYCEES),
    lambda rows: [_publication(row) for row in rows],
)
"""What was decided on, of some lycées."""
