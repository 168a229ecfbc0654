"""Saved views of the list of companies: mine, or shared with the bureau."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Identity, Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import CurrentIdentity, RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.activities.model.sectors import SECTIONS
from services.partnerships.base.labels import choices
from services.partnerships.companies.pages import writer
from services.partnerships.company_list.labels import (
    LAST_EXCHANGES,
    LEADS,
    VIEW_COLUMNS,
    VIEW_ORDERS,
)
from services.partnerships.company_list.pages.filters import RADII, STAGES_ASKED, CompanyQuery
from services.partnerships.company_views.commands import (
    change_view,
    choose_default_view,
    put_back_view,
    remove_view,
    save_view,
)
from services.partnerships.company_views.forms import (
    CONDITIONS,
    BeginForm,
    ViewForm,
    typed_view,
)
from services.partnerships.company_views.model import GROUPS_MAX, USUAL_COLUMNS, CompanyView
from services.partnerships.company_views.pages.list_filter import formations_taught, prefilled
from services.partnerships.company_views.store import CompanyViews
from services.partnerships.permissions import SAVE_VIEWS

router = Router()
VIEWS = "/entreprises/vues"
VIEW = f"{VIEWS}/{{view_id}}"
Filled = Annotated[Typed[ViewForm], form_of(ViewForm)]
YES = {
    "territoire": "Le nôtre",
    "accueil": "A déjà accueilli",
    "places": "Il en reste",
    "calme": "Aucune depuis 30\u00a0jours",
}


@router.page(f"{VIEWS}/nouvelle", action=SAVE_VIEWS)
async def new_view(
    request: Request, uow: RequestUnitOfWork, asked: Annotated[CompanyQuery, Depends()]
) -> Response:
    """A view that begins with what the list was asked for."""
    typed = Typed.blank(ViewForm, columns=list(USUAL_COLUMNS), **prefilled(asked))
    return await _form(request, uow, typed)


@router.page(VIEW, action=SAVE_VIEWS)
async def show_view(
    request: Request, view_id: UUID, uow: RequestUnitOfWork, identity: CurrentIdentity
) -> Response:
    """A view to change; somebody else's, to copy."""
    view = await _shown(uow, view_id, identity.account_id)
    return await _form(request, uow, _opened(view, identity.account_id), view_id)


async def _new_again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _form(request, uow, typed)


async def _one_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], view_id: UUID
) -> Response:
    return await _form(request, uow, typed, view_id)


async def _form(
    request: Request, uow: UnitOfWork, typed: Typed[Any], view_id: UUID | None = None
) -> Response:
    account_id = context_of(request).user.account_id
    view = await _shown(uow, view_id, account_id) if view_id else None
    return render(
        request,
        "partnerships/company_views/view.html",
        typed=typed,
        view=view,
        owned=view is None or view.owner_id == account_id,
        may_remove=view is not None and _may_remove(view, context_of(request).user),
        numbers=range(1, GROUPS_MAX + 1),
        open_groups=[n for n in range(1, GROUPS_MAX + 1) if _used(typed, n)],
        conditions=CONDITIONS,
        options=await _options(request, uow),
        columns=list(VIEW_COLUMNS.items()),
        orders=list(VIEW_ORDERS.items()),
        **writer(request),
    )


def _runs(identity: Identity) -> set[Uai]:
    """The lycées whose bureau somebody runs."""
    return {grant.uai for grant in identity.grants if grant.uai and grant.role is Role.RBDE}


def _may_remove(view: CompanyView, identity: Identity) -> bool:
    return view.owner_id == identity.account_id or view.uai in _runs(identity)


def _used(typed: Typed[Any], number: int) -> bool:
    names = [f"{name}_{number}" for name in CONDITIONS]
    return any(typed.value(name) or name in typed.errors for name in names)


async def _options(request: Request, uow: UnitOfWork) -> dict[str, Any]:
    """The choices of each condition; a day has none."""
    return {
        "rayon": [(km, f"{km}\u00a0km autour") for km in RADII],
        "secteur": [(letter, label) for letter, (_, _, label) in SECTIONS.items()],
        "formation": list((await formations_taught(request, uow)).items()),
        "echange": choices(LAST_EXCHANGES),
        "etape": list(STAGES_ASKED.items()),
        "chef": choices(LEADS),
        **{name: [("oui", label)] for name, label in YES.items()},
    }


@router.form(VIEWS, action=SAVE_VIEWS, redisplay=_new_again)
async def save(uow: RequestUnitOfWork, identity: CurrentIdentity, typed: Filled) -> Response:
    """Save a view."""
    form = typed.model
    view_id = await save_view(
        uow,
        account_id=identity.account_id,
        content=form.content(),
        uai=form.uai,
        now=uow.now,
    )
    return see_other(f"/entreprises?vue={view_id}", notice="Vue enregistrée.")


@router.form(VIEW, action=SAVE_VIEWS, redisplay=_one_again)
async def change(
    view_id: UUID, uow: RequestUnitOfWork, identity: CurrentIdentity, typed: Filled
) -> Response:
    """Change what a view of one's own shows."""
    form = typed.model
    await change_view(
        uow,
        view_id=view_id,
        account_id=identity.account_id,
        version=form.version or 0,
        content=form.content(),
        now=uow.now,
    )
    return see_other(f"/entreprises?vue={view_id}", notice="Vue modifiée.")


async def _again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], view_id: UUID
) -> Response:
    """The view's own form, saying why the other thing was refused."""
    account_id = context_of(request).user.account_id
    opened = _opened(await _shown(uow, view_id, account_id), account_id)
    return await _form(request, uow, opened.saying(typed.refusal or ""), view_id)


@router.form(f"{VIEW}/suppression", action=SAVE_VIEWS, redisplay=_again)
async def remove(
    view_id: UUID,
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Remove a view of one's own; whoever runs the bureau, one that it shares."""
    await remove_view(
        uow,
        view_id=view_id,
        account_id=identity.account_id,
        runs=_runs(identity),
        now=uow.now,
    )
    undo = Undo(f"{VIEWS}/{view_id}/remise")
    return see_other("/entreprises?filtre=miennes", notice="Vue supprimée.", undo=undo)


@router.form(f"{VIEW}/remise", action=SAVE_VIEWS, redisplay=_again)
async def put_back(
    view_id: UUID,
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Put back a view that was removed."""
    await put_back_view(
        uow,
        view_id=view_id,
        account_id=identity.account_id,
        runs=_runs(identity),
        now=uow.now,
    )
    return see_other(f"/entreprises?vue={view_id}", notice="Vue remise.")


@router.form(f"{VIEW}/defaut", action=SAVE_VIEWS, redisplay=_again)
async def begin(
    view_id: UUID,
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[BeginForm], form_of(BeginForm)],
) -> Response:
    """Begin with this view, or with none any more."""
    wanted = typed.model.wanted
    await choose_default_view(
        uow, view_id=view_id, account_id=identity.account_id, wanted=wanted, now=uow.now
    )
    notice = "La liste s’ouvrira sur cette vue." if wanted else "La liste s’ouvrira sans vue."
    undo = Undo(f"{VIEWS}/{view_id}/defaut", {"wanted": str(not wanted).lower()})
    return see_other(f"/entreprises?vue={view_id}", notice=notice, undo=undo)


async def _shown(uow: UnitOfWork, view_id: UUID, account_id: UUID) -> CompanyView:
    """Raises NotFound, for what somebody keeps to themselves too."""
    for view in await CompanyViews(uow).of(account_id):
        if view.id == view_id:
            return view
    raise NotFound


def _opened(view: CompanyView, account_id: UUID) -> Typed[ViewForm]:
    values = typed_view(view.content) | {"version": view.version}
    if view.owner_id != account_id:
        values |= {"name": f"{view.content.name} (copie)"[:60], "shared": None, "version": None}
    return Typed.blank(ViewForm, **values)
