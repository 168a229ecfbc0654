"""The indicators that no statement holds, compared at once with what their owners count."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from contracts.identifiers import SchoolYear, Uai
from services.chassis.operations.publication_lag import last_told
from services.chassis.reactions.group_inbox import DEPARTMENT
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.audit.model import FIGURES, OwnersCount, differences
from services.supervision.indicators.queries.facts import lycee_facts


class CountedFigures(Protocol):
    """What an owner counted, at which place of its facts."""

    @property
    def sequence(self) -> int: ...
    @property
    def figures(self) -> Mapping[str, OwnersCount]: ...


@dataclass(frozen=True)
class Owner:
    """A service that counts figures of its own, and what it counted of each lycée."""

    units: UnitsOfWork
    counted: Mapping[Uai, CountedFigures]

    async def unmoved(self) -> frozenset[Uai]:
        """The lycées of which nothing was told since: what is shown is of the same facts."""
        async with self.units.begin(DEPARTMENT) as uow:
            last = await last_told(uow)
        return frozenset(
            uai for uai, one in self.counted.items() if last.get(uai, 0) == one.sequence
        )


async def count_figures_of(
    units: UnitsOfWork,
    count: Callable[..., Awaitable[CountedFigures]],
    lycees: Sequence[Uai],
    now: datetime,
) -> Owner:
    """Count each of these lycées; counted again where it waits for somebody who waits for it."""
    found = {}
    for uai in lycees:
        counted = partial(count, uai=uai, now=now)
        found[uai] = await units.run(counted, Scope(frozenset({uai})), uai=uai, now=now)
    return Owner(units, found)


async def compare_figures(
    uow: UnitOfWork, owners: Sequence[Owner]
) -> tuple[Mapping[Uai, Sequence[str]], Mapping[Uai, Sequence[str]]]:
    """How the figures of each lycée differ, and which are not compared: facts came meanwhile."""
    year = SchoolYear.of(uow.now.astimezone(PARIS).date())
    shown = {Uai(one.uai): one for one in await lycee_facts(uow, year)}
    said: dict[Uai, list[str]] = defaultdict(list)
    left: dict[Uai, list[str]] = defaultdict(list)
    for owner in owners:
        # Read after what is shown: of a lycée that told nothing since, both are of the same facts.
        unmoved = await owner.unmoved()
        for uai, counted in owner.counted.items():
            if uai in shown and uai in unmoved:
                said[uai] += differences(counted.figures, shown[uai])
            elif uai in shown:
                left[uai] += [FIGURES[name].label for name in counted.figures]
    return said, left
