"""After a period: attestations noted by class, and the days to type into APLyPro."""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.french import date_range, plural
from services.internships.attestations.commands import (
    AttestationsNoted,
    note_attestations,
    undo_attestations,
)
from services.internships.attestations.forms import AttestationsForm, attested, shown
from services.internships.attestations.pages.cells import cells
from services.internships.attestations.queries import (
    StaysOfClass,
    read_stays_of_period,
)
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.coverage.queries.periods import read_period
from services.internships.periods.store import Periods
from services.internships.permissions import (
    EXPORT_PUPILS,
    NOTE_ATTESTATIONS,
    PERMISSIONS,
    SEE_PFMP,
)

router = Router()
OF_PERIOD = "/pfmp/periodes/{period_id}/attestations"
COLUMNS = (
    *(Column("Classe", 14), Column("Élève", 30), Column("Premier jour", 13)),
    *(Column("Dernier jour", 13), Column("Jours attestés", 14), Column("Jours d’absence", 15)),
    *(Column("Attestation reçue le", 20), Column("Lieu d’accueil", 40)),
)


@router.page(OF_PERIOD, action=SEE_PFMP)
async def of_period(
    request: Request, period_id: UUID, uow: RequestUnitOfWork, classe: str = ""
) -> Response:
    """The stays of a class, with what their attestations say."""
    typed = Typed.blank(AttestationsForm, classe=classe, received_on=local_date(uow.now))
    return await _of_period(request, uow, typed, period_id)


async def _of_period(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], period_id: UUID
) -> Response:
    period, today = await Periods(uow).get(period_id), local_date(uow.now)
    groups = await read_stays_of_period(uow, period_id, today)
    chosen = _chosen(groups, typed.value("classe"), today)
    await note_pupils(uow, [period.uai] if groups else [], period_id=period.id)
    noting = writable(request, PERMISSIONS, NOTE_ATTESTATIONS)
    return draw(
        request,
        "internships/attestations/attestations.html",
        of=period.uai,
        period=period,
        groups=groups,
        chosen=chosen,
        typed=typed,
        cells=cells(typed, chosen.stays if chosen else ()),
        today=today,
        may_note=any(uai == period.uai for uai, _ in noting),
        may_export=PERMISSIONS.allows(context_of(request).user, EXPORT_PUPILS),
    )


def _chosen(groups: Sequence[StaysOfClass], asked: str, today: date) -> StaysOfClass | None:
    """The class that was asked for, else the first one of which some are missing."""
    if asked:
        found = next((one for one in groups if one.label == asked), None)
        if found is None:
            raise NotFound
        return found
    return next((one for one in groups if one.missing(today)), groups[0] if groups else None)


@router.form(OF_PERIOD, action=NOTE_ATTESTATIONS, redisplay=_of_period)
async def note(
    period_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AttestationsForm], form_of(AttestationsForm)],
) -> Response:
    """Note the papers of a class, all or none."""
    form = typed.model
    done = await note_attestations(
        uow,
        period_id=period_id,
        told=attested(form),
        shown=shown(form),
        received_on=form.received_on,
        now=uow.now,
    )
    changed = done.new + done.corrected
    # Once a line was emptied, « Annuler » would bring back only a part of what was there.
    whole = changed and not done.withdrawn
    undo = Undo(f"/pfmp/attestations/{done.act_id}/retrait") if whole else None
    shown_class = f"?{urlencode({'classe': form.classe})}" if form.classe else ""
    here = f"/pfmp/periodes/{period_id}/attestations{shown_class}"
    return see_other(here, notice=_sentence(done), undo=undo)


def _sentence(done: AttestationsNoted) -> str:
    told = []
    if done.new:
        told.append(f"{plural(done.new, 'attestation notée', 'attestations notées')}.")
    if done.corrected:
        told.append(f"{plural(done.corrected, 'corrigée', 'corrigées')}.")
    if done.withdrawn:
        told.append(f"{plural(done.withdrawn, 'retirée', 'retirées')}.")
    if done.meanwhile:
        left = plural(done.meanwhile, "ligne laissée", "lignes laissées")
        told.append(f"{left} comme quelqu’un d’autre vient de les noter\u202f: relisez-les.")
    return " ".join(told) or "Rien n’a changé."


@router.form("/pfmp/attestations/{attestations_id}/retrait", action=NOTE_ATTESTATIONS)
async def undo(
    attestations_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Take back what was noted at once."""
    period_id, taken = await undo_attestations(uow, act_id=attestations_id, now=uow.now)
    return see_other(
        f"/pfmp/periodes/{period_id}/attestations",
        notice=f"{plural(taken, 'attestation annulée', 'attestations annulées')}.",
    )


@router.page("/pfmp/periodes/{period_id}/jours", action=SEE_PFMP)
async def days(request: Request, period_id: UUID, uow: RequestUnitOfWork) -> Response:
    """What is typed into APLyPro: class, dates, whole days."""
    period, today = await Periods(uow).get(period_id), local_date(uow.now)
    groups = await read_stays_of_period(uow, period_id, today)
    await note_pupils(uow, [period.uai] if groups else [], period_id=period.id)
    return draw(
        request,
        "internships/attestations/attested_days.html",
        of=period.uai,
        period=period,
        groups=groups,
        missing=sum(one.missing(today) for one in groups),
        may_export=PERMISSIONS.allows(context_of(request).user, EXPORT_PUPILS),
    )


@router.page("/pfmp/periodes/{period_id}/jours.csv", action=EXPORT_PUPILS)
@router.page("/pfmp/periodes/{period_id}/jours.xlsx", action=EXPORT_PUPILS)
async def export_days(request: Request, period_id: UUID) -> Response:
    """The days of attestations, to take away."""
    async with begin_piece(request) as uow:
        period = (await read_period(uow, period_id)).period
        await note_reading(uow, action=EXPORT_PUPILS.name, resource_id=period.id, uai=period.uai)
        groups = await read_stays_of_period(uow, period_id, local_date(uow.now))
    return await answer_export(
        request,
        "jours-aplypro",
        COLUMNS,
        _rows(groups),
        about=about(
            request,
            "Jours de PFMP à saisir dans APLyPro",
            f"PFMP {date_range(period.starts_on, period.ends_on, weekday=False)}",
            of=period.uai,
        ),
    )


async def _rows(groups: Sequence[StaysOfClass]) -> AsyncIterator[Sequence[Row]]:
    for group in groups:
        yield [
            (
                *(group.label, one.pupil, one.first_on, one.last_on, one.days, one.absences),
                *(one.received_on, one.host.label),
            )
            for one in group.stays
        ]
