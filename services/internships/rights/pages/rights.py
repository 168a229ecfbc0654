"""What a pupil may ask of the head: what is kept, and who saw it."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Uai
from contracts.named_persons import NAMING_NOTES, NotesRequest
from contracts.notifications.mails import MAILS_ABOUT, MailsRequest
from services.chassis.base.errors import NotFound
from services.chassis.privacy.person_access import DataKind, tell_answer
from services.chassis.questions import QuestionUnanswered
from services.chassis.service.person_access import answer_as_file, answer_as_page, who_saw_it
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.french import date_range
from services.internships.base.access_notes import note_pupil
from services.internships.base.page import draw
from services.internships.participations.labels import EXEMPTIONS, STANDINGS
from services.internships.participations.queries import read_periods_of_pupil
from services.internships.permissions import ANSWER_PUPIL
from services.internships.placements.labels import STATUSES
from services.internships.placements.queries.placements import read_placements_of_pupil
from services.internships.pupils.queries import PupilCard, read_pupil
from services.internships.register import REGISTER
from services.internships.rights.labels import AUDITED
from services.internships.rights.queries import (
    PupilToErase,
    read_ids_about,
    read_pupil_to_erase,
    tell_pupil,
    who_saw,
)

router = Router()
PUPIL = "/pfmp/eleves/{pupil_year_id}"
NOTES = {
    "company": "Entreprise de l’échange",
    "occurred_on": "Date de l’échange",
    "note": "Ce qui s’est dit, en texte libre",
}
MAILS = {
    "template": "Modèle du courriel",
    "state": "Où en est l’envoi",
    "queued_at": "Instant de la demande",
    "finished_at": "Instant de la fin",
    "sender_name": "Nom de l’expéditeur",
    "subject": "Objet",
    "text": "Texte envoyé",
}
"""Not the address of who was written to: it is somebody else's."""


@router.page(f"{PUPIL}/acces", action=ANSWER_PUPIL)
async def access(request: Request, pupil_year_id: UUID, uow: RequestUnitOfWork) -> Response:
    """Everything that is kept about a pupil, to print (droit d’accès)."""
    card = await read_pupil(uow, pupil_year_id)
    here = f"/pfmp/eleves/{pupil_year_id}"
    if card.erased:
        return draw(request, "internships/rights/erased_pupil.html", pupil=card)
    told, complete = await _told(request, uow, card.uai, pupil_year_id)
    return answer_as_page(
        request,
        told,
        summary=await _summary(uow, card),
        person=card.name,
        back=(card.name, here),
        file=f"{here}/acces.json",
        complete=complete,
    )


async def _summary(uow: UnitOfWork, card: PupilCard) -> list[tuple[str, str]]:
    placements = await read_placements_of_pupil(uow, card.id)
    periods = await read_periods_of_pupil(uow, card.id)
    return [
        ("Élève", card.name),
        ("Classe et formation", f"{card.class_label}, {card.formation}, {card.school_year}"),
        *(
            (
                f"PFMP {date_range(one.starts_on, one.ends_on, weekday=False)}",
                EXEMPTIONS[one.exemption] if one.exemption else STANDINGS[one.standing][0],
            )
            for one in periods
        ),
        *(
            (
                f"Lieu d’accueil {date_range(one.starts_on, one.ends_on, weekday=False)}",
                f"{one.host.label}\u202f: {STATUSES[one.state][0]}",
            )
            for one in placements
        ),
    ]


@router.page(f"{PUPIL}/acces.json", action=ANSWER_PUPIL)
async def access_file(request: Request, pupil_year_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The answer to a pupil who asks what is kept, for a program; what could not be asked is not there."""
    card = await read_pupil(uow, pupil_year_id)
    if card.erased:
        raise NotFound
    told, _ = await _told(request, uow, card.uai, pupil_year_id)
    return answer_as_file(told, name=f"acces-{pupil_year_id}", at=uow.now)


async def _told(
    request: Request, uow: UnitOfWork, uai: Uai, pupil_year_id: UUID
) -> tuple[Sequence[DataKind], bool]:
    pupil = await read_pupil_to_erase(uow, pupil_year_id)
    await note_reading(uow, action=ANSWER_PUPIL.name, resource_id=pupil.id, uai=uai)
    own = await tell_pupil(uow, REGISTER, pupil)
    try:
        return [*own, *await _elsewhere(request, uai, pupil)], True
    except QuestionUnanswered:
        return own, False


async def _elsewhere(request: Request, uai: Uai, pupil: PupilToErase) -> Sequence[DataKind]:
    ask = runtime_of(request).ask
    naming = NotesRequest(last_name=pupil.last_name, first_name=pupil.first_name)
    notes = (await ask(NAMING_NOTES, uai, naming)).notes
    about = MailsRequest(about=tuple(pupil.placement_ids), texts=True)
    mails = (await ask(MAILS_ABOUT, uai, about)).mails
    whole = [note for note in notes if note.whole]
    return [
        tell_answer("interactions", "Échanges avec les entreprises", NOTES, whole),
        tell_answer("mails", "Courriels", MAILS, mails),
    ]


@router.page(f"{PUPIL}/consultations", action=ANSWER_PUPIL)
async def seen(request: Request, pupil_year_id: UUID, uow: RequestUnitOfWork) -> Response:
    """Who saw this pupil (registre des accès), an erased one too."""
    card = await read_pupil(uow, pupil_year_id)
    about = await read_ids_about(uow, pupil_year_id)
    seen_by = await who_saw(uow, [pupil_year_id], about)
    await note_pupil(uow, card.id, card.uai)
    return draw(
        request,
        "internships/rights/who_saw.html",
        pupil=card,
        **await who_saw_it(request, card.uai, seen_by, AUDITED),
    )
