"""The calendar of bodies: read by all, kept by the supervisor."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.committees.queries import offered_lycees
from services.coordination.news.model.calendar import local_date
from services.coordination.offer_calendar.commands import (
    add_date,
    change_date,
    remove_date,
    restore_date,
)
from services.coordination.offer_calendar.forms import ChangedDateForm, DateForm
from services.coordination.offer_calendar.queries import read_years
from services.coordination.offer_calendar.store import OfferDates
from services.coordination.offer_files.labels import BODIES, choices, labels, year_choices
from services.coordination.permissions import PERMISSIONS, PREPARE_OFFER, SEE_OFFER

router = Router()
CALENDAR = "/offre/calendrier"
NEW = f"{CALENDAR}/nouvelle"
ONE = f"{CALENDAR}/{{offer_date_id}}"
Shown = Annotated[Typed[DecisionForm], form_of(DecisionForm)]


@router.page(CALENDAR, action=SEE_OFFER)
async def calendar(request: Request, uow: RequestUnitOfWork) -> Response:
    """Dates of the bodies, campaign by campaign."""
    return await _calendar(request, uow, Typed.blank(DecisionForm))


async def _calendar(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    offer_date_id: UUID | None = None,
) -> Response:
    if offer_date_id is not None:
        await OfferDates(uow).get(offer_date_id)
    return render(
        request,
        "coordination/offer_calendar/calendar.html",
        typed=typed,
        years=await read_years(uow),
        may_prepare=PERMISSIONS.allows(context_of(request).user, PREPARE_OFFER),
        today=local_date(uow.now),
        **labels(),
    )


@router.page(NEW, action=PREPARE_OFFER)
async def new(request: Request, uow: RequestUnitOfWork) -> Response:
    """An empty date."""
    return await _new(request, uow, Typed.blank(DateForm))


async def _new(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _form(request, uow, typed, None)


@router.form(NEW, action=PREPARE_OFFER, redisplay=_new)
async def add(
    uow: RequestUnitOfWork, typed: Annotated[Typed[DateForm], form_of(DateForm)]
) -> Response:
    """Add a date."""
    await add_date(uow, plan=typed.model.plan())
    return see_other(CALENDAR, notice="Date ajoutée.")


@router.page(f"{ONE}/correction", action=PREPARE_OFFER)
async def edit(request: Request, uow: RequestUnitOfWork, offer_date_id: UUID) -> Response:
    """A date to change."""
    one = await OfferDates(uow).get(offer_date_id)
    typed = Typed.blank(ChangedDateForm, **vars(one.plan), version=one.version)
    return await _edit(request, uow, typed, offer_date_id)


async def _edit(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], offer_date_id: UUID
) -> Response:
    await OfferDates(uow).get(offer_date_id)
    return await _form(request, uow, typed, offer_date_id)


@router.form(f"{ONE}/correction", action=PREPARE_OFFER, redisplay=_edit)
async def change(
    offer_date_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ChangedDateForm], form_of(ChangedDateForm)],
) -> Response:
    """Change a date."""
    form = typed.model
    await change_date(uow, date_id=offer_date_id, version=form.version, plan=form.plan())
    return see_other(CALENDAR, notice="Date corrigée.")


@router.form(f"{ONE}/retrait", action=PREPARE_OFFER, redisplay=_calendar)
async def remove(offer_date_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Take it out of the calendar."""
    version = typed.model.version
    await remove_date(uow, date_id=offer_date_id, version=version, now=uow.now)
    undo = Undo(f"{CALENDAR}/{offer_date_id}/retour", {"version": str(version + 1)})
    return see_other(CALENDAR, notice="Date retirée du calendrier.", undo=undo)


@router.form(f"{ONE}/retour", action=PREPARE_OFFER, redisplay=_calendar)
async def restore(offer_date_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Put it back."""
    await restore_date(uow, date_id=offer_date_id, version=typed.model.version)
    return see_other(CALENDAR, notice="La date est de nouveau dans le calendrier.")


async def _form(
    request: Request, uow: UnitOfWork, typed: Typed[Any], date_id: UUID | None
) -> Response:
    known = _year(typed.value("effect_year"))
    return render(
        request,
        "coordination/offer_calendar/date_form.html",
        typed=typed,
        date_id=date_id,
        lycees=await offered_lycees(uow),
        body_choices=choices(BODIES),
        years=year_choices(SchoolYear.of(local_date(uow.now)), *known),
    )


def _year(typed: str) -> list[SchoolYear]:
    try:
        return [SchoolYear(typed)] if typed else []
    except ValueError:
        return []
