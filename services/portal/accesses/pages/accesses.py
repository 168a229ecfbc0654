"""Who has access to a lycée (accès): since when, until when, and what waits for its head."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.listing import Listing
from services.portal.accesses.commands.end_access import end_access
from services.portal.accesses.commands.invite_person import invite_person
from services.portal.accesses.commands.limit_access import limit_access
from services.portal.accesses.commands.restore_access import restore_access
from services.portal.accesses.forms import LimitForm, RestoreForm, VersionForm
from services.portal.accesses.model import Access, AccessState
from services.portal.accesses.pages.choices import lycees_of, name_of, powers, today
from services.portal.accesses.store import Accesses, Holder
from services.portal.permissions import END_ACCESS, GRANT_ACCESS, SEE_ACCESS
from services.portal.sessions.pages import telling_revoked

router = Router()
LIST = "/acces"
ACCESS = "/acces/{grant_id}"
ENDED_SHOWN_FOR = timedelta(days=400)
ORDERS = ("nom", "role", "depuis", "fin")
BESIDE: dict[str, Callable[[UnitOfWork], Awaitable[Any]]] = {}
"""What other features show beside the list, by the word its template knows it by: each adds its own."""
Button = Annotated[Typed[VersionForm], form_of(VersionForm)]


@router.page(LIST, action=SEE_ACCESS)
async def accesses(request: Request, uow: RequestUnitOfWork) -> Response:
    """Who has which role (accès au lycée), what is proposed, what changes hands."""
    return await show_list(request, uow, Typed.blank(VersionForm))


async def show_list(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    """The list, with what was refused."""
    day, asked = today(request), request.query_params
    role = asked.get("role", "")
    listing = Listing(LIST, ORDERS, asked.get("tri", ""), {"role": role})
    holders = await Accesses(uow).holders()
    over = [one for one in holders if one.access.standing(day) is AccessState.OVER]
    kept = [one for one in over if (one.access.until_on or day) > day - ENDED_SHOWN_FOR]
    held = [one for one in holders if one.access.standing(day) is not AccessState.OVER]
    return render(
        request,
        "portal/accesses/access.html",
        typed=typed,
        today=day,
        listing=listing,
        role=role,
        roles=[(one.value, one.label) for one in Role if one in {h.role for h in held}],
        held=_sorted([one for one in held if role in ("", one.role)], listing),
        over=sorted(kept, key=lambda one: one.access.until_on or day, reverse=True),
        **{name: await read(uow) for name, read in BESIDE.items()},
        lycees=lycees_of(request),
        role_of=Role,
    )


def _sorted(holders: list[Holder], listing: Listing) -> list[Holder]:
    keys = {
        "nom": lambda one: one.display_name.casefold(),
        "role": lambda one: list(Role).index(one.role),
        "depuis": lambda one: one.access.from_on,
        "fin": lambda one: one.access.until_on or date.max,
    }
    return sorted(holders, key=keys[listing.order], reverse=listing.descending)


@router.page(ACCESS, action=SEE_ACCESS)
async def one_access(request: Request, uow: RequestUnitOfWork, grant_id: UUID) -> Response:
    """One access: whose, since when, given by whom, until when."""
    access = await Accesses(uow).get(grant_id)
    typed = Typed.blank(LimitForm, last_day=access.last_day, version=access.version)
    return await _one(request, uow, typed, grant_id)


async def _one(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], grant_id: UUID
) -> Response:
    holder = await Accesses(uow).holder(grant_id)
    access, can = holder.access, powers(request)
    over = access.standing(today(request)) is AccessState.OVER
    return render(
        request,
        "portal/accesses/one_access.html",
        typed=typed,
        holder=holder,
        access=access,
        today=today(request),
        over=over,
        may_change=not over and access.uai is not None and holder.role in can.roles(access.uai),
        granted_by=await name_of(uow, access.granted_by),
        ended_by=await name_of(uow, access.ended_by),
        several=len(lycees_of(request)) > 1,
    )


@router.form(f"{ACCESS}/echeance", action=END_ACCESS, redisplay=_one)
async def limit(
    request: Request,
    uow: RequestUnitOfWork,
    grant_id: UUID,
    typed: Annotated[Typed[LimitForm], form_of(LimitForm)],
) -> Response:
    """Set, move or take away its end."""
    form = typed.model
    before = await limit_access(
        uow,
        access_id=grant_id,
        version=form.version,
        last_day=form.last_day,
        powers=powers(request),
        now=uow.now,
    )
    response = see_other(LIST, notice="Dernier jour enregistré.", undo=_as_before(before))
    return telling_revoked(response, request, before.account_id)


@router.form(f"{ACCESS}/fin", action=END_ACCESS, redisplay=_one)
async def end(request: Request, uow: RequestUnitOfWork, grant_id: UUID, typed: Button) -> Response:
    """End it now, in every service at once."""
    before = await end_access(
        uow,
        access_id=grant_id,
        version=typed.model.version,
        powers=powers(request),
        now=uow.now,
    )
    response = see_other(
        LIST, notice="Accès terminé\u00a0: il n’ouvre plus rien.", undo=_as_before(before)
    )
    return telling_revoked(response, request, before.account_id)


def _as_before(before: Access) -> Undo:
    fields = {"version": str(before.version + 1)}
    if before.until_on:
        fields["until_on"] = before.until_on.isoformat()
    return Undo(f"{LIST}/{before.id}/retablissement", fields)


@router.form(f"{ACCESS}/retablissement", action=END_ACCESS, redisplay=_one)
async def restore(
    request: Request,
    uow: RequestUnitOfWork,
    grant_id: UUID,
    typed: Annotated[Typed[RestoreForm], form_of(RestoreForm)],
) -> Response:
    """Put back the end it had before."""
    form = typed.model
    account_id = await restore_access(
        uow,
        access_id=grant_id,
        version=form.version,
        until_on=form.until_on,
        powers=powers(request),
        now=uow.now,
    )
    response = see_other(LIST, notice="Accès rétabli comme avant.")
    return telling_revoked(response, request, account_id)


@router.form(f"{ACCESS}/invitation", action=GRANT_ACCESS)
async def invite_again(uow: RequestUnitOfWork, grant_id: UUID) -> Response:
    """Send the invitation anew to who has not answered it."""
    holder = await Accesses(uow).holder(grant_id)
    if holder.access.uai is not None:
        await invite_person(
            uow,
            mail=holder.mail,
            display_name=holder.display_name,
            uai=holder.access.uai,
            now=uow.now,
        )
    return see_other(f"{LIST}/{grant_id}", notice="Une invitation part à cette adresse.")
