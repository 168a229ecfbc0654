"""The links given to contacts: all of them on one list, and the codes typed by hand."""

from typing import Annotated, Any

from fastapi import Request, Response

from contracts.personal_links import CONTACT_CARD
from services.chassis.service.typed_codes import CodeForm, code_page, lead_by_code
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.base.access_notes import note_contacts
from services.partnerships.contact_checks.model import LINK_PURPOSE
from services.partnerships.contact_checks.queries import read_coded_check, read_given_cards
from services.partnerships.host_pages.queries import read_given_pages
from services.partnerships.permissions import MANAGE_CONTACTS

router = Router()
SHOWN_MAX = 300


@router.page("/entreprises/liens", action=MANAGE_CONTACTS)
async def given(request: Request, uow: RequestUnitOfWork) -> Response:
    """The links given to contacts, on a page of their own."""
    return render(
        request,
        "partnerships/erasure/given_links.html",
        **await _links(uow),
    )


@router.fragment("/entreprises/fragments/liens", action=MANAGE_CONTACTS)
async def given_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """Links that were given, inside the page of all links."""
    return render(
        request,
        "partnerships/erasure/fragment_links.html",
        **await _links(uow),
    )


async def _links(uow: UnitOfWork) -> dict[str, Any]:
    cards = await read_given_cards(uow, limit=SHOWN_MAX)
    pages = await read_given_pages(uow, limit=SHOWN_MAX)
    named = [*(one.uai for one in cards), *(one.page.uai for one in pages)]
    await note_contacts(uow, named, action="list-contacts")
    return {"cards": cards, "pages": pages, "many": SHOWN_MAX}


async def _again(request: Request, typed: Refused[CodeForm]) -> Response:
    return code_page(request, typed)


@router.form(CONTACT_CARD.code_path, action=PUBLIC, redisplay=_again, recorded=False)
async def typed_code(
    request: Request, typed: Annotated[Typed[CodeForm], form_of(CodeForm)]
) -> Response:
    """Lead to the card whose code was typed; nothing is changed by it."""
    return await lead_by_code(
        request, typed, kind=CONTACT_CARD, purpose=LINK_PURPOSE, read=read_coded_check
    )
