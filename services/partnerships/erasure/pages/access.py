"""What a contact may ask of the bureau: everything that is kept about them (droit d’accès)."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import Request, Response

from contracts.notifications.mails import MAILS_ABOUT, MailsRequest
from services.chassis.privacy.person_access import DataKind, tell_answer
from services.chassis.questions import QuestionUnanswered
from services.chassis.service.person_access import answer_as_file, answer_as_page, who_saw_it
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.partnerships.base.access_notes import note_contact
from services.partnerships.base.phones import shown_phone
from services.partnerships.cards.queries import read_company
from services.partnerships.contacts.queries import read_contact
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.erasure.labels import AUDITED
from services.partnerships.erasure.pages.needs import NeedsNaming, ask_needs, in_words
from services.partnerships.erasure.queries.access import tell_contact, who_saw
from services.partnerships.erasure.queries.erasure import find_contact_to_erase
from services.partnerships.permissions import MANAGE_CONTACTS
from services.partnerships.register import REGISTER

router = Router()
ACCESS = "/entreprises/{company_id}/contacts/{contact_id}/acces"
NEEDS_TITLE = "Besoins d’entreprises"
NEEDS = {
    "told_on": "Jour du besoin où se trouve l’adresse ou le téléphone",
    "need_id": "Identifiant du besoin, si le bureau le suit",
}
MAILS = {
    "template": "Modèle du courriel",
    "state": "Où en est l’envoi",
    "queued_at": "Instant de la demande",
    "finished_at": "Instant de la fin",
    "address": "Adresse du destinataire",
    "sender_name": "Nom de l’expéditeur",
    "reply_to": "Adresse où répondre",
    "subject": "Objet",
    "text": "Texte envoyé",
}


@router.page(ACCESS, action=MANAGE_CONTACTS)
async def access(
    request: Request, company_id: UUID, contact_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """To print."""
    contact = await read_contact(uow, company_id, contact_id)
    company = (await read_company(uow, company_id)).company
    told, complete, needs = await _told(request, uow, contact_id)
    card = f"/entreprises/{company_id}"
    return answer_as_page(
        request,
        told,
        summary=[
            ("Contact", contact.details.name),
            ("Entreprise", company.details.name),
            ("Fonction", contact.details.function or ""),
            ("Mail", contact.details.mail or ""),
            ("Téléphone", shown_phone(contact.details.phone)),
            ("Besoins d’entreprises", in_words(needs, contact.details)),
        ],
        person=contact.details.name,
        back=(company.details.name, card),
        file=f"{card}/contacts/{contact_id}/acces.json",
        complete=complete,
    )


@router.page(f"{ACCESS}.json", action=MANAGE_CONTACTS)
async def access_file(
    request: Request, company_id: UUID, contact_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """The answer to somebody who asks what is kept, for a program; what could not be asked is not there."""
    await read_contact(uow, company_id, contact_id)
    told, *_ = await _told(request, uow, contact_id)
    return answer_as_file(told, name=f"acces-{contact_id}", at=uow.now)


@router.page(
    "/entreprises/{company_id}/contacts/{contact_id}/consultations", action=MANAGE_CONTACTS
)
async def seen(
    request: Request, company_id: UUID, contact_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """Who saw this contact (registre des accès)."""
    contact = await read_contact(uow, company_id, contact_id)
    uai = await Contacts(uow).lycee_of(contact_id)
    seen_by = await who_saw(uow, contact_id, company_id, uai)
    await note_contact(uow, contact_id, uai)
    return render(
        request,
        "partnerships/erasure/contact_seen.html",
        company=(await read_company(uow, company_id)).company,
        contact=contact,
        **await who_saw_it(request, uai, seen_by, AUDITED),
    )


async def _told(
    request: Request, uow: UnitOfWork, contact_id: UUID
) -> tuple[Sequence[DataKind], bool, NeedsNaming | None]:
    found = await find_contact_to_erase(uow, contact_id, context_of(request).user.roles_at)
    await note_reading(uow, action="answer-contact", resource_id=contact_id, uai=found.uai)
    own = list(await tell_contact(uow, REGISTER, found))
    needs = await ask_needs(request, uow, found)
    details = found.contact.details
    # Of whom neither address nor phone is noted nothing was looked for.
    if needs is not None and (details.mail or details.phone):
        own.append(_kept_in_needs(needs))
    try:
        asked = MailsRequest(about=tuple(found.about), texts=True)
        mails = (await runtime_of(request).ask(MAILS_ABOUT, found.uai, asked)).mails
    except QuestionUnanswered:
        return own, False, needs
    # Of the mails about a place, those to the bureau are somebody else's.
    mine = [one for one in mails if one.address == found.contact.details.mail]
    own.append(tell_answer("mails", "Courriels", MAILS, mine))
    return own, needs is not None, needs


def _kept_in_needs(needs: NeedsNaming) -> DataKind:
    """Which ones: what they say is kept by the department, which tells it."""
    followed = [{"told_on": one.told_on, "need_id": one.need_id} for one in needs.own]
    others = [{"told_on": one.told_on, "need_id": None} for one in needs.others]
    return DataKind(
        table="needs",
        title=NEEDS_TITLE,
        purpose=f"Voir le registre des traitements, {NEEDS_TITLE}",
        retention="Voir le registre des traitements",
        columns=NEEDS,
        rows=[*followed, *others],
    )
