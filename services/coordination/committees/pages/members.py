"""Members of a committee: who is seated, corrected, leaves, is back, and whose name is erased."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.committees.commands import (
    correct_member,
    erase_person,
    leave_committee,
    return_member,
    seat_member,
    try_address_again,
)
from services.coordination.committees.forms import CorrectedMemberForm, MemberForm
from services.coordination.committees.labels import function_choices
from services.coordination.committees.model import Member, MemberFunction
from services.coordination.committees.queries import (
    offered_actors,
    offered_lycees,
    organisation_names,
)
from services.coordination.committees.store import Committees, Members
from services.coordination.permissions import MANAGE_COMMITTEES

router = Router()
NEW = "/comites/{committee_id}/membres"
MEMBER = "/comites/membres/{member_id}"
Shown = Annotated[Typed[DecisionForm], form_of(DecisionForm)]


@router.page(NEW, action=MANAGE_COMMITTEES)
async def new(request: Request, uow: RequestUnitOfWork, committee_id: UUID) -> Response:
    """An empty seat."""
    return await _new(
        request, uow, Typed.blank(MemberForm, function=MemberFunction.MEMBER), committee_id
    )


async def _new(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], committee_id: UUID
) -> Response:
    return await _form(request, uow, typed, committee_id, None)


@router.form(NEW, action=MANAGE_COMMITTEES, redisplay=_new)
async def seat(
    committee_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[MemberForm], form_of(MemberForm)],
) -> Response:
    """Have somebody sit there."""
    member_id = await seat_member(
        uow, committee_id=committee_id, details=typed.model.details(), now=uow.now
    )
    undo = Undo(f"/comites/membres/{member_id}/depart", {"version": "1"})
    return see_other(_of(committee_id), notice="Membre ajouté.", undo=undo)


@router.page(MEMBER, action=MANAGE_COMMITTEES)
async def member(request: Request, uow: RequestUnitOfWork, member_id: UUID) -> Response:
    """A member to correct."""
    return await _member(request, uow, Typed.blank(DecisionForm), member_id)


async def _member(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], member_id: UUID
) -> Response:
    one = await Members(uow).get(member_id)
    if not issubclass(typed.form, MemberForm):
        typed = Typed(CorrectedMemberForm, _values(one), typed.errors, typed.refusal)
    return await _form(request, uow, typed, one.committee_id, one)


def _values(one: Member) -> dict[str, str]:
    whose = one.organisation
    known = {
        "lycee": whose.lycee,
        "actor_id": whose.actor_id,
        "organisation": whose.name,
        "function": one.function.value,
        "person": one.person,
        "mail": one.address.mail if one.address else None,
        "version": one.version,
    }
    return {name: str(value) for name, value in known.items() if value is not None}


async def _form(
    request: Request,
    uow: UnitOfWork,
    typed: Typed[Any],
    committee_id: UUID,
    one: Member | None,
) -> Response:
    committee = await Committees(uow).get(committee_id)
    return render(
        request,
        "coordination/committees/member_form.html",
        typed=typed,
        committee=committee,
        member=one,
        called=(await organisation_names(uow, [one]))[one.id] if one else None,
        lycees=await offered_lycees(uow),
        actors=await offered_actors(uow, one.organisation.actor_id if one else None),
        functions=function_choices(),
    )


@router.form(MEMBER, action=MANAGE_COMMITTEES, redisplay=_member)
async def correct(
    member_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CorrectedMemberForm], form_of(CorrectedMemberForm)],
) -> Response:
    """Correct a member."""
    form = typed.model
    await correct_member(
        uow, member_id=member_id, version=form.version, details=form.details(), now=uow.now
    )
    return see_other(await _committee_of(uow, member_id), notice="Membre corrigé.")


@router.form(f"{MEMBER}/depart", action=MANAGE_COMMITTEES, redisplay=_member)
async def leave(member_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Have a member leave."""
    version = typed.model.version
    await leave_committee(uow, member_id=member_id, version=version, now=uow.now)
    undo = Undo(f"/comites/membres/{member_id}/retour", {"version": str(version + 1)})
    notice = "Ce membre ne siège plus\u202f: il ne sera plus convoqué."
    return see_other(await _committee_of(uow, member_id), notice=notice, undo=undo)


@router.form(f"{MEMBER}/retour", action=MANAGE_COMMITTEES, redisplay=_member)
async def come_back(member_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Have a member sit there again."""
    version = typed.model.version
    await return_member(uow, member_id=member_id, version=version, now=uow.now)
    undo = Undo(f"/comites/membres/{member_id}/depart", {"version": str(version + 1)})
    return see_other(
        await _committee_of(uow, member_id), notice="Ce membre siège de nouveau.", undo=undo
    )


@router.form(f"{MEMBER}/effacement", action=MANAGE_COMMITTEES, redisplay=_member)
async def erase(member_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Erase who sits there."""
    await erase_person(uow, member_id=member_id, version=typed.model.version, now=uow.now)
    notice = (
        "Le nom et l’adresse de cette personne sont effacés\u202f; l’organisation reste membre."
    )
    return see_other(await _committee_of(uow, member_id), notice=notice)


@router.form(f"{MEMBER}/adresse", action=MANAGE_COMMITTEES, redisplay=_member)
async def try_again(member_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Have an address be written to that a mail came back from."""
    _ = typed.model
    await try_address_again(uow, member_id=member_id, now=uow.now)
    notice = "Cette adresse recevra de nouveau les convocations, celle d’une réunion à venir aussi."
    return see_other(f"/comites/membres/{member_id}", notice=notice)


async def _committee_of(uow: UnitOfWork, member_id: UUID) -> str:
    return _of((await Members(uow).get(member_id)).committee_id)


def _of(committee_id: UUID) -> str:
    return f"/comites/{committee_id}#membres"
