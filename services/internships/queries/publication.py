"""What the department sees of a lycée: each family's state, and the figures one may comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.identifiers import SchoolYear, Uai
from contracts.publication import TOLD_FAMILIES, FactFamily, PublicationStep, is_open
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_range
from services.internships.domain.tally import local_date
from services.internships.storage.coverages import Coverages
from services.internships.storage.publications import Publications


@dataclass(frozen=True)
class FamilyState:
    """Whether a family is told today, since when, and what is planned."""

    family: FactFamily
    open: bool
    since: date | None
    planned: tuple[PublicationStep, ...]
    version: int


@dataclass(frozen=True)
class Figure:
    """A figure of the supervisor's page: a whole family, or a formation for a period."""

    family: FactFamily
    coverage_id: UUID | None
    label: str

    @property
    def value(self) -> str:
        """As a form sends it."""
        return f"{self.family}:{self.coverage_id or ''}"


async def families_of(uow: UnitOfWork, uai: Uai) -> Sequence[FamilyState]:
    """Every family that is told of, in the order people read them."""
    decided = await Publications(uow).of(uai)
    today = local_date(uow.now)
    found = []
    for family in TOLD_FAMILIES:
        known = decided.get(family)
        steps = known.steps if known else ()
        past = [step.from_on for step in steps if step.from_on <= today]
        planned = tuple(step for step in steps if step.from_on > today)
        state = is_open(family, steps, today)
        version = known.version if known else 0
        found.append(FamilyState(family, state, past[-1] if past else None, planned, version))
    return found


async def state_of(uow: UnitOfWork, uai: Uai, family: FactFamily) -> FamilyState:
    """One of them. Raises NotFound for a family no event tells."""
    for one in await families_of(uow, uai):
        if one.family is family:
            return one
    raise NotFound


async def figures_of(uow: UnitOfWork, uai: Uai) -> Sequence[Figure]:
    """What a head may comment: each family, then each formation of this year's periods."""
    year = SchoolYear.of(local_date(uow.now))
    cells = [
        Figure(
            FactFamily.COVERAGE,
            cell.id,
            f"{cell.label}, PFMP {_days(cell.starts_on, cell.ends_on)}",
        )
        for cell in await Coverages(uow).named(uai, year)
    ]
    return [*(Figure(family, None, family.label) for family in TOLD_FAMILIES), *cells]


def _days(starts_on: date, ends_on: date) -> str:
    return date_range(starts_on, ends_on, weekday=False)
