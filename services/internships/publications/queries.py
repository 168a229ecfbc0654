"""What the department sees of a lycée: the state of each family."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.identifiers import Uai
from contracts.publication import FactFamily, PublicationStep, is_open
from contracts.published import told_families
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.publications.model import Publication
from services.internships.publications.store import Publications


@dataclass(frozen=True)
class FamilyState:
    """Whether a family is told today, since when, and what is planned."""

    family: FactFamily
    open: bool
    since: date | None
    planned: tuple[PublicationStep, ...]
    version: int


async def families_of(uow: UnitOfWork, uai: Uai) -> Sequence[FamilyState]:
    """Every family that is told of, in the order people read them."""
    return (await families_of_lycees(uow, [uai]))[uai]


async def families_of_lycees(
    uow: UnitOfWork, uais: Collection[Uai]
) -> Mapping[Uai, Sequence[FamilyState]]:
    """Families of several lycées, by lycée."""
    today = local_date(uow.now)
    decided = await Publications(uow).of_lycees(uais)
    return {uai: _states(decided[uai], today) for uai in uais}


def _states(decided: Mapping[FactFamily, Publication], today: date) -> Sequence[FamilyState]:
    found = []
    for family in told_families():
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
