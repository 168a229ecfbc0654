"""What needs hold of a person who is erased elsewhere: which ones, and nothing of what they say."""

from contracts.coordination.needs import (
    NEED_TRACES,
    NeedId,
    NeedTrace,
    NeedTraces,
    NeedTracesRequest,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.answers import answers
from services.coordination.need_rights.queries import FOUND_MAX, find_needs_of
from services.coordination.news.model.calendar import local_date


@answers.to(NEED_TRACES)
async def traces_in_needs(request: NeedTracesRequest, uow: UnitOfWork) -> NeedTraces:
    """The needs in scope in which this address or this phone stands."""
    asked = {"mail": request.mail, "phone": request.phone}
    found = await find_needs_of(uow, **asked, many=FOUND_MAX + 1)
    return NeedTraces(
        needs=tuple(
            NeedTrace(
                need_id=NeedId(need.id),
                told_on=local_date(need.sent_at),
                lycees=tuple(sorted({need.uai, *need.lycees})),
            )
            for need in found[:FOUND_MAX]
        ),
        more=len(found) > FOUND_MAX,
    )
