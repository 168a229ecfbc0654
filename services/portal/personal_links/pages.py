"""Personal links: where a short code is typed, and all those a bureau gave."""

from typing import Annotated

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from contracts.personal_links import KINDS, kind_lettered
from services.chassis.security import short_codes
from services.chassis.service.typed_codes import CodeForm, code_page, count_try, wrong_code
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import Router
from services.chassis.web.views.forms import Typed, form_of
from services.portal.permissions import SEE_LINKS

router = Router()


@router.page("/liens", action=SEE_LINKS)
async def links(request: Request) -> Response:
    """Personal links that were given: to whom, for what, until when; each service shows its own."""
    return render(request, "portal/personal_links/personal_links.html", kinds=KINDS)


@router.page("/code", action=PUBLIC)
async def typing(request: Request) -> Response:
    """The form for a code."""
    return code_page(request)


async def _again(request: Request, typed: Refused[CodeForm]) -> Response:
    return code_page(request, typed)


@router.form("/code", action=PUBLIC, redisplay=_again, recorded=False)
async def typed_code(
    request: Request, typed: Annotated[Typed[CodeForm], form_of(CodeForm)]
) -> Response:
    """Have the browser send the same form to the service that gives this kind of link."""
    count_try(request)
    code = short_codes.read(typed.model.code)
    kind = kind_lettered(code.letter) if code else None
    if kind is None:
        return wrong_code(request, typed)
    return RedirectResponse(kind.code_path, 307)
