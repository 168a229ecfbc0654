"""The journal of the network for the bureaux: their own lines whole, those of others as told outside.

Of other lycées that is what readers of feeds outside the DSDEN are told: no place of a pupil, and
nothing of a family a head keeps.
"""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from services.chassis.unit_of_work.unit_of_work import Scope
from services.chassis.web.answers.query_route import begin
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.page_marks import watch
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.strict_query import strict_router
from services.supervision.base.revision import revision as read_revision
from services.supervision.coverage.model.coverage import keeping
from services.supervision.coverage.queries.coverage import heard_from
from services.supervision.journal.pages import KINDS, JournalQuery, paged, words_of
from services.supervision.journal.queries.journal import JournalCut, journal_page
from services.supervision.permissions import READ_NETWORK_JOURNAL
from services.supervision.publication.model import HIDDEN_IN_THE_JOURNAL
from services.supervision.publication.pages import mark_of

router = strict_router()
PATH = "/departement/journal-du-reseau"
MARK = "/departement/fragments/journal-du-reseau/publication"
# Lines of all lycées are one table; which of them are whole is said by the cut.
DEPARTMENT = Scope(frozenset(), department_wide=True)


@router.page(PATH, action=READ_NETWORK_JOURNAL)
async def show_network(
    request: Request, asked: Annotated[JournalQuery, Depends()], avant: UUID | None = None
) -> Response:
    """What lycées did, newest first, as far as each publishes it (journal du réseau)."""
    own = context_of(request).scope.uais
    cut = asked.cut
    async with begin(request, DEPARTMENT) as uow:
        watch(request, MARK, await mark_of(request, uow, await read_revision(uow)))
        lycees = await heard_from(uow)
        journal = await journal_page(
            uow,
            before=avant,
            cut=JournalCut(cut.uais, family=cut.family, others=cut.others, outside=True, own=own),
        )
    return render(
        request,
        "supervision/own_figures/network_journal.html",
        here=PATH,
        words=await words_of(request, own, journal),
        journal_kept=keeping([one for one in lycees if one.uai in own], HIDDEN_IN_THE_JOURNAL),
        lycee_choices=[(one.uai, one.name) for one in lycees],
        kinds=KINDS.items(),
        **paged(journal, asked, PATH, first=avant is None),
    )


@router.fragment(MARK, action=READ_NETWORK_JOURNAL)
async def network_mark(request: Request) -> Response:
    """The mark of what all heads publish, for pages that are open: it tells of none of them."""
    async with begin(request, DEPARTMENT) as uow:
        mark = await mark_of(request, uow, await read_revision(uow))
    return Response(mark, media_type="text/plain")
