"""Actions held on each axis, of the lycées of a committee and of the department: asked of supervision, and forgotten."""

from collections.abc import Collection
from uuid import UUID

from fastapi import Request

from contracts.identifiers import SchoolYear, Uai
from contracts.supervision.axes import ACTIONS_BY_AXIS, ActionsByAxisRequest
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.coordination.committee_years.model import AxesOfYear, LyceeOfAxes
from services.coordination.committee_years.queries import lycees_of


async def ask_axes(
    request: Request, uow: UnitOfWork, committee_id: UUID, year: SchoolYear
) -> AxesOfYear | None:
    """By axis, or None while supervision does not answer."""
    asked = ActionsByAxisRequest(school_year=year)
    own: Collection[Uai] = await lycees_of(uow, committee_id, year)
    try:
        answer = await runtime_of(request).ask(ACTIONS_BY_AXIS, uow.department_uai, asked)
    except (QuestionUnanswered, QuestionRefused):
        return None
    return AxesOfYear(
        [
            LyceeOfAxes(
                own=one.uai in own,
                kept=one.kept,
                counts={of.axis: of.count for of in one.counts},
            )
            for one in answer.lycees
        ]
    )
