"""What every page of figures follows: once a head keeps or tells something, it is made again."""

from datetime import datetime, time, timedelta

from fastapi import Request, Response
from markupsafe import escape

from services.chassis.live.fragment_cache import Drawn
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.requests.page_marks import watch
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import PARIS
from services.supervision.base.revision import revision as read_revision
from services.supervision.permissions import SEE_LYCEE
from services.supervision.publication.queries import publication_mark

router = strict_router()
MARK = "/departement/fragments/publication"


@router.fragment(MARK, action=SEE_LYCEE)
async def mark_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """The mark alone, for pages that are open."""
    mark = await mark_of(request, uow, await read_revision(uow))
    return Response(mark, media_type="text/plain")


async def follow_publication(
    request: Request, uow: UnitOfWork, revision: int | None = None
) -> None:
    """Have the page made again once what heads publish is decided otherwise, or a day begins to count.

    `revision`: of the read model, where the page read it already.
    """
    known = await read_revision(uow) if revision is None else revision
    watch(request, MARK, await mark_of(request, uow, known))


async def mark_of(request: Request, uow: UnitOfWork, revision: int) -> str:
    """The mark, read once for all who see the whole department while nothing moved."""
    if not uow.scope.department_wide:
        # Of another lycée's page, nothing shows by how it is answered that there is one.
        return await publication_mark(uow)

    async def drawing() -> Drawn:
        begins = datetime.combine(uow.now.astimezone(PARIS).date(), time(), PARIS)
        mark = escape(await publication_mark(uow))
        return Drawn({MARK: mark}, since=begins, until=begins + timedelta(days=1))

    drawn = await runtime_of(request).drawn.of((MARK, uow.scope), revision, uow.now, drawing)
    return str(drawn.parts[MARK])
