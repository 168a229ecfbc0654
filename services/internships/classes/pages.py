"""One class in one period: a dense table, sorted and filtered by its address."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response

from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other, send_on
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormRefused, Typed, form_of
from services.chassis.web.views.french import date_range, plural
from services.chassis.web.views.listing import Listing
from services.internships.agreements.labels import AGREEMENTS
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.classes.commands import (
    confirm_class_places,
    read_confirmation_refusals,
)
from services.internships.classes.forms import PLACES_MAX, ClassConfirmationForm, joined
from services.internships.classes.model import NextStep
from services.internships.classes.queries import (
    ClassInPeriod,
    ClassOrder,
    ClassPupil,
    read_class_in_period,
    read_classes_of_period,
    read_pupils_of_places,
)
from services.internships.hosts.pages import with_host_names
from services.internships.participations.labels import EXEMPTIONS, SHORT_STANDINGS, STANDINGS
from services.internships.participations.model import PupilSituation
from services.internships.periods.model import PeriodStatus
from services.internships.permissions import (
    EXPORT_PUPILS,
    MANAGE_PLACEMENTS,
    PERMISSIONS,
    SEE_PFMP,
)

router = Router()
HERE = "/pfmp/periodes/{period_id}/classes/{class_id}"
CONFIRMATION = f"{HERE}/confirmation"
LEFT = f"{CONFIRMATION}/reste"
ALL = "cocher"
"""In the address: all places that wait for their confirmation are ticked."""
NOT_CONFIRMED = "Ces lieux d’accueil n’ont pas été confirmés\u202f: voyez pourquoi."
LEAVES = (
    "Les courriels aux entreprises qui ont une adresse partent aussitôt\u202f: annuler n’arrête que ce qui"
    " n’est pas parti."
)
STEPS: Mapping[NextStep, str] = {
    NextStep.PROPOSE: "Proposer un lieu",
    NextStep.CONFIRM: "Confirmer ou retirer",
    NextStep.CHOOSE_TUTOR: "Choisir le tuteur",
    NextStep.PREPARE_AGREEMENT: "Préparer la convention",
    NextStep.ISSUE_AGREEMENT: "Émettre la convention",
    NextStep.HAVE_SIGNED: "Faire signer",
    NextStep.ANSWER_REFUSAL: "Voir le refus de signer",
}
COLUMNS = (
    *(Column("Élève", 30), Column("Classe", 14), Column("Formation", 34), Column("Situation", 24)),
    *(Column("Dispense", 28), Column("Lieu d’accueil", 40), Column("Commune"), Column("SIRET", 17)),
    *(Column("Premier jour", 13), Column("Dernier jour", 13)),
    *(Column("Convention", 20), Column("Référent", 24)),
)


@dataclass(frozen=True)
class ClassQuery:
    """The query of the address; what is not known there is left out."""

    situation: str = ""
    tri: str = ""

    def listing(self, period_id: UUID, class_id: UUID) -> Listing:
        """The table's headings and filters as links."""
        standing = self.situation if self.situation in set(PupilSituation) else ""
        path = HERE.format(period_id=period_id, class_id=class_id)
        return Listing(path, tuple(ClassOrder), self.tri, {"situation": standing})


@dataclass(frozen=True)
class Choice:
    """One of the situations the table is filtered by, as a link."""

    label: str
    count: int
    href: str
    chosen: bool


@router.page(LEFT, action=SEE_PFMP)  # for who comes back to that address
@router.page(HERE, action=SEE_PFMP)
async def class_in_period(
    request: Request,
    period_id: UUID,
    class_id: UUID,
    uow: RequestUnitOfWork,
) -> Response:
    """The pupils of a class in a period, all of them in one screen."""
    typed = Typed.blank(ClassConfirmationForm, on=local_date(uow.now))
    return await redraw_class(request, uow, typed, period_id, class_id)


async def redraw_class(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], period_id: UUID, class_id: UUID
) -> Response:
    """The class with what was ticked."""
    asked = {name: request.query_params.get(name, "") for name in ("situation", "tri")}
    listing = ClassQuery(**asked).listing(period_id, class_id)
    found = await read_class_in_period(uow, period_id, class_id)
    # Before they are sorted: by the name that is read.
    found = replace(found, pupils=await with_host_names(request, found.period.uai, found.pupils))
    await note_pupils(uow, [found.period.uai], period_id=period_id)
    shown, today = _shown(found, listing), local_date(uow.now)
    typed = _confirming(typed, today)
    return draw(
        request,
        "internships/classes/class_in_period.html",
        of=found.period.uai,
        period=found.period,
        school_class=found.school_class,
        found=found,
        shown=shown,
        classes=await read_classes_of_period(uow, period_id),
        own_dates=any(found.has_own_dates(one) for one in shown),
        choices=_choices(found, listing),
        listing=listing,
        published=found.period.status is PeriodStatus.PUBLISHED,
        begun=found.period.starts_on <= today,
        may_export=PERMISSIONS.allows(context_of(request).user, EXPORT_PUPILS),
        standings=SHORT_STANDINGS,
        exemptions=EXEMPTIONS,
        agreements=AGREEMENTS,
        steps=STEPS,
        typed=typed,
        ticked=_ticked(request, typed, shown),
        today=today,
    )


def _confirming(typed: Typed[Any], today: date) -> Typed[Any]:
    """The form of the class: blank, with what is wrong, after what takes a sending back."""
    if typed.form is ClassConfirmationForm:
        return typed
    blank = Typed.blank(ClassConfirmationForm, on=today)
    return replace(blank, errors=typed.errors, refusal=typed.refusal)


def _ticked(
    request: Request, typed: Typed[Any], shown: Sequence[ClassPupil]
) -> Collection[UUID | None]:
    """The places that are ticked: those that were sent, or all that wait where the address says so."""
    if ALL in request.query_params:
        return [one.placement_id for one in shown if one.next_step is NextStep.CONFIRM][:PLACES_MAX]
    sent = {place.partition(":")[0] for place in typed.chosen("places")}
    return [one.placement_id for one in shown if str(one.placement_id) in sent]


def _shown(found: ClassInPeriod, listing: Listing) -> Sequence[ClassPupil]:
    asked = listing.filters["situation"]
    standing = PupilSituation(asked) if asked else None
    return found.shown(standing, ClassOrder(listing.order), descending=listing.descending)


def _choices(found: ClassInPeriod, listing: Listing) -> list[Choice]:
    """All, then each situation somebody is in; the chosen one stays when nobody is there any more."""
    chosen = listing.filters["situation"]
    offered = [("", "Tous", len(found.pupils))]
    for standing, count in found.counts.items():
        if count or standing == chosen:
            offered.append((standing.value, SHORT_STANDINGS[standing][0], count))
    return [
        Choice(label, count, replace(listing, filters={"situation": value}).first, value == chosen)
        for value, label, count in offered
    ]


def field_of(pupil_year_id: UUID) -> str:
    """The name of the line of a pupil, in what is wrong with the form."""
    return f"place-{pupil_year_id}"


class PlacesNotConfirmed(FormRefused):
    """None of the ticked places could be confirmed."""

    title = NOT_CONFIRMED


@router.form(CONFIRMATION, action=MANAGE_PLACEMENTS, redisplay=redraw_class)
async def confirm(
    period_id: UUID,
    class_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ClassConfirmationForm], form_of(ClassConfirmationForm)],
) -> Response:
    """The hosts of the ticked pupils agreed."""
    form = typed.model
    whose = await read_pupils_of_places(uow, period_id, form.versions)
    done = await confirm_class_places(uow, versions=form.versions, on=form.on, now=uow.now)
    errors = {field_of(whose[placement]): str(why) for placement, why in done.refused.items()}
    if not done.confirmed:
        raise PlacesNotConfirmed(errors)
    here = HERE.format(period_id=period_id, class_id=class_id)
    undo = Undo(f"{here}/confirmation/retrait", {"places": joined(done.confirmed)})
    many = len(done.confirmed)
    said = f"{plural(many, 'lieu d’accueil confirmé', 'lieux d’accueil confirmés')}. {LEAVES}"
    if errors:
        return send_on(LEFT.format(period_id=period_id, class_id=class_id), notice=said, undo=undo)
    return see_other(here, notice=said, undo=undo)


@router.form(LEFT, action=MANAGE_PLACEMENTS, redisplay=redraw_class, recorded=False)
async def places_left(
    request: Request,
    period_id: UUID,
    class_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ClassConfirmationForm], form_of(ClassConfirmationForm)],
) -> Response:
    """The places a sending left proposed, each with the reason."""
    form = typed.model
    waiting = {
        one.placement_id
        for one in (await read_class_in_period(uow, period_id, class_id)).pupils
        if one.next_step is NextStep.CONFIRM
    }
    versions = {one: version for one, version in form.versions.items() if one in waiting}
    refused = await read_confirmation_refusals(uow, versions=versions, on=form.on, now=uow.now)
    whose = await read_pupils_of_places(uow, period_id, refused)
    errors = {field_of(whose[placement]): str(why) for placement, why in refused.items()}
    typed = replace(typed, errors=errors, refusal=NOT_CONFIRMED if errors else None)
    return await redraw_class(request, uow, typed, period_id, class_id)


@router.page(HERE + "/eleves.csv", action=EXPORT_PUPILS)
@router.page(HERE + "/eleves.xlsx", action=EXPORT_PUPILS)
async def export_class(
    request: Request, period_id: UUID, class_id: UUID, asked: Annotated[ClassQuery, Depends()]
) -> Response:
    """What the table shows, in its order."""
    async with begin_piece(request) as uow:
        found = await read_class_in_period(uow, period_id, class_id)
        period = found.period
        await note_reading(uow, action=EXPORT_PUPILS.name, resource_id=period.id, uai=period.uai)
    listing = asked.listing(period_id, class_id)
    standing = listing.filters["situation"]
    return await answer_export(
        request,
        "eleves-classe",
        COLUMNS,
        _rows(found, await with_host_names(request, period.uai, _shown(found, listing))),
        about=about(
            request,
            "Élèves et lieux d’accueil",
            f"PFMP {date_range(period.starts_on, period.ends_on, weekday=False)}",
            f"Classe\u00a0: {found.school_class.label}",
            f"Situation\u00a0: {STANDINGS[PupilSituation(standing)][0]}" if standing else "",
            of=period.uai,
        ),
    )


async def _rows(found: ClassInPeriod, shown: Sequence[ClassPupil]) -> AsyncIterator[Sequence[Row]]:
    yield [_row(found.school_class.label, one) for one in shown]


def _row(label: str, pupil: ClassPupil) -> Row:
    host = pupil.host
    return (
        *(pupil.name, label, pupil.formation, STANDINGS[pupil.standing][0]),
        EXEMPTIONS[pupil.exemption] if pupil.exemption else None,
        *((host.label, host.commune, host.site_key.siret) if host else (None, None, None)),
        *(pupil.first_on, pupil.last_on),
        AGREEMENTS[pupil.agreement][0] if pupil.agreement else None,
        pupil.referent,
    )
