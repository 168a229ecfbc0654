"""The visit a teacher plans, moves or calls off: by a personal link, or signed in."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.permissions import FOLLOW_OWN
from services.internships.referent_desk.forms import OwnShownVisitForm, OwnVisitForm
from services.internships.referent_desk.pages.by_link import PUPIL, do_by_link
from services.internships.referent_desk.pages.own_pupils import LIST, account_of, show_again
from services.internships.referent_desk.queries import read_pupil_of_account
from services.internships.visits.forms import ShownVisitForm, VisitForm
from services.internships.visits.pages import (
    CANCEL,
    RESTORE,
    VISIT,
    Done,
    arrange,
    call_off,
    restore,
)

router = Router()


@router.form(f"{PUPIL}/{VISIT}", action=PUBLIC, recorded=False, secret=True)
async def plan_by_link(
    request: Request,
    follow_token: str,
    followed_id: UUID,
    typed: Annotated[Typed[VisitForm], form_of(VisitForm)],
) -> Response:
    """Plan a visit, or move it."""

    async def work(uow: UnitOfWork, referent_id: UUID) -> Done:  # noqa: ARG001  planned as a teacher
        return await arrange(uow, placement_id=followed_id, form=typed.model)

    return await do_by_link(request, (follow_token, followed_id), typed, work)


@router.form(f"{PUPIL}/{CANCEL}", action=PUBLIC, recorded=False, secret=True)
async def cancel_by_link(
    request: Request,
    follow_token: str,
    followed_id: UUID,
    typed: Annotated[Typed[ShownVisitForm], form_of(ShownVisitForm)],
) -> Response:
    """Call a visit off by the link: it does not take place."""

    async def work(uow: UnitOfWork, referent_id: UUID) -> Done:  # noqa: ARG001  said as a teacher
        return await call_off(uow, placement_id=followed_id, form=typed.model)

    return await do_by_link(request, (follow_token, followed_id), typed, work)


@router.form(f"{PUPIL}/{RESTORE}", action=PUBLIC, recorded=False, secret=True)
async def restore_by_link(
    request: Request,
    follow_token: str,
    followed_id: UUID,
    typed: Annotated[Typed[ShownVisitForm], form_of(ShownVisitForm)],
) -> Response:
    """Put a visit back by the link: it takes place after all."""

    async def work(uow: UnitOfWork, referent_id: UUID) -> Done:  # noqa: ARG001  said as a teacher
        return await restore(uow, placement_id=followed_id, form=typed.model)

    return await do_by_link(request, (follow_token, followed_id), typed, work)


@router.form(f"{LIST}/{VISIT}", action=FOLLOW_OWN, redisplay=show_again)
async def plan(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[OwnVisitForm], form_of(OwnVisitForm)],
) -> Response:
    """Plan a visit, or move it."""
    form = typed.model
    return await _own(
        request, uow, form.stay_id, lambda one: arrange(uow, placement_id=one, form=form)
    )


@router.form(f"{LIST}/{CANCEL}", action=FOLLOW_OWN, redisplay=show_again)
async def cancel(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[OwnShownVisitForm], form_of(OwnShownVisitForm)],
) -> Response:
    """Call a visit off: it does not take place."""
    form = typed.model
    return await _own(
        request, uow, form.stay_id, lambda one: call_off(uow, placement_id=one, form=form)
    )


@router.form(f"{LIST}/{RESTORE}", action=FOLLOW_OWN, redisplay=show_again)
async def take_back(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[OwnShownVisitForm], form_of(OwnShownVisitForm)],
) -> Response:
    """Put a visit back: it takes place after all."""
    form = typed.model
    return await _own(
        request, uow, form.stay_id, lambda one: restore(uow, placement_id=one, form=form)
    )


async def _own(
    request: Request, uow: UnitOfWork, stay_id: UUID, work: Callable[[UUID], Awaitable[Done]]
) -> Response:
    pupil = await read_pupil_of_account(uow, account_of(request), stay_id)
    done = await work(pupil.placement_id)
    back = {"stay_id": str(stay_id), **(done.back or {})}
    undo = Undo(f"{LIST}/{done.way}", back) if done.way else None
    return see_other(LIST, notice=done.notice, undo=undo)
