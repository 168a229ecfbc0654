"""What printing agreements needs whatever the text: names asked of the registry, and noted as read."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import ContactId, Uai
from contracts.partnerships.host_party import HostParty, HostPartyRequest
from contracts.portal.lycee_profile import LYCEE_PROFILE, LyceeProfile, LyceeProfileRequest
from services.chassis.base.errors import DocumentNotMade
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import identity_of, runtime_of, say_when_to_retry
from services.internships.agreement_models.model.agreement_model import ModelMissing
from services.internships.agreement_prints.model import (
    AgreementFacts,
    AgreementNotPrinted,
    NothingToPrint,
    TooManyToPrint,
)
from services.internships.agreement_prints.queries import Printed
from services.internships.base.bureau import bureau_of
from services.internships.base.page import draw
from services.internships.hosts.pages import host_parties
from services.internships.permissions import PRINT_AGREEMENTS

NOT_MADE = "Le fichier n’a pas pu être préparé. Rien n’a changé\u202f: réessayez dans un instant."
ONE_BY_ONE = "Si cela recommence, imprimez les conventions une à une."
NOT_PRINTED = (AgreementNotPrinted, NothingToPrint, TooManyToPrint, ModelMissing)


@dataclass(frozen=True)
class Otherwise:
    """Where somebody goes on whose file was not made."""

    path: str
    label: str
    advice: str = ""
    """What to try once making it failed again."""


async def explained(
    request: Request, printing: Awaitable[Response], what: str, otherwise: Otherwise
) -> Response:
    """The file, or else a page that says why there is none, and leads to where that changes.

    `what` was not made, as the title of that page says it.
    """

    def refused(why: str) -> Response:
        return draw(
            request,
            "internships/agreement_prints/agreement_refused.html",
            what=what,
            why=why,
            otherwise=otherwise,
        )

    try:
        return await printing
    except NOT_PRINTED as error:
        return refused(str(error))
    except DocumentNotMade as error:
        page = refused(f"{NOT_MADE} {otherwise.advice}".rstrip())
        page.status_code = error.status
        say_when_to_retry(page, error)
        return page


def name_of(found: Sequence[AgreementFacts]) -> str:
    """How the file is called where it is saved."""
    if len(found) == 1:
        return f"Convention {found[0].class_label} {found[0].pupil}"
    return f"Conventions {', '.join(sorted({one.class_label for one in found}))}"


async def printed_by(request: Request, uai: Uai, today: date) -> Printed:
    """Whose paper it is, under the name the reader knows the lycée by, with what it says of itself."""
    identity = identity_of(request)
    known = identity.lycees.get(uai) if identity else None
    name = known or await _told_name(request, uai) or uai
    return Printed(name, today, await profile_of(request, uai))


async def _told_name(request: Request, uai: Uai) -> str | None:
    """How the portal calls a lycée, for who does not work there."""
    bureau = await bureau_of(request, uai)
    return bureau.lycee if bureau else None


async def profile_of(request: Request, uai: Uai) -> LyceeProfile | None:
    """What a lycée says of itself; None while nobody answers."""
    try:
        return await runtime_of(request).ask(LYCEE_PROFILE, uai, LyceeProfileRequest())
    except (QuestionUnanswered, QuestionRefused):
        return None


async def note_printing(
    uow: UnitOfWork, uai: Uai, about: UUID, found: Sequence[AgreementFacts]
) -> None:
    """Note whose papers were made, and which contacts are named on them."""
    await note_reading(uow, action=PRINT_AGREEMENTS.name, resource_id=about, uai=uai)
    for tutor in sorted({one.tutor_id for one in found if one.tutor_id}):
        await note_reading(uow, action="see-contact", resource_id=tutor, uai=uai)


async def parties_of(
    request: Request, uai: Uai, found: Sequence[AgreementFacts]
) -> tuple[Sequence[HostParty | None], bool]:
    """What the registry tells of each host, and whether it answered at all."""
    asked = [
        HostPartyRequest(
            site_key=one.site_key, tutor_id=ContactId(one.tutor_id) if one.tutor_id else None
        )
        for one in found
    ]
    return await host_parties(request, [(uai, one) for one in asked])
