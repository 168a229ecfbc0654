"""A lycée prepares a PFMP period."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.calendars.store import ClassCalendars
from services.internships.formations.store import Classes, Formations
from services.internships.periods.model import (
    ClassOutsideFormations,
    FormationOfAnotherLycee,
    Period,
    PeriodWithoutFormation,
    school_year_of,
)
from services.internships.periods.store import Periods


async def draft_period(
    uow: UnitOfWork,
    *,
    starts_on: date,
    ends_on: date,
    weeks: int,
    formation_ids: Collection[UUID],
    class_ids: Collection[UUID] = (),
    uai: Uai | None = None,
) -> UUID:
    """Draft a period (PFMP en préparation) and return its id. Nothing is told before it is published.

    Without classes, all classes of the formations are concerned. Raises PeriodDatesInvalid,
    PeriodTooShort, PeriodWithoutFormation, FormationOfAnotherLycee, ClassOutsideFormations,
    LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    year = school_year_of(starts_on, ends_on, weeks)
    own = {formation.id for formation in await Formations(uow).of(lycee)}
    chosen = frozenset(formation_ids)
    if not chosen:
        raise PeriodWithoutFormation(field="formation_ids")
    if not chosen <= own:
        raise FormationOfAnotherLycee(field="formation_ids")
    allowed = {c.id for c in await Classes(uow).of(lycee, year) if c.formation_id in chosen}
    if not set(class_ids) <= allowed:
        raise ClassOutsideFormations(field="class_ids")
    period = Period(
        id=uow.new_id(),
        uai=lycee,
        school_year=year,
        starts_on=starts_on,
        ends_on=ends_on,
        weeks=weeks,
        formation_ids=chosen,
        class_ids=frozenset(class_ids),
    )
    await Periods(uow).add(period)
    await ClassCalendars(uow).expect(period)
    return period.id
