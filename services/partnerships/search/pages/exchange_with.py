"""« Noter un échange »: the company is named, then the form of the exchange comes.

What is typed is posted and kept out of the address, as in `everywhere.py`: it may be a person's name.
"""

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.lycee_choice import chosen_among, writable
from services.chassis.web.requests.private_search import keep_words
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.calls.pages import Came
from services.partnerships.capacities.pages import hosts_called
from services.partnerships.permissions import LOG_INTERACTION, MANAGE_COMPANIES, PERMISSIONS
from services.partnerships.search.forms import WithWhomForm
from services.partnerships.search.pages import everywhere
from services.partnerships.search.queries.everywhere import (
    Found,
    Group,
    Sought,
    find,
    read_lately_met,
)

router = Router()
PAGE = f"{everywhere.PAGE}/echange"
FOUND = f"{PAGE}/resultats"
KINDS = frozenset({Group.COMPANIES, Group.CONTACTS})
LATELY_MET = 6


@router.page(PAGE, action=LOG_INTERACTION)
async def with_whom(request: Request, uow: RequestUnitOfWork) -> Response:
    """The question whom one spoke with; the companies last spoken with are offered."""
    return await _ask(request, uow, Typed.blank(WithWhomForm))


async def _ask(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    shown = chosen_among(request, uow.scope.uais)
    lately = await read_lately_met(uow, LATELY_MET, own=shown)
    return _page(request, typed, lately=lately)


@router.form(PAGE, action=LOG_INTERACTION, redisplay=_ask, recorded=False)
async def find_whom(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[WithWhomForm], form_of(WithWhomForm)],
) -> Response:
    """The form of the exchange where only one company is meant, else those that may be."""
    words, asked = typed.model.q, _back(typed.model.retour)
    only = _only(await _find(request, uow, words))
    if only is not None:
        return see_other(f"/entreprises/{only}/appel?{asked}")
    response = see_other(f"{FOUND}?{asked}")
    # Of the search of the header: signing out leaves nothing of either.
    keep_words(request, response, words, path=everywhere.PAGE)
    return response


@router.page(FOUND, action=LOG_INTERACTION)
async def may_be_meant(request: Request, uow: RequestUnitOfWork, retour: str = "") -> Response:
    """The companies that may be meant, each with the way to its form."""
    words = everywhere.words_kept(request)
    typed = Typed.blank(WithWhomForm, q=words, retour=Came(retour).back())
    if not words:
        return await _ask(request, uow, typed)
    found = await _find(request, uow, words)
    await everywhere.note_contacts_found(uow, found)
    return _page(request, typed, found=found)


async def _find(request: Request, uow: UnitOfWork, words: str) -> Found:
    hosts = await hosts_called(request, uow, words)
    return await find(uow, Sought(words, groups=KINDS, hosts=hosts))


def _only(found: Found) -> UUID | None:
    """The one company that has all the words, or where whoever has them works.

    None where others have them than are shown.
    """
    if found.misspelt or found.companies.more or found.contacts.more:
        return None
    ids = {one.id for one in found.companies.items}
    ids |= {one.company_id for one in found.contacts.items}
    return ids.pop() if len(ids) == 1 else None


def _back(retour: str) -> str:
    return urlencode({"retour": Came(retour).back()})


def _page(request: Request, typed: Typed[Any], **shown: Any) -> Response:
    return render(
        request,
        "partnerships/search/exchange_with.html",
        **{"found": None, "lately": (), **shown},
        results=FOUND,
        typed=typed,
        words=typed.value("q"),
        asked=_back(typed.value("retour")),
        may_write=bool(writable(request, PERMISSIONS, MANAGE_COMPANIES)),
    )
