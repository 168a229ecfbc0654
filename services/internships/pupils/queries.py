"""Pupils by class, and one pupil."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from contracts.identifiers import SchoolYear, SiteKey, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.tables import classes, formations
from services.internships.periods.tables import periods
from services.internships.pupils.model import is_minor_on
from services.internships.pupils.store.names import BY_NAME, TOLD_APART, shown_name
from services.internships.pupils.tables import pupils
from services.internships.stays.model.states import HOSTED
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY, SAME_PERIOD
from services.internships.stays.tables import placements


@dataclass(frozen=True)
class PupilCard:
    """A pupil as their page shows them."""

    id: UUID
    uai: Uai
    name: str
    class_id: UUID
    class_label: str
    formation: str
    mef: str
    school_year: str
    left_on: date | None
    born_on: date | None
    commune: str | None
    version: int
    erased: bool = False
    """Whether it names nobody any more."""


async def read_pupil(uow: UnitOfWork, pupil_year_id: UUID) -> PupilCard:
    """Raises NotFound, for another lycée's pupil too."""
    row = (await uow.execute(_pupils().where(pupils.c.pupil_year_id == pupil_year_id))).first()
    if row is None:
        raise NotFound
    return _pupil(row)


async def read_pupils_by_class(
    uow: UnitOfWork, uais: frozenset[Uai], school_year: SchoolYear
) -> Sequence[tuple[str, Sequence[PupilCard]]]:
    """The pupils of a school year, by class; two lycées may have a class of the same name."""
    statement = (
        _pupils()
        .where(pupils.c.uai.in_(uais), pupils.c.school_year == school_year)
        .order_by(classes.c.label, pupils.c.uai, *BY_NAME)
    )
    found = [_pupil(row) for row in await uow.execute(statement)]
    by_class = groupby(found, lambda pupil: (pupil.class_label, pupil.uai))
    return [(label, list(group)) for (label, _), group in by_class]


async def read_cards(uow: UnitOfWork, ids: Sequence[UUID]) -> Sequence[PupilCard]:
    """Some pupils, by name."""
    statement = _pupils().where(pupils.c.pupil_year_id.in_(ids)).order_by(*BY_NAME)
    return [_pupil(row) for row in await uow.execute(statement)]


def _pupils() -> Select[Any]:
    return (
        select(
            pupils,
            TOLD_APART,
            classes.c.label.label("class_label"),
            formations.c.label.label("formation"),
            formations.c.mef,
        )
        .join(classes, (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id))
        .join(
            formations,
            (formations.c.uai == pupils.c.uai)
            & (formations.c.formation_id == pupils.c.formation_id),
        )
    )


def _pupil(row: Any) -> PupilCard:
    return PupilCard(
        id=row.pupil_year_id,
        uai=Uai(row.uai),
        name=shown_name(row),
        class_id=row.class_id,
        class_label=row.class_label,
        formation=row.formation,
        mef=row.mef,
        school_year=row.school_year,
        left_on=row.left_on,
        born_on=row.born_on,
        commune=row.commune,
        version=row.version,
        erased=row.erased_at is not None,
    )


async def read_minors_hosted(uow: UnitOfWork, keys: Collection[SiteKey], since: date) -> bool:
    """Whether somebody who may be a minor was at the site of these keys since then, is or will be.

    Whose age is not known may be one.
    """
    p = placements.c
    statement = (
        select(pupils.c.born_on, FIRST_DAY.label("first_on"))
        .select_from(
            placements.join(periods, SAME_PERIOD).join(
                pupils,
                (pupils.c.uai == p.uai) & (pupils.c.pupil_year_id == p.pupil_year_id),
            )
        )
        .where(p.uai.in_(uow.scope.uais), p.site_key.in_(list(keys)))
        .where(p.status.in_(HOSTED), since <= LAST_DAY)
    )
    return any(
        row.born_on is None or is_minor_on(row.born_on, row.first_on)
        for row in await uow.execute(statement)
    )
