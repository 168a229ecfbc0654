"""The calendar of each class: its periods, none expected, or still to be checked."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Role
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.requests.lycee_choice import chooser_of, writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import plural
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.calendars.commands import Said, check_calendar_again, expect_no_period
from services.internships.calendars.forms import CheckAgainForm, NoPeriodForm
from services.internships.calendars.labels import CALENDARS
from services.internships.calendars.model import CalendarState, ClassCalendar
from services.internships.calendars.queries import read_calendars
from services.internships.formations.queries import read_years
from services.internships.permissions import MANAGE_PERIODS, PERMISSIONS, SEE_PFMP

router = Router()
CALENDAR = "/pfmp/calendrier"


@router.page(CALENDAR, action=SEE_PFMP)
async def calendar(request: Request, uow: RequestUnitOfWork) -> Response:
    """All classes of a school year, those to be checked first."""
    return await _calendar(request, uow, Typed.blank(NoPeriodForm))


async def _calendar(
    request: Request, uow: RequestUnitOfWork, typed: Refused[NoPeriodForm]
) -> Response:
    now = SchoolYear.of(local_date(uow.now))
    years = sorted({now, *await read_years(uow)}, reverse=True)
    year = _asked_year(request.query_params.get("annee") or typed.value("annee"), now)
    found = await read_calendars(uow, year)
    return draw(
        request,
        "internships/calendars/calendar.html",
        year=year,
        years=years,
        calendars=sorted(found, key=_to_check_first),
        to_check=_choices(request, found),
        writable={uai for uai, _ in writable(request, PERMISSIONS, MANAGE_PERIODS)},
        states=CALENDARS,
        roles={role.value: role.label for role in Role},
        typed=typed,
    )


def _asked_year(asked: str, now: SchoolYear) -> SchoolYear:
    try:
        return SchoolYear(asked) if asked else now
    except ValueError:
        raise NotFound from None


def _to_check_first(one: ClassCalendar) -> bool:
    return one.state is not CalendarState.TO_CHECK


def _choices(request: Request, found: Sequence[ClassCalendar]) -> list[tuple[UUID, str]]:
    tags = chooser_of(request).tags
    own = {uai for uai, _ in writable(request, PERMISSIONS, MANAGE_PERIODS)}
    return [
        (one.class_id, f"{one.label} ({tags[one.uai]})" if one.uai in tags else one.label)
        for one in found
        if one.state is CalendarState.TO_CHECK and one.uai in own
    ]


@router.form(CALENDAR, action=MANAGE_PERIODS, redisplay=_calendar)
async def expect_none(
    uow: RequestUnitOfWork, typed: Annotated[Typed[NoPeriodForm], form_of(NoPeriodForm)]
) -> Response:
    """Say of many classes at once that no period is expected."""
    form = typed.model
    said = await expect_no_period(uow, class_ids=form.class_ids, now=uow.now)
    kept = {"annee": form.annee} if form.annee else {}
    undo = Undo(f"{CALENDAR}/{said.act_id}/retrait", kept) if said.recorded else None
    return see_other(_of(form.annee), notice=_sentence(said), undo=undo)


def _of(year: SchoolYear | None) -> str:
    return f"{CALENDAR}?annee={year}" if year else CALENDAR


def _sentence(said: Said) -> str:
    told = f"{plural(len(said.recorded), 'classe')} sans PFMP prévue cette année."
    if said.settled:
        told += f" Calendrier déjà connu\u00a0: {', '.join(said.settled)}."
    return told


@router.form(f"{CALENDAR}/{{act_id}}/retrait", action=MANAGE_PERIODS)
async def check_again(
    act_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CheckAgainForm], form_of(CheckAgainForm)],
) -> Response:
    """Take it back: the classes are to be checked again."""
    form = typed.model
    taken = await check_calendar_again(uow, act_id=act_id, class_id=form.class_id)
    return see_other(_of(form.annee), notice=f"{plural(taken, 'classe')} à vérifier de nouveau.")
