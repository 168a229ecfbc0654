"""« Recevoir les informations par courriel »: what a family, or a pupil, says on the page of a link on paper."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.personal_links import LinkKind
from services.chassis.base.errors import Conflict, Invalid, NotFound
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.link_commands import do_once
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.families.commands import agree_to_letters, note_address, remove_address
from services.internships.families.forms import (
    FamilyAddressForm,
    FamilyAddressRemovalForm,
    FamilyAgreementForm,
)
from services.internships.families.model import FamilyAddressMoved, FamilySlot, SaidBy
from services.internships.given_links.pages.own_periods import show_own
from services.internships.given_links.queries.links import read_open_link, slots_of
from services.internships.personal_links.model import OF_PUPILS, purpose_of

router = Router()
OWN = "/ma-pfmp/{kind}/{token}"
CHANGES = Pace(times=60, seconds=60)
Work = Callable[[UnitOfWork, UUID, LinkKind], Awaitable[None]]


async def _do(
    request: Request, of: tuple[str, str], typed: Typed[Any], work: Work, notice: str
) -> Response:
    """Do what a form of the page asks, about its pupil; what was refused is shown again as it was."""
    CHANGES.count(visitor_of(request))
    kind, token = of
    which = OF_PUPILS.get(kind)
    if which is None:
        return await show_own(request, kind, token, typed)
    try:
        opened = runtime_of(request).work.links.read(purpose_of(which), token)

        async def act(uow: UnitOfWork) -> None:
            link = await read_open_link(uow, opened.row_id, which)
            await work(uow, link.about, which)

        await do_once(request, opened, act)
    except NotFound:
        return await show_own(request, kind, token, typed)
    except (Invalid, Conflict) as refused:
        return await show_own(request, kind, token, typed.refused(refused), refused.status)
    return see_other(f"/ma-pfmp/{kind}/{token}", notice=notice)


def _own(slot: FamilySlot, which: LinkKind) -> FamilySlot:
    """The address, if whoever holds such a link says it. Raises FamilyAddressMoved: the fields were changed."""
    if slot not in slots_of(which):
        raise FamilyAddressMoved
    return slot


@router.form(f"{OWN}/courriel", action=PUBLIC, recorded=False, secret=True)
async def note(
    request: Request,
    kind: str,
    token: str,
    typed: Annotated[Typed[FamilyAddressForm], form_of(FamilyAddressForm)],
) -> Response:
    """Have the lycée write there, in place of the address before."""

    async def work(uow: UnitOfWork, pupil_year_id: UUID, which: LinkKind) -> None:
        form = typed.model
        await note_address(
            uow,
            pupil_year_id=pupil_year_id,
            slot=_own(form.slot, which),
            mail=form.mail,
            known_id=form.known,
            said_by=SaidBy.FAMILY,
            now=uow.now,
        )

    told = "C’est noté\u202f: les prochains courriels du lycée partiront à cette adresse."
    return await _do(request, (kind, token), typed, work, told)


@router.form(f"{OWN}/courriel/retrait", action=PUBLIC, recorded=False, secret=True)
async def remove(
    request: Request,
    kind: str,
    token: str,
    typed: Annotated[Typed[FamilyAddressRemovalForm], form_of(FamilyAddressRemovalForm)],
) -> Response:
    """Have the lycée forget the address."""

    async def work(uow: UnitOfWork, pupil_year_id: UUID, which: LinkKind) -> None:
        form = typed.model
        slot = _own(form.slot, which)
        await remove_address(
            uow, pupil_year_id=pupil_year_id, slot=slot, known_id=form.known, now=uow.now
        )

    told = "Adresse effacée\u202f: le lycée n’y écrit plus. Vous pouvez en noter une autre ici."
    return await _do(request, (kind, token), typed, work, told)


@router.form(f"{OWN}/courriel/accord", action=PUBLIC, recorded=False, secret=True)
async def agree(
    request: Request,
    kind: str,
    token: str,
    typed: Annotated[Typed[FamilyAgreementForm], form_of(FamilyAgreementForm)],
) -> Response:
    """A pupil of age has the representatives be written to as well, or not."""

    async def work(uow: UnitOfWork, pupil_year_id: UUID, which: LinkKind) -> None:
        _own(FamilySlot.PUPIL, which)
        await agree_to_letters(
            uow,
            pupil_year_id=pupil_year_id,
            agrees=typed.model.agrees,
            said_by=SaidBy.FAMILY,
            now=uow.now,
        )

    return await _do(
        request, (kind, token), typed, work, "C’est noté. Vous revenez sur ce choix ici."
    )
