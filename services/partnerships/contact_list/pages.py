"""« Contacts »: those of one's own lycées, sorted, filtered, searched.

What is typed is a person's name: it is posted and kept out of the address, as in `search/pages/everywhere.py`.
"""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Request, Response
from pydantic import ValidationError

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.private_search import forget_words, keep_words, words_sought
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.strict_query import asked_id
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.listing import Listing
from services.partnerships.base.access_notes import note_contacts
from services.partnerships.capacities.pages import hosts_called
from services.partnerships.contact_list.forms import ContactSearchForm
from services.partnerships.contact_list.queries import (
    Calling,
    ContactFilter,
    ContactOrder,
    read_contact_page,
)
from services.partnerships.permissions import EXPORT_CONTACTS, LIST_CONTACTS, PERMISSIONS

router = Router()
PAGE = "/entreprises/contacts"
CALLINGS = {
    Calling.RUNNING: "Dirige ou peut signer",
    Calling.TUTOR: "Tuteur ou tutrice",
    Calling.OTHER: "Autre fonction, ou aucune notée",
}


@router.page(PAGE, action=LIST_CONTACTS)
async def contact_list(request: Request, uow: RequestUnitOfWork) -> Response:
    """Everybody the bureau knows, a page at a time."""
    return await _page(request, uow, Typed.blank(ContactSearchForm, q=_kept(request)))


async def _page(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    asked, words = request.query_params, _kept(request)
    calling = asked.get("fonction", "")
    filters = {"fonction": calling if calling in set(Calling) else ""}
    listing = Listing(PAGE, tuple(ContactOrder), asked.get("tri", ""), filters)
    after = asked_id(request, "apres")
    chosen = ContactFilter(
        words,
        Calling(filters["fonction"]) if filters["fonction"] else None,
        ContactOrder(listing.order),
        listing.descending,
        await hosts_called(request, uow, words),
    )
    page = await read_contact_page(uow, chosen, after=after)
    await note_contacts(uow, [one.uai for one in page.items], action="list-contacts")
    return render(
        request,
        "partnerships/contact_list/contacts.html",
        page=page,
        listing=listing,
        words=words,
        typed=typed,
        first=after is None,
        callings=[(one.value, label) for one, label in CALLINGS.items()],
        may_export=PERMISSIONS.allows(context_of(request).user, EXPORT_CONTACTS),
    )


def _kept(request: Request) -> str:
    """What was looked for, once it passes as it did when it was typed: a cookie holds anything."""
    try:
        return ContactSearchForm(q=words_sought(request)).q
    except ValidationError:
        return ""


@router.form(PAGE, action=LIST_CONTACTS, redisplay=_page, recorded=False)
async def search(
    request: Request,
    typed: Annotated[Typed[ContactSearchForm], form_of(ContactSearchForm)],
) -> Response:
    """Look for somebody, a company or a commune among them; nothing typed shows them all."""
    form = typed.model
    kept = {"fonction": form.fonction, "tri": form.tri}
    query = urlencode({name: value for name, value in kept.items() if value})
    response = see_other(f"{PAGE}?{query}" if query else PAGE)
    if form.q:
        keep_words(request, response, form.q, path=PAGE)
    else:
        forget_words(response, path=PAGE)
    return response
