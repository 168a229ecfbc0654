"""Actions held on each axis of the Parcours Avenir are counted and told, all together."""

from contracts.identifiers import Uai
from contracts.partnerships.actions import ActionAxesTotalledV1, AxisTotalsId
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.model import SchoolAction
from services.partnerships.actions.store import FOLLOWERS as OF_ACTIONS
from services.partnerships.avenir_totals.store import AxisCounts, AxisTotals
from services.partnerships.axes.store import FOLLOWERS as OF_AXES
from services.partnerships.base.calendar import local_date
from services.partnerships.publications.store import Publications


async def total_axes(uow: UnitOfWork, *, uai: Uai) -> None:
    """Tell the totals that are not what was told last, unless the head keeps them in the lycée."""
    today = local_date(uow.now)
    if not await Publications(uow).tells(uai, FactFamily.EXCHANGES, today):
        return
    totals = AxisTotals(uow, uai)
    told, counted = await totals.told(), await totals.counted()
    for year in sorted({*told, *counted}):
        counts = counted.get(year, AxisCounts())
        if told.get(year) == counts:
            continue
        totals_id, version = await totals.tell(year, counts)
        event = ActionAxesTotalledV1(
            totals_id=AxisTotalsId(totals_id), school_year=year, occurred_on=today, **vars(counts)
        )
        uow.publish(event, version=version, uai=uai)


async def _follow_action(uow: UnitOfWork, *, action: SchoolAction) -> None:
    if action.details.axis_id is not None:
        await total_axes(uow, uai=action.uai)


OF_ACTIONS.add(_follow_action)
OF_AXES.add(total_axes)
