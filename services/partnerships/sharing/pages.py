"""Sharing a contact with the network, and honouring whoever objects."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.acquaintances.queries import read_known
from services.partnerships.base.access_notes import note_contact
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.pages import show_card
from services.partnerships.contacts.queries import read_contact
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.permissions import MANAGE_CONTACTS
from services.partnerships.sharing.commands import (
    lift_objection,
    record_objection,
    share_contact,
    stop_sharing,
)
from services.partnerships.sharing.forms import LiftingForm, NothingForm, SharingForm

router = Router()
COMPANY = "/entreprises/{company_id}"
CONTACT = f"{COMPANY}/contacts/{{contact_id}}"


@router.page(f"{CONTACT}/partage", action=MANAGE_CONTACTS)
async def sharing(
    request: Request, company_id: UUID, contact_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """What is asked before a contact is shared."""
    await read_contact(uow, company_id, contact_id)
    await note_contact(uow, contact_id, await Contacts(uow).lycee_of(contact_id))
    typed = Typed.blank(SharingForm, informed_on=local_date(uow.now))
    return await _sharing(request, uow, typed, company_id, contact_id)


async def _sharing(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    company_id: UUID,
    contact_id: UUID,
) -> Response:
    return render(
        request,
        "partnerships/sharing/sharing.html",
        company=(await read_known(uow, company_id)).company,
        contact=await read_contact(uow, company_id, contact_id),
        today=local_date(uow.now),
        typed=typed,
    )


@router.form(f"{CONTACT}/partage", action=MANAGE_CONTACTS, redisplay=_sharing)
async def share(
    company_id: UUID,
    contact_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[SharingForm], form_of(SharingForm)],
) -> Response:
    """Share it."""
    await share_contact(
        uow, contact_id=contact_id, informed_on=typed.model.informed_on, now=uow.now
    )
    return see_other(
        f"/entreprises/{company_id}",
        notice="Contact partagé avec les bureaux du département.",
        undo=Undo(f"/entreprises/{company_id}/contacts/{contact_id}/partage/fin"),
    )


async def _card(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID
) -> Response:
    return await show_card(request, uow, typed, company_id)


@router.form(f"{CONTACT}/partage/fin", action=MANAGE_CONTACTS, redisplay=_card)
async def stop(
    company_id: UUID,
    contact_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[NothingForm], form_of(NothingForm)],  # noqa: ARG001  shown again when refused
) -> Response:
    """Share it no more."""
    await stop_sharing(uow, contact_id=contact_id)
    return see_other(f"/entreprises/{company_id}", notice="Ce contact n’est plus partagé.")


@router.form(f"{CONTACT}/opposition", action=MANAGE_CONTACTS, redisplay=_card)
async def oppose(
    company_id: UUID,
    contact_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[NothingForm], form_of(NothingForm)],  # noqa: ARG001  shown again when refused
) -> Response:
    """The person objects."""
    objection_id = await record_objection(uow, contact_id=contact_id, now=uow.now)
    if objection_id is None:
        return see_other(
            f"/entreprises/{company_id}", notice="L’opposition de cette personne est déjà notée."
        )
    return see_other(
        f"/entreprises/{company_id}",
        notice="Opposition notée\u202f: aucun bureau ne la voit plus partagée, Passerelle ne lui écrit plus.",
        undo=Undo(f"/entreprises/{company_id}/oppositions/levee", {"objection": str(objection_id)}),
    )


@router.form(f"{COMPANY}/oppositions/levee", action=MANAGE_CONTACTS, redisplay=_card)
async def lift(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LiftingForm], form_of(LiftingForm)],
) -> Response:
    """The person changed their mind."""
    await lift_objection(uow, objection_id=typed.model.objection)
    return see_other(f"/entreprises/{company_id}", notice="Opposition levée.")
