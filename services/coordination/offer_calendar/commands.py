"""Commands of the calendar of bodies: a date is added, changed, removed, restored."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.offer_files import OfferDateFollowedV1, OfferDateId, OfferDateStep
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.offer_calendar.model import DatePlan, OfferDate
from services.coordination.offer_calendar.store import OfferDates
from services.coordination.offer_files.model.offer_file import OfferLyceeUnknown
from services.coordination.offer_files.queries import FileCut, read_files


async def add_date(uow: UnitOfWork, *, plan: DatePlan) -> UUID:
    """Add a date of a body (date d’instance) and return its id; who has a file there is told. Raises OfferLyceeUnknown."""
    await _expect_known(uow, plan)
    one = OfferDate(uow.new_id(), plan, changed_at=uow.now)
    await OfferDates(uow).add(one)
    await _tell_added(uow, one)
    return one.id


async def change_date(uow: UnitOfWork, *, date_id: UUID, version: int, plan: DatePlan) -> None:
    """Change a date; changed back at once, it did not move, and changed as soon as it was added it was added so.

    Raises NotFound, StaleVersion, OfferDateRemoved, OfferLyceeUnknown.
    """
    await _expect_known(uow, plan)
    before = await OfferDates(uow).get(date_id, for_update=True)
    one = before.changed(version, plan, now=uow.now)
    await OfferDates(uow).save(one)
    if before.plan != plan and before.is_new(uow.now):
        await _tell_added(uow, one)
        # Who was told of it, and is concerned no more as it now is, has nothing left to be told.
        await _tell(uow, one, OfferDateStep.BACK, of=(before,), but=_coming(one, uow))
    elif before.plan != plan:
        back = before.is_undone_by(plan, uow.now)
        step = OfferDateStep.BACK if back else OfferDateStep.MOVED
        await _tell(uow, one, step, of=(before, one))


async def remove_date(uow: UnitOfWork, *, date_id: UUID, version: int, now: datetime) -> None:
    """Take a date out of the calendar. Raises NotFound, StaleVersion, OfferDateRemoved."""
    before = await OfferDates(uow).get(date_id, for_update=True)
    one = before.removed(version, now=now)
    await OfferDates(uow).save(one)
    back = before.is_undone_by(None, now)
    await _tell(uow, one, OfferDateStep.BACK if back else OfferDateStep.MOVED, of=(one,))


async def restore_date(uow: UnitOfWork, *, date_id: UUID, version: int) -> None:
    """Put it back; taken out as soon as it was added, it is told as added, and as moved after it moved.

    Raises NotFound, StaleVersion, OfferDateKept.
    """
    before = await OfferDates(uow).get(date_id, for_update=True)
    one = before.restored(version, now=uow.now)
    await OfferDates(uow).save(one)
    if before.was_slip:
        await _tell_added(uow, one)
    elif before.was_moved_at_once:
        was = replace(one, plan=before.before or one.plan)
        await _tell(uow, one, OfferDateStep.MOVED, of=(was, one))
    else:
        await _tell(uow, one, OfferDateStep.BACK, of=(one,))


async def _tell_added(uow: UnitOfWork, one: OfferDate) -> None:
    await _tell(uow, one, OfferDateStep.ADDED, of=_coming(one, uow))


def _coming(one: OfferDate, uow: UnitOfWork) -> Sequence[OfferDate]:
    """The date, unless its day is past: then nobody is told that it was added."""
    return [one] if one.plan.meets_on >= local_date(uow.now) else []


async def _tell(
    uow: UnitOfWork,
    one: OfferDate,
    step: OfferDateStep,
    *,
    of: Iterable[OfferDate],
    but: Iterable[OfferDate] = (),
) -> None:
    """Tell the bureau of each lycée with a file nobody voted on that comes there, as the date is or was.

    `but`: not those it concerns so.
    """
    files = [listed.file for listed in await read_files(uow, FileCut()) if listed.file.published]
    facts = [file.facts for file in files]
    lycees = {
        said.lycee
        for said in facts
        if any(date.concerns(said.lycee, said.effect_year) for date in of)
        and not any(date.concerns(said.lycee, said.effect_year) for date in but)
    }
    followed = OfferDateFollowedV1(
        date_id=OfferDateId(one.id), step=step, occurred_on=local_date(uow.now)
    )
    for lycee in sorted(lycees):
        publish_decision(uow, followed, lycee=lycee, version=one.version)


async def _expect_known(uow: UnitOfWork, plan: DatePlan) -> None:
    names = await Lycees(uow).names()
    if plan.lycee is not None and (plan.lycee not in names or plan.lycee == uow.department_uai):
        raise OfferLyceeUnknown(field="lycee")
