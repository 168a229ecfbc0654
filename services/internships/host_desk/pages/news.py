"""What who hosts a pupil tells the lycée by the link of the stay: arrivals, absences, difficulties."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.internships.follow_up import ReportLevel
from services.chassis.base.errors import Conflict, Invalid, NotFound
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.link_commands import do_once
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.requests.visitor_pace import visitor_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.follow_ups.commands.dismiss_alert import dismiss_alert
from services.internships.follow_ups.commands.note_arrival import note_arrival
from services.internships.follow_ups.commands.raise_alert import raise_alert
from services.internships.follow_ups.commands.report_absence import report_absence
from services.internships.follow_ups.commands.withdraw_arrival import withdraw_arrival
from services.internships.follow_ups.model import HOST, AlertMatter
from services.internships.host_desk.forms import (
    AbsenceForm,
    AlertMistakeForm,
    ArrivalForm,
    ArrivalMistakeForm,
    DifficultyForm,
    HostIncidentForm,
)
from services.internships.host_desk.pages.stay import (
    OWN,
    PAGE,
    VISITS,
    opened_by,
    over,
    show_stay,
)
from services.internships.host_desk.queries import read_hosted_stay

router = Router()
TOLD = "Merci\u202f: le bureau des entreprises du lycée est prévenu. Si cela presse, appelez aussi le lycée."


@dataclass(frozen=True)
class Told:
    """What became of what a host told; `back`: where it is taken back, with the fields that say what."""

    notice: str
    back: tuple[str, dict[str, str]] | None = None


Work = Callable[[UnitOfWork, UUID], Awaitable[Told]]


async def do_of_stay(request: Request, stay_token: str, typed: Typed[Any], work: Work) -> Response:
    """Do what a form of the page asks, about its stay; what was refused is shown again as it was."""
    VISITS.count(visitor_of(request))
    done: list[Told] = []
    try:
        opened = opened_by(request, stay_token)

        async def act(uow: UnitOfWork) -> None:
            stay = await read_hosted_stay(uow, opened.row_id)
            done.append(await work(uow, stay.facts.placement_id))

        await do_once(request, opened, act)
    except NotFound:
        return over(request, typed)
    except (Invalid, Conflict) as refused:
        return await show_stay(request, stay_token, typed.refused(refused), refused.status)
    # Sent again, it was done already.
    told, here = done[-1] if done else Told("C’est noté."), f"{PAGE}/{stay_token}"
    undo = Undo(f"{here}/{told.back[0]}", told.back[1]) if told.back else None
    return see_other(here, notice=told.notice, undo=undo)


@router.form(f"{OWN}/arrivee", action=PUBLIC, recorded=False, secret=True)
async def arrive(
    request: Request,
    stay_token: str,
    typed: Annotated[Typed[ArrivalForm], form_of(ArrivalForm)],
) -> Response:
    """The pupil came."""

    async def work(uow: UnitOfWork, placement_id: UUID) -> Told:
        if await note_arrival(uow, placement_id=placement_id, now=uow.now):
            return Told(
                "Merci\u202f: l’arrivée est notée, le lycée la voit.", ("arrivee/retrait", {})
            )
        return Told("L’arrivée était déjà notée.")

    return await do_of_stay(request, stay_token, typed, work)


@router.form(f"{OWN}/arrivee/retrait", action=PUBLIC, recorded=False, secret=True)
async def take_arrival_back(
    request: Request,
    stay_token: str,
    typed: Annotated[Typed[ArrivalMistakeForm], form_of(ArrivalMistakeForm)],
) -> Response:
    """Take an arrival back: it was a mistake."""

    async def work(uow: UnitOfWork, placement_id: UUID) -> Told:
        await withdraw_arrival(uow, placement_id=placement_id, now=uow.now)
        return Told("L’arrivée n’est plus notée.")

    return await do_of_stay(request, stay_token, typed, work)


@router.form(f"{OWN}/absence", action=PUBLIC, recorded=False, secret=True)
async def stay_away(
    request: Request,
    stay_token: str,
    typed: Annotated[Typed[AbsenceForm], form_of(AbsenceForm)],
) -> Response:
    """The pupil did not come: an urgent alert."""

    async def work(uow: UnitOfWork, placement_id: UUID) -> Told:
        new = uow.new_id()
        found = await report_absence(uow, placement_id=placement_id, alert_id=new, now=uow.now)
        return _alerted(found, new)

    return await do_of_stay(request, stay_token, typed, work)


@router.form(f"{OWN}/difficulte", action=PUBLIC, recorded=False, secret=True)
async def tell_difficulty(
    request: Request,
    stay_token: str,
    typed: Annotated[Typed[DifficultyForm], form_of(DifficultyForm)],
) -> Response:
    """Something is not well: an alert of the level that was chosen."""

    async def work(uow: UnitOfWork, placement_id: UUID) -> Told:
        return await _raise(uow, placement_id, AlertMatter.REPORT, typed.model.level)

    return await do_of_stay(request, stay_token, typed, work)


@router.form(f"{OWN}/incident", action=PUBLIC, recorded=False, secret=True)
async def tell_incident(
    request: Request,
    stay_token: str,
    typed: Annotated[Typed[HostIncidentForm], form_of(HostIncidentForm)],
) -> Response:
    """An accident, or the pupil went away: an urgent alert."""

    async def work(uow: UnitOfWork, placement_id: UUID) -> Told:
        return await _raise(uow, placement_id, typed.model.matter, ReportLevel.URGENT)

    return await do_of_stay(request, stay_token, typed, work)


async def _raise(
    uow: UnitOfWork, placement_id: UUID, matter: AlertMatter, level: ReportLevel
) -> Told:
    new = uow.new_id()
    found = await raise_alert(
        uow,
        placement_id=placement_id,
        matter=matter,
        level=level,
        role=HOST,
        alert_id=new,
        now=uow.now,
    )
    return _alerted(found, new)


def _alerted(alert_id: UUID, new: UUID) -> Told:
    # One that is open already is not one's own to take back, nor is it told that there is one.
    mistake = ("signalement/retrait", {"alert_id": str(alert_id)})
    return Told(TOLD, mistake if alert_id == new else None)


@router.form(f"{OWN}/signalement/retrait", action=PUBLIC, recorded=False, secret=True)
async def take_alert_back(
    request: Request,
    stay_token: str,
    typed: Annotated[Typed[AlertMistakeForm], form_of(AlertMistakeForm)],
) -> Response:
    """Take an alert back that was a mistake, as long as nobody has begun to deal with it."""

    async def work(uow: UnitOfWork, placement_id: UUID) -> Told:
        await dismiss_alert(
            uow,
            alert_id=typed.model.alert_id,
            version=1,
            told_of=placement_id,
            role=HOST,
            now=uow.now,
        )
        return Told("Votre signalement est retiré.")

    return await do_of_stay(request, stay_token, typed, work)
