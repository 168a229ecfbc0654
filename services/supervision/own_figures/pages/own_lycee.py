"""The one lycée a page is of: its figures are read in a transaction that sees its rows alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.chassis.web.answers.query_route import begin
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.page_marks import watch
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import CurrentIdentity
from services.chassis.web.strict_query import strict_router
from services.supervision.own_figures.queries import read_first
from services.supervision.permissions import SEE_OWN_FIGURES
from services.supervision.publication.queries import publication_mark

router = strict_router()
OWN = "/departement/nos-chiffres"
REPORT = f"{OWN}/rapport"
MARK = "/departement/fragments/nos-chiffres/{uai}/publication"


@asynccontextmanager
async def reading(
    request: Request, uai: Uai, *, patient: bool = False
) -> AsyncIterator[UnitOfWork]:
    """What is known of a lycée the reader works for, and of no other. Raises NotFound.

    Whether a fact was ever told is asked of all rows in sight: of two lycées, one would answer for
    the other.
    """
    if uai not in context_of(request).shown.uais:
        raise NotFound
    async with begin(request, Scope(frozenset({uai})), patient=patient) as uow:
        await read_first(uow)
        yield uow


async def follow(request: Request, uow: UnitOfWork, uai: Uai) -> None:
    """Have the page made again once the head of the lycée publishes otherwise."""
    watch(request, MARK.format(uai=uai), await publication_mark(uow))


@router.fragment(MARK, action=SEE_OWN_FIGURES)
async def own_mark(request: Request, uai: Uai) -> Response:
    """The mark alone, for pages that are open."""
    async with reading(request, uai) as uow:
        return Response(await publication_mark(uow), media_type="text/plain")


def name_of(identity: CurrentIdentity, uai: Uai) -> str:
    """The lycée, as the reader knows it."""
    return identity.lycees.get(uai, uai)


def the_only_one(request: Request) -> Uai | None:
    """The lycée the reader sees; None of who sees several."""
    uais = context_of(request).shown.uais
    return next(iter(uais)) if len(uais) == 1 else None


def choice(request: Request, identity: CurrentIdentity, *, title: str, rest: str = "") -> Response:
    """Which of one’s lycées; `rest` of the address of each."""
    shown = context_of(request).shown.uais
    lycees = [(name, f"{OWN}/{uai}{rest}") for uai, name in identity.lycees.items() if uai in shown]
    return render(request, "supervision/own_figures/own_lycees.html", title=title, lycees=lycees)
