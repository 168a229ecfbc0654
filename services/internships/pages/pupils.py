"""Pupils by class; one pupil, with departure and return."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.web.forms import Typed, form_of
from services.chassis.web.rendering import see_other
from services.chassis.web.routing import RequestUnitOfWork, Router
from services.chassis.work import UnitOfWork
from services.internships.domain.tally import local_date
from services.internships.pages.drawing import draw
from services.internships.pages.forms import DepartureForm, VersionForm
from services.internships.pages.labels import EXEMPTIONS, STANDINGS, STATUSES
from services.internships.permissions import MANAGE_PUPILS, SEE_PFMP
from services.internships.queries.placements import read_placements_of_pupil
from services.internships.queries.pupils import (
    read_periods_of_pupil,
    read_pupil,
    read_pupils_by_class,
)
from services.internships.use_cases.cancel_departure import cancel_departure
from services.internships.use_cases.record_departure import record_departure

router = Router()
PUPIL = "/pfmp/eleves/{pupil_year_id}"


@router.page("/pfmp/eleves", action=SEE_PFMP)
async def pupils(request: Request, uow: RequestUnitOfWork) -> Response:
    """The pupils of the school year, by class."""
    year = SchoolYear.of(local_date(uow.now))
    groups = await read_pupils_by_class(uow, uow.scope.uais, year)
    return draw(request, "pupils", groups=groups, school_year=year)


@router.page(PUPIL, action=SEE_PFMP)
async def pupil(request: Request, pupil_year_id: UUID, uow: RequestUnitOfWork) -> Response:
    """One pupil: periods, places, departure."""
    typed = Typed.blank(DepartureForm, on=local_date(uow.now))
    return await _pupil(request, uow, typed, pupil_year_id)


async def _pupil(
    request: Request, uow: UnitOfWork, typed: Typed[Any], pupil_year_id: UUID
) -> Response:
    return draw(
        request,
        "pupil",
        pupil=await read_pupil(uow, pupil_year_id),
        periods=await read_periods_of_pupil(uow, pupil_year_id),
        placements=await read_placements_of_pupil(uow, pupil_year_id),
        typed=typed,
        today=local_date(uow.now),
        standings=STANDINGS,
        statuses=STATUSES,
        exemptions=EXEMPTIONS,
    )


@router.form(f"{PUPIL}/sortie", action=MANAGE_PUPILS, redisplay=_pupil)
async def leave(
    pupil_year_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[DepartureForm], form_of(DepartureForm)],
) -> Response:
    """The pupil left; places not over yet are given up."""
    form = typed.model
    await record_departure(
        uow, pupil_year_id=pupil_year_id, version=form.version, on=form.on, now=uow.now
    )
    return see_other(f"/pfmp/eleves/{pupil_year_id}", notice="Sortie enregistrée.")


@router.form(f"{PUPIL}/retour", action=MANAGE_PUPILS, redisplay=_pupil)
async def come_back(
    pupil_year_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[VersionForm], form_of(VersionForm)],
) -> Response:
    """The pupil is back."""
    await cancel_departure(
        uow, pupil_year_id=pupil_year_id, version=typed.model.version, now=uow.now
    )
    return see_other(f"/pfmp/eleves/{pupil_year_id}", notice="Retour enregistré.")
