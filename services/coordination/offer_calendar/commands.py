"""Commands of the calendar of bodies: a date is added, changed, removed, restored."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.store.news import Lycees
from services.coordination.offer_calendar.model import DatePlan, OfferDate
from services.coordination.offer_calendar.store import OfferDates
from services.coordination.offer_files.model.offer_file import OfferLyceeUnknown


async def add_date(uow: UnitOfWork, *, plan: DatePlan) -> UUID:
    """Add a date of a body (date d’instance) and return its id. Raises OfferLyceeUnknown."""
    await _expect_known(uow, plan)
    one = OfferDate(uow.new_id(), plan)
    await OfferDates(uow).add(one)
    return one.id


async def change_date(uow: UnitOfWork, *, date_id: UUID, version: int, plan: DatePlan) -> None:
    """Change a date. Raises NotFound, StaleVersion, OfferDateRemoved, OfferLyceeUnknown."""
    await _expect_known(uow, plan)
    before = await OfferDates(uow).get(date_id, for_update=True)
    await OfferDates(uow).save(before.changed(version, plan))


async def remove_date(uow: UnitOfWork, *, date_id: UUID, version: int, now: datetime) -> None:
    """Take a date out of the calendar. Raises NotFound, StaleVersion, OfferDateRemoved."""
    before = await OfferDates(uow).get(date_id, for_update=True)
    await OfferDates(uow).save(before.removed(version, now=now))


async def restore_date(uow: UnitOfWork, *, date_id: UUID, version: int) -> None:
    """Put it back. Raises NotFound, StaleVersion, OfferDateKept."""
    before = await OfferDates(uow).get(date_id, for_update=True)
    await OfferDates(uow).save(before.restored(version))


async def _expect_known(uow: UnitOfWork, plan: DatePlan) -> None:
    names = await Lycees(uow).names()
    if plan.lycee is not None and (plan.lycee not in names or plan.lycee == uow.department_uai):
        raise OfferLyceeUnknown(field="lycee")
