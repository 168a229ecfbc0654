"""A hand-over on one screen: who leaves, who comes, from when, and what will happen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import Forbidden
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.portal.accesses.model import AccessState, check_first_day
from services.portal.accesses.pages.accesses import BESIDE, LIST, show_list
from services.portal.accesses.pages.choices import (
    lycees_of,
    name_of,
    people_in,
    person_named,
    person_of,
    powers,
    today,
)
from services.portal.accesses.store import Accesses, Holder
from services.portal.accounts.model.account import checked_mail, checked_name
from services.portal.accounts.store import Accounts
from services.portal.handovers.commands import cancel_handover, hand_over
from services.portal.handovers.forms import HandoverForm
from services.portal.handovers.model import RoleHandover, check_people, parts_of
from services.portal.handovers.store import Handovers, Listed
from services.portal.permissions import HAND_OVER, Powers
from services.portal.sessions.pages import telling_revoked

router = Router()
PATH = "/acces/passation"
PREVIEW = f"{PATH}/apercu"
CANCEL = "/acces/passations/{handover_id}/annulation"
Handing = Annotated[Typed[HandoverForm], form_of(HandoverForm)]


async def _newest(uow: UnitOfWork) -> Sequence[Listed]:
    return await Handovers(uow).newest()


BESIDE["handovers"] = _newest


@dataclass(frozen=True)
class Preview:
    """What will happen."""

    leaver: str
    successor: str
    lycee: str
    on: date
    parts: list[RoleHandover]
    at_once: bool


@router.page(PATH, action=HAND_OVER, whole=True)
async def blank(request: Request, uow: RequestUnitOfWork, depart: UUID | None = None) -> Response:
    """An empty form; for somebody who leaves when the address names them."""
    return await _form(request, uow, Typed.blank(HandoverForm, leaver=depart))


async def _form(
    request: Request, uow: UnitOfWork, typed: Typed[HandoverForm], preview: Preview | None = None
) -> Response:
    holders = await Accesses(uow).holders()
    return render(
        request,
        "portal/handovers/handover.html",
        typed=typed,
        preview=preview,
        lycees=list(lycees_of(request).items()),
        leavers=people_in(_leavers(holders, powers(request), today(request))),
        people=people_in(holders),
        role_of=Role,
        today=today(request),
    )


def _leavers(holders: list[Holder], can: Powers, day: date) -> list[Holder]:
    """Holders whose every role here may be moved by who asks."""
    held = [one for one in holders if one.access.standing(day) is not AccessState.OVER]
    barred = {one.access.account_id for one in held if not _may_move(one, can)}
    return [one for one in held if one.access.account_id not in barred]


def _may_move(one: Holder, can: Powers) -> bool:
    if one.access.uai is None:
        return False
    try:
        can.expect_to_move(one.role, one.access.uai, leaver_id=one.access.account_id)
    except Forbidden:
        return False
    return True


async def _form_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[HandoverForm]
) -> Response:
    return await _form(request, uow, typed)


# Not recorded: it shows what would happen, and changes nothing.
@router.form(PREVIEW, action=HAND_OVER, redisplay=_form_again, recorded=False, whole=True)
async def preview(request: Request, uow: RequestUnitOfWork, typed: Handing) -> Response:
    """What will happen, under the form."""
    form, uai = typed.model, uow.writing_for()
    check_first_day(form.on, today=today(request))
    successor_id = await person_named(uow, form)
    if successor_id is None:
        named = checked_name(form.name or "")
        account = await Accounts(uow).by_mail(checked_mail(form.mail or ""))
        known = account is not None and await Accesses(uow).held(account.id, uai)
        successor_id = account.id if account is not None and known else None
    else:
        named = await name_of(uow, successor_id) or ""
    check_people(form.leaver, successor_id)
    has = await Accesses(uow).held(successor_id, uai) if successor_id else []
    parts = parts_of(await Accesses(uow).held(form.leaver, uai), has, on=form.on)
    seen = Preview(
        leaver=await name_of(uow, form.leaver) or "",
        successor=named,
        lycee=lycees_of(request)[uai],
        on=form.on,
        parts=parts,
        at_once=form.on == today(request),
    )
    return await _form(request, uow, typed, seen)


@router.form(PATH, action=HAND_OVER, redisplay=_form_again, whole=True)
async def record(request: Request, uow: RequestUnitOfWork, typed: Handing) -> Response:
    """Record it."""
    form, uai = typed.model, uow.writing_for()
    successor_id = await person_of(uow, form, uai=uai)
    await hand_over(
        uow,
        leaver_id=form.leaver,
        successor_id=successor_id,
        uai=uai,
        on=form.on,
        powers=powers(request),
        now=uow.now,
    )
    return telling_revoked(
        see_other(LIST, notice="Passation enregistrée."), request, form.leaver, successor_id
    )


@router.form(CANCEL, action=HAND_OVER, redisplay=show_list)
async def cancel(request: Request, uow: RequestUnitOfWork, handover_id: UUID) -> Response:
    """Cancel it, as long as its day has not come."""
    cancelled = await cancel_handover(
        uow, handover_id=handover_id, powers=powers(request), now=uow.now
    )
    response = see_other(LIST, notice="Passation annulée\u00a0: chacun garde ses accès.")
    return telling_revoked(response, request, cancelled.leaver_id, cancelled.successor_id)
