"""The list of needs: of the supervisor by what she has to do, of a bureau by what waits for it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import Request, Response

from contracts.coordination.needs import NeedKind
from contracts.identifiers import Uai
from services.chassis.unit_of_work.permissions import Action
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.strict_query import asked_id
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import plural
from services.chassis.web.views.listing import Listing
from services.coordination.need_list.commands import close_needs, dismiss_needs, restore_needs
from services.coordination.need_list.forms import (
    ClosedNeedsForm,
    DismissedNeedsForm,
    RestoredNeedsForm,
)
from services.coordination.need_list.labels import (
    DISMISSALS,
    KINDS,
    LATE,
    PLACES,
    TO_CLOSE,
    choices,
    labels,
)
from services.coordination.need_list.model import FOR_THE_BIN, NeedCut, Place, places
from services.coordination.need_list.queries import count_places, count_to_close, read_needs
from services.coordination.needs.model.states import NeedStatus
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.permissions import PERMISSIONS, ROUTE_NEEDS, SEE_NEEDS, TELL_NEEDS

router = Router()
NEEDS = "/besoins"
IN_DELAY = "en-retard"
FOR_CLOSING = "a-clore"
WORDS_MAX = 100


@router.page(NEEDS, action=SEE_NEEDS)
async def list_of_needs(request: Request, uow: RequestUnitOfWork) -> Response:
    """Needs of companies (besoins d’entreprises)."""
    return await _list(request, uow, Typed.blank(DismissedNeedsForm))


async def list_again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    """The list, where something asked of it is refused."""
    return await _list(request, uow, typed)


async def _list(request: Request, uow: UnitOfWork, typed: Typed[Any]) -> Response:
    wide = uow.scope.department_wide
    cut, after = asked_cut(request), asked_id(request, "apres")
    page = await read_needs(uow, cut, after=after)
    counts = await count_places(uow)
    names = await Lycees(uow).names()
    offered = places(wide=wide)
    return render(
        request,
        "coordination/need_list/needs.html",
        page=page,
        first=after is None,
        counts=counts,
        offered=offered,
        cut=cut,
        typed=typed,
        wide=wide,
        listing=Listing(NEEDS, ("attente",), "", filters_of(request)),
        place_choices=[
            *((one.value, PLACES[one]) for one in offered),
            (IN_DELAY, LATE),
            *([(FOR_CLOSING, TO_CLOSE)] if may(request, ROUTE_NEEDS) else []),
        ],
        kind_choices=choices(KINDS),
        lycee_choices=[(uai, name) for uai, name in names.items() if uai != uow.department_uai],
        dismissal_choices=choices(DISMISSALS),
        for_the_bin=FOR_THE_BIN if may(request, ROUTE_NEEDS) else (),
        to_close=await count_to_close(uow) if may(request, ROUTE_NEEDS) else 0,
        may_tell=may(request, TELL_NEEDS),
        may_route=may(request, ROUTE_NEEDS),
        today=local_date(uow.now),
        **labels(),
    )


@router.form(f"{NEEDS}/ecart", action=ROUTE_NEEDS, redisplay=list_again)
async def dismiss_several(
    uow: RequestUnitOfWork, typed: Annotated[Typed[DismissedNeedsForm], form_of(DismissedNeedsForm)]
) -> Response:
    """Set several apart: nothing is written to the companies."""
    form = typed.model
    gone = await dismiss_needs(uow, need_ids=form.need_ids, reason=form.reason, now=uow.now)
    if not gone:
        return see_other(NEEDS, notice="Rien à écarter\u202f: ces demandes ont déjà changé d’état.")
    undo = Undo(f"{NEEDS}/remise", {"need_ids": ",".join(map(str, gone))})
    done = "écartées" if len(gone) > 1 else "écartée"
    return see_other(NEEDS, notice=f"{plural(len(gone), 'demande')} {done}.", undo=undo)


@router.form(f"{NEEDS}/remise", action=ROUTE_NEEDS, redisplay=list_again)
async def restore_several(
    uow: RequestUnitOfWork, typed: Annotated[Typed[RestoredNeedsForm], form_of(RestoredNeedsForm)]
) -> Response:
    """Take back that they were set apart."""
    back = await restore_needs(uow, need_ids=typed.model.need_ids, now=uow.now)
    done = "remises" if back > 1 else "remise"
    return see_other(
        NEEDS,
        notice=f"{plural(back, 'demande')} {done} où elles étaient."
        if back > 1
        else f"{plural(back, 'demande')} {done} où elle était.",
    )


@router.form(f"{NEEDS}/cloture", action=ROUTE_NEEDS, redisplay=list_again)
async def close_several(
    uow: RequestUnitOfWork, typed: Annotated[Typed[ClosedNeedsForm], form_of(ClosedNeedsForm)]
) -> Response:
    """Close several that were answered, as they were."""
    closed = await close_needs(uow, need_ids=typed.model.need_ids, now=uow.now)
    if not closed:
        return see_other(NEEDS, notice="Rien à clore\u202f: ces besoins ont déjà changé d’état.")
    undo = Undo(f"{NEEDS}/reouverture", {"need_ids": ",".join(map(str, closed))})
    return see_other(NEEDS, notice=f"{plural(len(closed), 'besoin')} clos.", undo=undo)


@router.form(f"{NEEDS}/reouverture", action=ROUTE_NEEDS, redisplay=list_again)
async def unclose_several(
    uow: RequestUnitOfWork, typed: Annotated[Typed[RestoredNeedsForm], form_of(RestoredNeedsForm)]
) -> Response:
    """Take back that they were closed: each is answered, as it was."""
    ids = typed.model.need_ids
    back = await restore_needs(uow, need_ids=ids, from_status=NeedStatus.CLOSED, now=uow.now)
    where = "où ils étaient" if back > 1 else "où il était"
    return see_other(NEEDS, notice=f"{plural(back, 'besoin')} de nouveau {where}.")


def filters_of(request: Request) -> Mapping[str, str]:
    """What an address asks of the list, in its own words."""
    names = ("q", "etat", "nature", "lycee_concerne")
    return {name: request.query_params.get(name, "")[:WORDS_MAX] for name in names}


def asked_cut(request: Request) -> NeedCut:
    """The same, understood; a word nobody knows asks nothing."""
    asked = filters_of(request)
    return NeedCut(
        place=next((one for one in Place if one == asked["etat"]), None),
        late=asked["etat"] == IN_DELAY,
        to_close=asked["etat"] == FOR_CLOSING,
        kind=next((one for one in NeedKind if one == asked["nature"]), None),
        lycee=_uai(asked["lycee_concerne"]),
        words=asked["q"],
    )


def said_cut(cut: NeedCut, names: Mapping[str, str]) -> Sequence[str]:
    """What a list is kept to, a line each, for a file."""
    return [
        *([f"État\u00a0: {PLACES[cut.place]}"] if cut.place else []),
        *([f"État\u00a0: {LATE}"] if cut.late else []),
        *([f"État\u00a0: {TO_CLOSE}"] if cut.to_close else []),
        *([f"Nature\u00a0: {KINDS[cut.kind]}"] if cut.kind else []),
        *([f"Bureau\u00a0: {names.get(cut.lycee, cut.lycee)}"] if cut.lycee else []),
        *([f"Mots\u00a0: {cut.words}"] if cut.words else []),
    ]


def _uai(text: str) -> Uai | None:
    try:
        return Uai(text)
    except ValueError:
        return None


def may(request: Request, action: Action) -> bool:
    """Whether who asks may do it, for one lycée at least."""
    return PERMISSIONS.allows(context_of(request).user, action)
