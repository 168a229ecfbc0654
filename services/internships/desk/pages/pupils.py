"""Pupils by class; one pupil, with departure and return."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.reference.nomenclatures.towns import town_text
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.approaches.model.suggestion import Suggestion
from services.internships.approaches.queries.approaches import read_approaches_of_pupil
from services.internships.approaches.queries.suggestions import read_suggestions
from services.internships.base.access_notes import note_pupil, note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.families.labels import SLOTS
from services.internships.families.model import Family
from services.internships.families.store import Families, FamilyWritings
from services.internships.given_links.queries.links import read_links_of_pupil
from services.internships.hosts.pages import with_host_names
from services.internships.hosts.store.hosts import Host
from services.internships.leavers.commands import cancel_departure, record_departure
from services.internships.leavers.forms import DepartureForm, ReturnForm
from services.internships.participations.labels import EXEMPTIONS, STANDINGS
from services.internships.participations.model import PupilSituation
from services.internships.participations.queries import PupilPeriod, read_periods_of_pupil
from services.internships.permissions import (
    ERASE_PUPIL,
    GIVE_LINK,
    MANAGE_PUPILS,
    PERMISSIONS,
    SEE_PFMP,
)
from services.internships.placements.labels import ENDS, STATUSES
from services.internships.placements.queries.placements import read_placements_of_pupil
from services.internships.pupils.model import adult_on, age_on, is_minor_on
from services.internships.pupils.queries import PupilCard, read_pupil, read_pupils_by_class

router = Router()
SUGGESTED_HERE = 3
PUPIL = "/pfmp/eleves/{pupil_year_id}"


@router.page("/pfmp/eleves", action=SEE_PFMP)
async def pupils(request: Request, uow: RequestUnitOfWork) -> Response:
    """The pupils of the school year, by class."""
    year = SchoolYear.of(local_date(uow.now))
    groups = await read_pupils_by_class(uow, uow.scope.uais, year)
    await note_pupils(uow, uow.scope.uais)
    return draw(request, "internships/desk/pupils.html", groups=groups, school_year=year)


@router.page(PUPIL, action=SEE_PFMP)
async def pupil(request: Request, pupil_year_id: UUID, uow: RequestUnitOfWork) -> Response:
    """One pupil: periods, places, departure."""
    typed = Typed.blank(DepartureForm, on=local_date(uow.now))
    card = await read_pupil(uow, pupil_year_id)
    await note_pupil(uow, card.id, card.uai)
    return await _pupil(request, uow, typed, pupil_year_id)


def age_of(card: PupilCard, today: date) -> str | None:
    """How old a pupil is, and until when a minor; None when the birth date is not known."""
    if card.born_on is None:
        return None
    years = f"{age_on(card.born_on, today)}\u00a0ans"
    if not is_minor_on(card.born_on, today):
        return f"Majeur, {years}"
    return f"Mineur, {years} (majeur le {adult_on(card.born_on):%d/%m/%Y})"


async def _pupil(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], pupil_year_id: UUID
) -> Response:
    card = await read_pupil(uow, pupil_year_id)
    periods = await read_periods_of_pupil(uow, pupil_year_id)
    looking, suggested = await _suggested(uow, card, periods)
    may_give = not card.erased and PERMISSIONS.allows(context_of(request).user, GIVE_LINK)
    return draw(
        request,
        "internships/desk/pupil.html",
        of=card.uai,
        pupil=card,
        periods=periods,
        looking=looking,
        suggested=await with_host_names(request, card.uai, suggested),
        placements=await with_host_names(
            request, card.uai, await read_placements_of_pupil(uow, pupil_year_id)
        ),
        approaches=await with_host_names(
            request, card.uai, await read_approaches_of_pupil(uow, pupil_year_id)
        ),
        typed=typed,
        today=local_date(uow.now),
        age=age_of(card, local_date(uow.now)),
        home=town_text(card.commune, None) if card.commune else None,
        standings=STANDINGS,
        statuses=STATUSES,
        ends=ENDS,
        exemptions=EXEMPTIONS,
        family=await _family_of(uow, card),
        writing=await FamilyWritings(uow).of(card.uai),
        slots=SLOTS,
        links=await read_links_of_pupil(uow, pupil_year_id) if may_give else (),
        may_erase=PERMISSIONS.allows(context_of(request).user, ERASE_PUPIL),
    )


async def _suggested(
    uow: UnitOfWork, card: PupilCard, periods: Sequence[PupilPeriod]
) -> tuple[PupilPeriod | None, Sequence[Suggestion[Host]]]:
    """The nearest PFMP the pupil has no place for, and three hosts to ask for it."""
    today = local_date(uow.now)
    without = [
        one
        for one in periods
        if one.published and one.standing is PupilSituation.WITHOUT and one.ends_on >= today
    ]
    if card.erased or card.left_on or not without:
        return None, ()
    nearest = min(without, key=lambda one: one.starts_on)
    return nearest, (await read_suggestions(uow, card, nearest, today=today))[:SUGGESTED_HERE]


async def _family_of(uow: UnitOfWork, card: PupilCard) -> Family | None:
    return None if card.erased else await Families(uow).of_pupil(card.id)


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
    typed: Annotated[Typed[ReturnForm], form_of(ReturnForm)],
) -> Response:
    """The pupil is back, or never left."""
    form = typed.model
    await cancel_departure(
        uow,
        pupil_year_id=pupil_year_id,
        version=form.version,
        by_mistake=form.by_mistake,
        now=uow.now,
    )
    return see_other(
        f"/pfmp/eleves/{pupil_year_id}",
        notice="Retour enregistré. Les lieux d’accueil que le départ a arrêtés le restent\u202f: "
        "reprenez-les depuis cette fiche, ou proposez-en d’autres.",
    )
