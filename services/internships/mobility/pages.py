"""Mobility aids: the list of what waits, and the aids of one pupil with their next steps."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from annotated_types import Ge, Le
from fastapi import Request, Response
from pydantic import Field

from contracts.identifiers import SchoolYear
from contracts.internships.mobility import AidKind, AidState
from services.chassis.base.identity import Role
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Day, FormModel, Typed, form_of
from services.chassis.web.views.french import date_range
from services.internships.base.access_notes import note_pupil, note_pupils
from services.internships.base.choices import choices
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.mobility.commands import (
    ask_mobility_aid,
    move_mobility_aid,
    undo_mobility_step,
)
from services.internships.mobility.labels import KINDS, STATES
from services.internships.mobility.model.mobility_aid import EUROS_MAX, MobilityAid
from services.internships.mobility.queries import (
    count_aids,
    read_aid,
    read_aids,
    read_aids_of_pupil,
    read_years_of_aids,
)
from services.internships.participations.queries import read_periods_of_pupil
from services.internships.permissions import MANAGE_AIDS, PERMISSIONS, SEE_PFMP
from services.internships.pupils.queries import PupilCard, read_pupil

router = Router()
LIST = "/pfmp/aides"
OF_PUPIL = "/pfmp/eleves/{pupil_year_id}/aides"
AID = "/pfmp/aides/{aid_id}"

NEXT: Mapping[AidState, str] = {
    AidState.ELIGIBLE: "L’élève y a droit",
    AidState.INELIGIBLE: "L’élève n’y a pas droit",
    AidState.GRANTED: "Accorder",
    AidState.PAID: "Noter le versement",
    AidState.WITHDRAWN: "Retirer la demande",
}


class AidForm(FormModel):
    """An aid somebody asks for."""

    period_id: UUID = Field(title="PFMP")
    kind: AidKind = Field(title="Nature de l’aide")
    on: Day = Field(title="Date de la demande")


class StepForm(FormModel):
    """The next step of an aid; an amount when it is granted."""

    version: Annotated[int, Ge(0)]
    to: AidState = Field(title="Étape")
    on: Day = Field(title="Jour")
    amount_euros: Annotated[int, Ge(1), Le(EUROS_MAX)] | None = Field(
        default=None, title="Montant accordé, en euros"
    )


class StepBackForm(FormModel):
    """The last step taken back."""

    version: Annotated[int, Ge(0)]


@router.page(LIST, action=SEE_PFMP)
async def aids(
    request: Request,
    uow: RequestUnitOfWork,
    etat: str = "",
    annee: SchoolYear | None = None,
    apres: str | None = None,
) -> Response:
    """The aids that wait for somebody, or those of a school year in one state."""
    current = SchoolYear.of(local_date(uow.now))
    year = annee or current
    state = AidState(etat) if etat in list(AidState) else None
    page = await read_aids(uow, year=year, state=state, after=apres)
    await note_pupils(uow, [one.uai for one in page.items])
    return draw(
        request,
        "internships/mobility/mobility_aids.html",
        year=year,
        years=sorted({current, year, *await read_years_of_aids(uow)}, reverse=True),
        state=state,
        page=page,
        first=apres is None,
        counts=await count_aids(uow, year),
        kinds=KINDS,
        states=STATES,
    )


@router.page(OF_PUPIL, action=SEE_PFMP)
async def aids_of_pupil(request: Request, pupil_year_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The aids of one pupil, each with its steps, and what comes next."""
    pupil = await read_pupil(uow, pupil_year_id)
    await note_pupil(uow, pupil.id, pupil.uai)
    typed = Typed.blank(AidForm, on=local_date(uow.now))
    return await _of_pupil(request, uow, typed, pupil_year_id)


async def _of_pupil(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], pupil_year_id: UUID
) -> Response:
    pupil = await read_pupil(uow, pupil_year_id)
    found = await read_periods_of_pupil(uow, pupil_year_id)
    return draw(
        request,
        "internships/mobility/pupil_aids.html",
        of=pupil.uai,
        pupil=pupil,
        aids=await read_aids_of_pupil(uow, pupil_year_id),
        periods={one.period_id: one for one in found},
        period_choices=[
            (str(one.period_id), date_range(one.starts_on, one.ends_on)) for one in found
        ],
        may_move=_may_move(request, pupil),
        typed=typed,
        today=local_date(uow.now),
        kinds=KINDS,
        kind_choices=choices(KINDS),
        states=STATES,
    )


def _may_move(request: Request, pupil: PupilCard) -> bool:
    held = {uai for uai, _ in writable(request, PERMISSIONS, MANAGE_AIDS)}
    return pupil.uai in held and not pupil.erased


@router.page(AID, action=SEE_PFMP)
async def show_aid(request: Request, aid_id: UUID, uow: RequestUnitOfWork) -> Response:
    """One aid: its steps, and what comes next."""
    aid = await read_aid(uow, aid_id)
    await note_pupil(uow, aid.pupil_year_id, aid.uai)
    return await _aid(request, uow, Typed.blank(StepForm, on=local_date(uow.now)), aid_id)


async def _aid(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], aid_id: UUID
) -> Response:
    aid = await read_aid(uow, aid_id)
    pupil = await read_pupil(uow, aid.pupil_year_id)
    found = await read_periods_of_pupil(uow, aid.pupil_year_id)
    return draw(
        request,
        "internships/mobility/mobility_aid.html",
        of=aid.uai,
        aid=aid,
        pupil=pupil,
        period=next((one for one in found if one.period_id == aid.period_id), None),
        steps=[(to.value, NEXT[to]) for to in aid.next_states],
        grants=AidState.GRANTED in aid.next_states,
        euros_max=EUROS_MAX,
        may_move=_may_move(request, pupil),
        typed=typed,
        today=local_date(uow.now),
        kinds=KINDS,
        states=STATES,
        roles={role.value: role.label for role in Role},
    )


@router.form(OF_PUPIL, action=MANAGE_AIDS, redisplay=_of_pupil)
async def ask(
    pupil_year_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AidForm], form_of(AidForm)],
) -> Response:
    """Note that an aid is asked for."""
    form = typed.model
    aid_id = await ask_mobility_aid(
        uow,
        pupil_year_id=pupil_year_id,
        period_id=form.period_id,
        kind=form.kind,
        on=form.on,
        now=uow.now,
    )
    return see_other(
        f"/pfmp/eleves/{pupil_year_id}/aides",
        notice="Demande d’aide notée.",
        undo=Undo(f"{LIST}/{aid_id}/retour", {"version": "1"}),
    )


@router.form(f"{AID}/etape", action=MANAGE_AIDS, redisplay=_aid)
async def move(
    aid_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[StepForm], form_of(StepForm)],
) -> Response:
    """Record the next step."""
    form = typed.model
    await move_mobility_aid(
        uow,
        aid_id=aid_id,
        version=form.version,
        to=form.to,
        on=form.on,
        amount_euros=form.amount_euros,
        now=uow.now,
    )
    aid = await read_aid(uow, aid_id)
    return see_other(
        f"{LIST}/{aid_id}",
        notice=f"{KINDS[aid.kind]}\u202f: {STATES[form.to][0].lower()}.",
        undo=Undo(f"{LIST}/{aid_id}/retour", {"version": str(aid.version)}),
    )


@router.form(f"{AID}/retour", action=MANAGE_AIDS, redisplay=_aid)
async def step_back(
    aid_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[StepBackForm], form_of(StepBackForm)],
) -> Response:
    """The last step was a mistake."""
    aid = await undo_mobility_step(uow, aid_id=aid_id, version=typed.model.version, now=uow.now)
    gone = len(aid.steps) == 1
    return see_other(
        f"/pfmp/eleves/{aid.pupil_year_id}/aides" if gone else f"{LIST}/{aid_id}",
        notice=f"{KINDS[aid.kind]}\u202f: étape annulée.",
        undo=_again(aid),
    )


def _again(aid: MobilityAid) -> Undo | None:
    """Doing once more what was taken back; an aid that is gone is asked for anew."""
    last = aid.last
    if len(aid.steps) == 1:
        fields = {"period_id": str(aid.period_id), "kind": aid.kind.value}
        return Undo(f"/pfmp/eleves/{aid.pupil_year_id}/aides", fields | {"on": last.on.isoformat()})
    fields = {"version": str(aid.version + 1), "to": last.state.value, "on": last.on.isoformat()}
    amount = {"amount_euros": str(last.amount_euros)} if last.state is AidState.GRANTED else {}
    return Undo(f"{LIST}/{aid.id}/etape", fields | amount)
