"""Printing agreements with the built-in text, for who has none of their own."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import Request, Response

from services.chassis.exports.file_answer import begin_piece
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.router import Router
from services.internships.agreement_models.pages import saved
from services.internships.agreement_prints.model import AgreementFacts, printable
from services.internships.agreement_prints.pages.own_texts import PERIOD, PLACEMENT
from services.internships.agreement_prints.pages.parties import (
    ONE_BY_ONE,
    Otherwise,
    explained,
    name_of,
    note_printing,
    parties_of,
    printed_by,
)
from services.internships.agreement_prints.queries import read_agreement, read_agreements, values_of
from services.internships.agreement_prints.store.typeset import PDF, typeset
from services.internships.base.days import local_date
from services.internships.coverage.queries.periods import read_period
from services.internships.permissions import PRINT_AGREEMENTS

router = Router()


@router.page(PERIOD + "/pdf", action=PRINT_AGREEMENTS)
async def class_as_pdf(request: Request, period_id: UUID, classe: str = "") -> Response:
    """The agreements of a class in one PDF."""
    printing = _class_as_pdf(request, period_id, classe)
    here = f"/pfmp/periodes/{period_id}/impression"
    return await explained(
        request,
        printing,
        "Conventions de la classe non imprimées en PDF",
        Otherwise(here, "Conventions à imprimer", ONE_BY_ONE),
    )


async def _class_as_pdf(request: Request, period_id: UUID, classe: str) -> Response:
    async with begin_piece(request) as uow:
        uai = (await read_period(uow, period_id)).period.uai
        found = printable(await read_agreements(uow, period_id, classe))
        await note_printing(uow, uai, period_id, found)
    return await as_pdf(request, found)


@router.page(PLACEMENT + "/pdf", action=PRINT_AGREEMENTS)
async def one_as_pdf(request: Request, placement_id: UUID) -> Response:
    """One agreement; again after a change of tutor."""
    printing = _one_as_pdf(request, placement_id)
    here = f"/pfmp/placements/{placement_id}"
    return await explained(
        request,
        printing,
        "Convention non imprimée en PDF",
        Otherwise(here, "Voir le lieu d’accueil"),
    )


async def _one_as_pdf(request: Request, placement_id: UUID) -> Response:
    async with begin_piece(request) as uow:
        facts = await read_agreement(uow, placement_id)
        facts.expect_printable()
        await note_printing(uow, facts.uai, facts.placement_id, [facts])
    return await as_pdf(request, [facts])


async def as_pdf(request: Request, found: Sequence[AgreementFacts]) -> Response:
    """Make the file, once no connection is held any more."""
    uai = found[0].uai
    printed = await printed_by(request, uai, local_date(runtime_of(request).work.now()))
    parties, _ = await parties_of(request, uai, found)
    values = [
        values_of(facts, party, printed, None) for facts, party in zip(found, parties, strict=True)
    ]
    name = name_of(found)
    logo = printed.profile.logo if printed.profile else None
    return saved(f"{name}.pdf", PDF, await typeset(name, printed.lycee, values, logo))
