"""« Courriels à la famille »: the addresses of the family of one pupil, and who is written to from eighteen on."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.base.access_notes import note_pupil
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.families.commands import (
    agree_to_letters,
    note_address,
    remove_address,
    try_address_again,
)
from services.internships.families.forms import (
    FamilyAddressForm,
    FamilyAddressRemovalForm,
    FamilyAgreementForm,
)
from services.internships.families.labels import SAID_BY, SLOTS
from services.internships.families.model import Family, FamilySlot, SaidBy
from services.internships.families.store import Families, FamilyWritings
from services.internships.permissions import MANAGE_PUPILS, SEE_PFMP
from services.internships.pupils.queries import read_pupil

router = Router()
FAMILY = "/pfmp/eleves/{pupil_year_id}/famille"


@router.page(FAMILY, action=SEE_PFMP)
async def family(request: Request, pupil_year_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The addresses a family is written to at."""
    card = await read_pupil(uow, pupil_year_id)
    await note_pupil(uow, card.id, card.uai)
    return await _family(request, uow, Typed.blank(FamilyAddressForm), pupil_year_id)


async def _family(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], pupil_year_id: UUID
) -> Response:
    card = await read_pupil(uow, pupil_year_id)
    known = Family(card.uai, card.id)
    if not card.erased:
        known = await Families(uow).of_pupil(pupil_year_id)
    return draw(
        request,
        "internships/families/family.html",
        of=card.uai,
        action=MANAGE_PUPILS,
        pupil=card,
        family=known,
        writing=await FamilyWritings(uow).of(card.uai),
        refused=None if typed.form is FamilyAddressForm else typed,
        own_forms={slot: _form_of(slot, known, typed) for slot in SLOTS},
        agreeing=Typed.blank(FamilyAgreementForm, agrees=known.agreed_on is not None),
        slots=SLOTS,
        said_by=SAID_BY,
        today=local_date(uow.now),
    )


def _form_of(slot: FamilySlot, known: Family, typed: Typed[Any]) -> Typed[Any]:
    """The form of one address: as it was typed, or as it is known."""
    if typed.form is FamilyAddressForm and typed.value("slot") == slot.value:
        return typed
    address = known.addresses.get(slot)
    return Typed.blank(FamilyAddressForm, mail=address.mail if address else None)


@router.form(f"{FAMILY}/adresse", action=MANAGE_PUPILS, redisplay=_family)
async def note(
    pupil_year_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FamilyAddressForm], form_of(FamilyAddressForm)],
) -> Response:
    """Note an address, or another one in its place."""
    form = typed.model
    await note_address(
        uow,
        pupil_year_id=pupil_year_id,
        slot=form.slot,
        mail=form.mail,
        known_id=form.known,
        said_by=SaidBy.BUREAU,
        now=uow.now,
    )
    return see_other(_here(pupil_year_id), notice=f"Adresse enregistrée\u202f: {SLOTS[form.slot]}.")


@router.form(f"{FAMILY}/retrait", action=MANAGE_PUPILS, redisplay=_family)
async def remove(
    pupil_year_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FamilyAddressRemovalForm], form_of(FamilyAddressRemovalForm)],
) -> Response:
    """Keep an address no more; the page that follows can put it back."""
    form = typed.model
    mail = await remove_address(
        uow, pupil_year_id=pupil_year_id, slot=form.slot, known_id=form.known, now=uow.now
    )
    here = _here(pupil_year_id)
    undo = Undo(f"{here}/adresse", {"slot": form.slot.value, "mail": mail})
    return see_other(here, notice=f"Adresse retirée\u202f: {SLOTS[form.slot]}.", undo=undo)


@router.form(f"{FAMILY}/essai", action=MANAGE_PUPILS, redisplay=_family)
async def try_again(
    pupil_year_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FamilyAddressRemovalForm], form_of(FamilyAddressRemovalForm)],
) -> Response:
    """Write again to an address that mails came back from."""
    form = typed.model
    await try_address_again(
        uow, pupil_year_id=pupil_year_id, slot=form.slot, known_id=form.known, now=uow.now
    )
    return see_other(
        _here(pupil_year_id), notice="Les prochains courriels partiront de nouveau à cette adresse."
    )


@router.form(f"{FAMILY}/accord", action=MANAGE_PUPILS, redisplay=_family)
async def agree(
    pupil_year_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FamilyAgreementForm], form_of(FamilyAgreementForm)],
) -> Response:
    """What a pupil of age told the bureau: the representatives may be written to as well, or not."""
    agrees = typed.model.agrees
    await agree_to_letters(
        uow, pupil_year_id=pupil_year_id, agrees=agrees, said_by=SaidBy.BUREAU, now=uow.now
    )
    here = _here(pupil_year_id)
    undo = Undo(f"{here}/accord", {} if agrees else {"agrees": "true"})
    told = (
        "Accord de l’élève noté."
        if agrees
        else "Noté\u202f: plus rien ne part aux représentants légaux."
    )
    return see_other(here, notice=told, undo=undo)


def _here(pupil_year_id: UUID) -> str:
    return FAMILY.format(pupil_year_id=pupil_year_id)
