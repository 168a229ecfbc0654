"""The form in which a short code is typed: one page for every kind of link, one answer to a wrong one.

The portal shows it and passes what was sent on to the service whose kind of link it is, which knows
whether it opens anything. Both answer a wrong code alike, whatever is wrong with it.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from pydantic import Field

from contracts.personal_links import LinkKind
from services.chassis.security import short_codes
from services.chassis.security.short_codes import TypedCode
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.views.forms import FormModel, Typed

TRIES = Pace(times=120, seconds=600)
"""Codes one visitor may type: enough for a class behind one address, far too few for guessing."""
WRONG = "Ce code n’ouvre rien, ou ne sert plus\u202f: vérifiez chaque signe, ou demandez-en un autre au lycée."


class CodeForm(FormModel):
    """A code as it was typed."""

    code: Annotated[str, Field(max_length=40, title="Code du papier")]


def code_page(request: Request, typed: Typed[CodeForm] | None = None) -> Response:
    """The page to type a code on."""
    shown = typed or Typed.blank(CodeForm)
    return render(request, "codes/type_code.html", typed=shown)


def wrong_code(request: Request, typed: Typed[CodeForm]) -> Response:
    """The answer to every code that opens nothing, with what was typed."""
    return render(request, "codes/type_code.html", typed=typed.saying(WRONG), status=404)


def count_try(request: Request) -> None:
    """Count a code typed by this visitor. Raises TooOften."""
    # By address: the portal and the service it passes a code on to may be one process.
    TRIES.count(f"{request.url.path} {visitor_of(request)}")


Reading = Callable[[UnitOfWork, TypedCode], Awaitable[UUID | None]]
"""Which open link of the lycée has the code that was typed."""


async def lead_by_code(
    request: Request, typed: Typed[CodeForm], *, kind: LinkKind, purpose: str, read: Reading
) -> Response:
    """Lead to the page of the link whose code was typed; nothing is changed by it. Raises TooOften."""
    count_try(request)
    code = short_codes.read(typed.model.code)
    if code is None or code.letter != kind.letter:
        return wrong_code(request, typed)
    work = runtime_of(request).work
    async with work.begin(Scope(frozenset({code.uai})), uai=code.uai) as uow:
        row_id = await read(uow, code)
    if row_id is None:
        return wrong_code(request, typed)
    return see_other(f"{kind.path}/{work.links.token(purpose, uai=code.uai, row_id=row_id)}")
