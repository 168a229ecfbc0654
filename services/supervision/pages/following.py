"""What every page of figures follows: once a head keeps or tells something, it is made again."""

from fastapi import Request, Response

from services.chassis.web.asked import strict_router
from services.chassis.web.routing import RequestUnitOfWork
from services.chassis.web.watching import watch
from services.chassis.work import UnitOfWork
from services.supervision.permissions import SEE_LYCEE
from services.supervision.queries.publication_mark import publication_mark

router = strict_router()
MARK = "/departement/fragments/publication"


@router.fragment(MARK, action=SEE_LYCEE)
async def mark_fragment(uow: RequestUnitOfWork) -> Response:
    """The mark alone, for pages that are open."""
    return Response(await publication_mark(uow), media_type="text/plain")


async def follow_publication(request: Request, uow: UnitOfWork) -> None:
    """Have the page made again once what heads publish is decided otherwise, or a day begins to count."""
    watch(request, MARK, await publication_mark(uow))
