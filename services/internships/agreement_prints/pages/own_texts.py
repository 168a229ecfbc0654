"""Printing agreements: of one pupil, of a class, or a text tried on a pupil before it serves.

Names of the host's people are asked of the registry when the paper is made, and forgotten.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request, Response

from contracts.partnerships.host_party import HostParty
from services.chassis.exports.file_answer import begin_piece
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.internships.agreement_models.model.agreement_fields import AgreementField, lacking
from services.internships.agreement_models.model.agreement_model import AgreementModel, ModelMissing
from services.internships.agreement_models.pages import MODEL, MODELS, saved
from services.internships.agreement_models.store.agreement_models import AgreementModels
from services.internships.agreement_prints.model import AgreementFacts, NothingToPrint, printable
from services.internships.agreement_prints.pages.parties import (
    ONE_BY_ONE,
    Otherwise,
    explained,
    name_of,
    note_printing,
    parties_of,
    printed_by,
)
from services.internships.agreement_prints.queries import (
    Printed,
    read_agreement,
    read_agreements,
    read_last_agreements,
    values_of,
)
from services.internships.agreement_prints.store.papers import Copy, write_texts
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.coverage.queries.periods import read_period
from services.internships.permissions import KEEP_MODELS, PRINT_AGREEMENTS

router = Router()
PERIOD = "/pfmp/periodes/{period_id}/impression"
PLACEMENT = "/pfmp/placements/{placement_id}/convention"
Serving = dict[UUID | None, AgreementModel]


@dataclass(frozen=True)
class AgreementLine:
    """One agreement on the page before printing: what will be a line to fill by hand."""

    facts: AgreementFacts
    host: str
    model: AgreementModel | None
    missing: Sequence[AgreementField]


@router.page(PERIOD, action=PRINT_AGREEMENTS)
async def before(
    request: Request, period_id: UUID, uow: RequestUnitOfWork, classe: str = ""
) -> Response:
    """A class before its agreements are printed: what is missing never keeps from printing."""
    card = await read_period(uow, period_id)
    uai, found = card.period.uai, await read_agreements(uow, period_id)
    await note_pupils(uow, [uai], period_id=period_id)
    labels = sorted({one.class_label for one in found})
    chosen = classe if classe in labels else (labels or [""])[0]
    shown = [one for one in found if one.class_label == chosen]
    serving = await AgreementModels(uow).serving_all(uai)
    parties, told = await parties_of(request, uai, shown)
    printed = await printed_by(request, uai, local_date(uow.now))
    lines = [_line(printed, one, party, serving) for one, party in zip(shown, parties, strict=True)]
    return draw(
        request,
        "internships/agreement_prints/agreements.html",
        of=uai,
        period=card.period,
        classes=labels,
        chosen=chosen,
        lines=[one for one in lines if one.facts.why_not is None],
        aside=[one.facts for one in lines if one.facts.why_not],
        has_text=any(one.model for one in lines if one.facts.why_not is None),
        told=told,
        profile=printed.profile,
    )


def _line(
    printed: Printed, facts: AgreementFacts, party: HostParty | None, serving: Serving
) -> AgreementLine:
    model = model_of(facts, serving)
    asked = model.known if model else frozenset(AgreementField)
    voted_on = model.voted_on if model else printed.today
    values = values_of(facts, party, printed, voted_on)
    host = party.company if party else facts.host_label
    return AgreementLine(facts, host, model, lacking(values, asked))


@router.page(PERIOD + "/word", action=PRINT_AGREEMENTS)
async def class_in_word(request: Request, period_id: UUID, classe: str = "") -> Response:
    """The agreements of a class with the lycée's own text."""
    printing = _class_in_word(request, period_id, classe)
    here = f"/pfmp/periodes/{period_id}/impression"
    return await explained(
        request,
        printing,
        "Conventions de la classe non imprimées en Word",
        Otherwise(here, "Conventions à imprimer", ONE_BY_ONE),
    )


async def _class_in_word(request: Request, period_id: UUID, classe: str) -> Response:
    async with begin_piece(request) as uow:
        uai = (await read_period(uow, period_id)).period.uai
        those = printable(await read_agreements(uow, period_id, classe))
        serving = await AgreementModels(uow).serving_all(uai)
        texts = await texts_of(uow, {model_of(one, serving) for one in those} - {None})
        # The page before says whose formation has no text.
        found = [one for one in those if model_of(one, serving)]
        await note_printing(uow, uai, period_id, found)
    return await in_word(request, found, serving, texts)


@router.page(PLACEMENT + "/word", action=PRINT_AGREEMENTS)
async def one_in_word(request: Request, placement_id: UUID) -> Response:
    """One agreement with the lycée's own text; again after a change of tutor."""
    printing = _one_in_word(request, placement_id)
    here = f"/pfmp/placements/{placement_id}"
    return await explained(
        request,
        printing,
        "Convention non imprimée en Word",
        Otherwise(here, "Voir le lieu d’accueil"),
    )


async def _one_in_word(request: Request, placement_id: UUID) -> Response:
    async with begin_piece(request) as uow:
        facts = await read_agreement(uow, placement_id)
        facts.expect_printable()
        await note_printing(uow, facts.uai, facts.placement_id, [facts])
        serving = await AgreementModels(uow).serving_all(facts.uai)
        texts = await texts_of(uow, {model_of(facts, serving)} - {None})
    return await in_word(request, [facts], serving, texts)


@router.page(MODEL + "/essai", action=KEEP_MODELS)
async def trial(request: Request, model_id: UUID) -> Response:
    """A text filled for a real pupil of its formation: the last one with a confirmed host."""
    trying = _trial(request, model_id)
    return await explained(
        request,
        trying,
        "Modèle de convention non essayé",
        Otherwise(MODELS, "Modèles de convention"),
    )


async def _trial(request: Request, model_id: UUID) -> Response:
    async with begin_piece(request) as uow:
        model = await AgreementModels(uow).get(model_id)
        found = await read_last_agreements(uow, model.uai, model.formation_id)
        facts = next((one for one in found if one.why_not is None), None)
        if facts is None:
            raise NothingToPrint
        await note_printing(uow, facts.uai, facts.placement_id, [facts])
        texts = {model.id: await AgreementModels(uow).content(model_id)}
    return await in_word(request, [facts], {facts.formation_id: model}, texts)


async def texts_of(uow: UnitOfWork, models: set[AgreementModel | None]) -> dict[UUID, bytes]:
    """The texts of these models. Raises ModelMissing when there is none."""
    texts = {one.id: await AgreementModels(uow).content(one.id) for one in models if one}
    if not texts:
        raise ModelMissing
    return texts


async def in_word(
    request: Request,
    found: Sequence[AgreementFacts],
    serving: Serving,
    texts: dict[UUID, bytes],
) -> Response:
    """Make the file, once no connection is held any more."""
    today = local_date(runtime_of(request).work.now())
    parties, _ = await parties_of(request, found[0].uai, found)
    printed = await printed_by(request, found[0].uai, today)
    copies: dict[UUID, list[Copy]] = {}
    for facts, party in zip(found, parties, strict=True):
        if model := model_of(facts, serving):
            values = values_of(facts, party, printed, model.voted_on)
            name = f"Convention {facts.class_label} {facts.pupil}".replace("/", "-")
            copies.setdefault(model.id, []).append(Copy(name, values))
    paper = await write_texts([(texts[one], of_model) for one, of_model in copies.items()])
    return saved(f"{name_of(found)}{paper.ending}", paper.media_type, paper.content)


def model_of(facts: AgreementFacts, serving: Serving) -> AgreementModel | None:
    """The text for its formation, else the one for all."""
    return serving.get(facts.formation_id) or serving.get(None)
