"""Periods with their figures, and the pupils of one period."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.requests.lycee_choice import chooser_of
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import plural
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.form_pieces import VersionForm
from services.internships.base.page import draw
from services.internships.calendars.commands import (
    discard_period,
    draft_period,
    publish_period,
    reschedule_period,
)
from services.internships.calendars.forms import DatesForm, PeriodForm
from services.internships.coverage.pages import bars_of, classes_with_host_names
from services.internships.coverage.queries.periods import (
    count_own_dates,
    read_period,
    read_periods,
    read_pupils_of_period,
)
from services.internships.formations.queries import read_classes, read_formations
from services.internships.formations.store import Formation, SchoolClass
from services.internships.participations.labels import EXEMPTIONS, STANDINGS
from services.internships.permissions import (
    EXPORT_PUPILS,
    MANAGE_PERIODS,
    PERMISSIONS,
    SEE_PFMP,
)

router = Router()
_ONE_KEEPS = "lieu d’accueil garde ses propres dates"
_MANY_KEEP = "lieux d’accueil gardent leurs propres dates"


@router.page("/pfmp", action=SEE_PFMP)
async def overview(request: Request, uow: RequestUnitOfWork) -> Response:
    """All periods, the nearest first."""
    cards = await read_periods(uow, uow.scope.uais)
    return draw(
        request, "internships/calendars/periods.html", cards=cards, today=local_date(uow.now)
    )


@router.page("/pfmp/periodes/nouvelle", action=MANAGE_PERIODS, whole=True)
async def new_period(request: Request, uow: RequestUnitOfWork) -> Response:
    """A form to prepare a period."""
    return await _new_period(request=request, uow=uow, typed=Typed.blank(PeriodForm))


async def _new_period(
    request: Request, uow: RequestUnitOfWork, typed: Refused[PeriodForm]
) -> Response:
    year = SchoolYear.of(local_date(uow.now))
    return draw(
        request,
        "internships/calendars/period_form.html",
        typed=typed,
        formations=_told(request, await read_formations(uow, uow.scope.uais)),
        classes=_told(request, await read_classes(uow, uow.scope.uais, year)),
    )


def _told(
    request: Request, choices: Sequence[Formation] | Sequence[SchoolClass]
) -> list[tuple[UUID, str]]:
    """What one may choose, with its lycée when there are several."""
    tags = chooser_of(request).tags
    return [
        (one.id, f"{one.label} ({tags[one.uai]})" if one.uai in tags else one.label)
        for one in choices
    ]


@router.form("/pfmp/periodes", action=MANAGE_PERIODS, redisplay=_new_period, whole=True)
async def draft(
    uow: RequestUnitOfWork, typed: Annotated[Typed[PeriodForm], form_of(PeriodForm)]
) -> Response:
    """Prepare a period; nobody outside the lycée learns of it yet."""
    form = typed.model
    period_id = await draft_period(
        uow,
        starts_on=form.starts_on,
        ends_on=form.ends_on,
        weeks=form.weeks,
        formation_ids=form.formation_ids,
        class_ids=form.class_ids,
        uai=form.uai,
    )
    return see_other(f"/pfmp/periodes/{period_id}", notice="PFMP préparée. Il reste à la publier.")


@router.page("/pfmp/periodes/{period_id}", action=SEE_PFMP)
async def period(request: Request, period_id: UUID, uow: RequestUnitOfWork) -> Response:
    """One period: figures by formation, pupils by class."""
    return await _period(request, uow, Typed.blank(VersionForm), period_id)


async def _period(
    request: Request, uow: RequestUnitOfWork, typed: Refused[VersionForm], period_id: UUID
) -> Response:
    card = await read_period(uow, period_id)
    await note_pupils(uow, [card.period.uai], period_id=period_id)
    groups = await read_pupils_of_period(uow, period_id)
    return draw(
        request,
        "internships/calendars/period.html",
        of=card.period.uai,
        card=card,
        bars=bars_of(card),
        today=local_date(uow.now),
        groups=await classes_with_host_names(request, card.period.uai, groups),
        typed=typed,
        may_export=PERMISSIONS.allows(context_of(request).user, EXPORT_PUPILS),
        standings=STANDINGS,
        exemptions=EXEMPTIONS,
    )


@router.form("/pfmp/periodes/{period_id}/publication", action=MANAGE_PERIODS, redisplay=_period)
async def publish(
    period_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[VersionForm], form_of(VersionForm)],
) -> Response:
    """Publish a period: its pupils are counted from now on."""
    await publish_period(uow, period_id=period_id, version=typed.model.version, now=uow.now)
    return see_other(f"/pfmp/periodes/{period_id}", notice="PFMP publiée.")


@router.form("/pfmp/periodes/{period_id}/abandon", action=MANAGE_PERIODS, redisplay=_period)
async def discard(
    period_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[VersionForm], form_of(VersionForm)],
) -> Response:
    """Give up a draft."""
    await discard_period(uow, period_id=period_id, version=typed.model.version)
    return see_other("/pfmp", notice="Brouillon abandonné.")


@router.page("/pfmp/periodes/{period_id}/dates", action=MANAGE_PERIODS)
async def dates(request: Request, period_id: UUID, uow: RequestUnitOfWork) -> Response:
    """A form to correct the dates of a period."""
    known = (await read_period(uow, period_id)).period
    typed = Typed.blank(
        DatesForm,
        version=known.version,
        starts_on=known.starts_on,
        ends_on=known.ends_on,
        weeks=known.weeks,
    )
    return await _dates(request, uow, typed, period_id)


async def _dates(
    request: Request, uow: RequestUnitOfWork, typed: Refused[DatesForm], period_id: UUID
) -> Response:
    known = (await read_period(uow, period_id)).period
    own_dates = await count_own_dates(uow, period_id)
    return draw(
        request,
        "internships/calendars/period_dates.html",
        typed=typed,
        period=known,
        own_dates=own_dates,
    )


@router.form("/pfmp/periodes/{period_id}/dates", action=MANAGE_PERIODS, redisplay=_dates)
async def reschedule(
    period_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[DatesForm], form_of(DatesForm)],
) -> Response:
    """Correct the dates of a period."""
    form = typed.model
    await reschedule_period(
        uow,
        period_id=period_id,
        version=form.version,
        starts_on=form.starts_on,
        ends_on=form.ends_on,
        weeks=form.weeks,
        now=uow.now,
    )
    kept = await count_own_dates(uow, period_id)
    notice = "Dates corrigées."
    if kept:
        notice += f" {plural(kept, _ONE_KEEPS, _MANY_KEEP)}, à vérifier."
    return see_other(f"/pfmp/periodes/{period_id}", notice=notice)
