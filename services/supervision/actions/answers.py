"""What supervision answers of actions on the axes of the Parcours Avenir: the figures of its page, lycée by lycée."""

from contracts.identifiers import Uai
from contracts.publication import FactFamily
from contracts.supervision.axes import (
    ACTIONS_BY_AXIS,
    ActionsByAxis,
    ActionsByAxisRequest,
    AxisCount,
    LyceeAxes,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.actions.queries import axis_counts
from services.supervision.base.answers import answers
from services.supervision.coverage.queries.coverage import heard_from


@answers.to(ACTIONS_BY_AXIS, department_wide=True)
async def actions_by_axis(request: ActionsByAxisRequest, uow: UnitOfWork) -> ActionsByAxis:
    """Actions by axis; nothing for who does not speak for the department."""
    if not uow.scope.department_wide:
        return ActionsByAxis()
    told = await axis_counts(uow, request.school_year)
    lycees = []
    for one in await heard_from(uow):
        kept = FactFamily.EXCHANGES in one.publication.closed
        counts = {} if kept else told.get(one.uai, {})
        lycees.append(
            LyceeAxes(
                uai=Uai(one.uai),
                kept=kept,
                counts=tuple(AxisCount(axis=axis, count=many) for axis, many in counts.items()),
            )
        )
    return ActionsByAxis(lycees=tuple(lycees))
