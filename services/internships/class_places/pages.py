"""« Lieux de la classe »: a company typed for each pupil without a place, and one sending."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SiteKey, Uai
from contracts.internships.periods import PlacementOrigin
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other, send_on
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormRefused, Typed, form_of
from services.chassis.web.views.french import plural
from services.internships.base.access_notes import note_pupils
from services.internships.base.choices import choices
from services.internships.base.page import draw
from services.internships.class_places.commands import (
    propose_class_places,
    read_refusals,
    withdraw_class_places,
)
from services.internships.class_places.forms import ClassPlacesForm, ClassPlacesUndoForm
from services.internships.class_places.model import PUPILS_MAX, HostMatch, match_host, too_long
from services.internships.class_places.queries import read_usual_hosts
from services.internships.classes.pages import HERE as CLASS
from services.internships.classes.queries import ClassPupil, read_class_in_period
from services.internships.hosts.pages import host_names, search_by_names
from services.internships.hosts.store.hosts import Host
from services.internships.participations.model import PupilSituation
from services.internships.periods.model import PeriodStatus
from services.internships.periods.store import Periods
from services.internships.permissions import MANAGE_PLACEMENTS
from services.internships.placements.labels import ORIGINS

router = Router()
HERE = f"{CLASS}/lieux"
LEFT = f"{HERE}/reste"
NOBODY = "Aucune entreprise n’est écrite\u202f: écrivez-en au moins une, ou revenez à la classe."

TO_ANSWER = "Ces lignes restent à préciser."


class ClassPlacesInDoubt(FormRefused):
    """Lines of which some are to be answered first; nothing was recorded of the others either."""

    title = "Rien n’est encore enregistré\u202f: des lignes sont à préciser."


@dataclass(frozen=True)
class PlaceLine:
    """A pupil of the form: what was typed, what it names, and the answer where several have it."""

    pupil: ClassPupil
    words: str
    match: HostMatch[Host] | None
    chosen: str

    @property
    def field(self) -> str:
        """What errors about this pupil are kept under."""
        return field_of(self.pupil.pupil_year_id)


def field_of(pupil_year_id: UUID) -> str:
    """The name of the line of a pupil, in what is wrong with the form."""
    return f"host-{pupil_year_id}"


@router.page(LEFT, action=MANAGE_PLACEMENTS)  # for who comes back to that address
@router.page(HERE, action=MANAGE_PLACEMENTS)
async def class_places(
    request: Request, period_id: UUID, class_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """A line for each pupil of the class without a place."""
    typed = Typed.blank(ClassPlacesForm, origin=PlacementOrigin.OFFICE)
    return await _class_places(request, uow, typed, period_id, class_id)


async def _class_places(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], period_id: UUID, class_id: UUID
) -> Response:
    found = await read_class_in_period(uow, period_id, class_id)
    period = found.period
    # Who was placed or left meanwhile keeps a line as well: it says so, with what was typed.
    pupils = [
        one
        for one in found.pupils
        if one.standing is PupilSituation.WITHOUT or field_of(one.pupil_year_id) in typed.errors
    ]
    await note_pupils(uow, [period.uai], period_id=period.id)
    lines = await _lines(request, uow, period.uai, typed, pupils[:PUPILS_MAX])
    hosts = await read_usual_hosts(uow)
    names = await host_names(request, period.uai, hosts)
    return draw(
        request,
        "internships/class_places/class_places.html",
        of=period.uai,
        period=period,
        school_class=found.school_class,
        lines=lines,
        more=len(pupils) - len(lines),
        sure=_sure(lines, typed),
        usual=[one.called(names.get(one.company_id)) for one in hosts],
        published=period.status is PeriodStatus.PUBLISHED,
        typed=typed,
        origins=choices(ORIGINS),
    )


def _sure(lines: Sequence[PlaceLine], typed: Typed[Any]) -> int:
    """The lines that can be recorded now; none while no line was judged, as with a field forgotten."""
    wrong = [one for one in lines if one.field in typed.errors]
    return sum(1 for one in lines if one.words) - len(wrong) if wrong else 0


async def _lines(
    request: Request, uow: UnitOfWork, uai: Uai, typed: Typed[Any], pupils: Sequence[ClassPupil]
) -> list[PlaceLine]:
    words = dict(zip(typed.chosen("pupils"), typed.chosen("hosts"), strict=False))
    chosen = dict(pair.split(":", 1) for pair in typed.chosen("chosen") if ":" in pair)
    matches = await _matches(request, uow, uai, words.values())
    return [
        PlaceLine(
            pupil=one,
            words=words.get(str(one.pupil_year_id), ""),
            match=matches.get(words.get(str(one.pupil_year_id), "")),
            chosen=chosen.get(str(one.pupil_year_id), ""),
        )
        for one in pupils
    ]


async def _matches(
    request: Request, uow: UnitOfWork, uai: Uai, words: Iterable[str]
) -> Mapping[str, HostMatch[Host]]:
    """What each of these words names, looked for once a request: the page drawn again has it too."""
    kept = context_of(request).read_once
    known: dict[str, HostMatch[Host]] = kept.get("host_matches", {})
    new = {text for text in words if text and not too_long(text)} - known.keys()
    found = await search_by_names(request, uow, uai, new)
    kept["host_matches"] = matches = known | {
        text: match_host(text, one.items, registry_answered=one.by_all_names)
        for text, one in found.items()
    }
    return matches


@router.form(HERE, action=MANAGE_PLACEMENTS, redisplay=_class_places)
async def propose(
    request: Request,
    period_id: UUID,
    class_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ClassPlacesForm], form_of(ClassPlacesForm)],
) -> Response:
    """Propose to each pupil the company that was typed, once every line is sure."""
    form = typed.model
    uai = (await Periods(uow).get(period_id)).uai
    sites, errors = await _sites(request, uow, uai, form)
    if not sites and not errors:
        raise FormRefused({"": NOBODY})
    done = await propose_class_places(
        uow,
        period_id=period_id,
        sites=sites,
        origin=form.origin,
        knowingly=form.knowingly,
        now=uow.now,
    )
    errors |= {field_of(pupil): str(why) for pupil, why in done.refused.items()}
    if errors and not (form.partial and done.placement_ids):
        raise ClassPlacesInDoubt(errors)
    here = HERE.format(period_id=period_id, class_id=class_id)
    ids = ".".join(one.hex for one in done.placement_ids)
    said = _sentence(len(done.placement_ids), len(errors))
    undo = Undo(f"{here}/retrait", {"placements": ids})
    if errors:
        return send_on(f"{here}/reste", notice=said, undo=undo)
    return see_other(here.removesuffix("/lieux"), notice=said, undo=undo)


@router.form(LEFT, action=MANAGE_PLACEMENTS, redisplay=_class_places, recorded=False)
async def lines_left(
    request: Request,
    period_id: UUID,
    class_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ClassPlacesForm], form_of(ClassPlacesForm)],
) -> Response:
    """The lines a sending left, as they were typed, with what is to be answered about each."""
    form = typed.model
    uai = (await Periods(uow).get(period_id)).uai
    sites, errors = await _sites(request, uow, uai, form)
    # What asks for care is no sure line: its button would record nothing.
    refused = await read_refusals(
        uow, period_id=period_id, sites=sites, origin=form.origin, now=uow.now
    )
    errors |= {field_of(pupil): str(why) for pupil, why in refused.items()}
    said_of_all = {"partial", "knowingly"}  # of the lines that were recorded
    values = {name: value for name, value in typed.values.items() if name not in said_of_all}
    typed = replace(typed, values=values, errors=errors, refusal=TO_ANSWER if errors else None)
    return await _class_places(request, uow, typed, period_id, class_id)


async def _sites(
    request: Request, uow: UnitOfWork, uai: Uai, form: ClassPlacesForm
) -> tuple[dict[UUID, SiteKey], dict[str, str]]:
    """Where each pupil is to go, and what is to be answered first about the others."""
    sites, errors, chosen = {}, {}, form.sites
    open_lines = {pupil: words for pupil, words in form.lines.items() if words}
    matches = await _matches(request, uow, uai, open_lines.values())
    for pupil, words in open_lines.items():
        if why := too_long(words):
            errors[field_of(pupil)] = why
        elif (host := matches[words].chosen(chosen.get(pupil))) is not None:
            sites[pupil] = host.site_key
        else:
            errors[field_of(pupil)] = matches[words].doubt or ""
    return sites, errors


def _sentence(proposed: int, left: int) -> str:
    said = f"{plural(proposed, 'lieu d’accueil proposé', 'lieux d’accueil proposés')}."
    if left:
        said += f" {plural(left, 'élève laissé', 'élèves laissés')} pour plus tard."
    return said


@router.form(f"{HERE}/retrait", action=MANAGE_PLACEMENTS)
async def withdraw(
    period_id: UUID,
    class_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ClassPlacesUndoForm], form_of(ClassPlacesUndoForm)],
) -> Response:
    """Take back what one sending proposed."""
    placement_ids = typed.model.placement_ids
    back = await withdraw_class_places(uow, placement_ids=placement_ids, now=uow.now)
    said = f"{plural(back, 'lieu d’accueil retiré', 'lieux d’accueil retirés')}."
    if left := len(placement_ids) - back:
        said += f" {plural(left, 'laissé', 'laissés')}\u202f: quelqu’un s’en est occupé depuis."
    return see_other(HERE.format(period_id=period_id, class_id=class_id), notice=said)
