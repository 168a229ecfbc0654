"""Accesses the supervisor proposes, and what the heads answer."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response
from starlette.background import BackgroundTask

from contracts.identifiers import Uai
from contracts.portal.accounts import AccessNoticeKind
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.portal.accesses.commands.publish_access import publish_access
from services.portal.accesses.forms import VersionForm
from services.portal.accesses.pages.accesses import BESIDE, LIST, Button, show_list
from services.portal.accesses.pages.choices import name_of, powers, roles_as_choices, today
from services.portal.lycees.store import Lycees
from services.portal.permissions import DECIDE_PROPOSAL, PROPOSE_ACCESS, PROPOSED_ROLES
from services.portal.proposals.commands import (
    accept_proposal,
    answer_proposal,
    propose_access,
    reconsider_proposal,
)
from services.portal.proposals.forms import ProposalForm
from services.portal.proposals.model import Proposal, Status
from services.portal.proposals.store import Proposals
from services.portal.sessions.pages import telling_revoked

router = Router()
MINE = "/acces/propositions"
NEW = f"{MINE}/nouvelle"
ONE = f"{MINE}/{{proposal_id}}"


async def _waiting(uow: UnitOfWork) -> Sequence[Proposal]:
    return await Proposals(uow).newest(waiting=True)


BESIDE["proposals"] = _waiting


@router.page(MINE, action=PROPOSE_ACCESS)
async def proposals(request: Request, uow: RequestUnitOfWork) -> Response:
    """What was proposed, and what became of it."""
    return await _mine(request, uow, Typed.blank(VersionForm))


async def _mine(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return render(
        request,
        "portal/proposals/proposals.html",
        typed=typed,
        proposals=await Proposals(uow).newest(),
        lycees=await Lycees(uow).names(),
        role_of=Role,
        waiting=Status.WAITING,
    )


@router.page(NEW, action=PROPOSE_ACCESS)
async def new(request: Request, uow: RequestUnitOfWork) -> Response:
    """An empty form."""
    return await _form(request, uow, Typed.blank(ProposalForm, from_on=today(request)))


async def _form(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return render(
        request,
        "portal/proposals/proposal.html",
        typed=typed,
        lycees=list((await Lycees(uow).names()).items()),
        roles=roles_as_choices(PROPOSED_ROLES),
        today=today(request),
    )


@router.form(NEW, action=PROPOSE_ACCESS, redisplay=_form)
async def propose(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ProposalForm], form_of(ProposalForm)],
) -> Response:
    """Propose it: nothing opens before the head accepts."""
    form = typed.model
    proposal_id = await propose_access(
        uow,
        mail=form.mail,
        display_name=form.name,
        role=form.role,
        uai=form.lycee,
        from_on=form.from_on,
        last_day=form.last_day,
        now=uow.now,
    )
    notice = "Accès proposé\u00a0: rien ne s’ouvre avant l’accord de la direction du lycée."
    undo = Undo(f"{MINE}/{proposal_id}/retrait", {"version": "1"})
    answer = see_other(MINE, notice=notice, undo=undo)
    answer.background = BackgroundTask(_tell_the_head, request, proposal_id, form.lycee)
    return answer


async def _tell_the_head(request: Request, proposal_id: UUID, uai: Uai) -> None:
    """Have the mail asked for in the lycée’s own scope, once the proposal stands.

    The supervisor speaks for no lycée: nothing is published in its name in their transaction.
    """
    async with runtime_of(request).work.begin(Scope(frozenset({uai})), uai=uai) as uow:
        await publish_access(
            uow,
            notice_id=proposal_id,
            kind=AccessNoticeKind.PROPOSED,
            uai=uai,
            version=1,
            now=uow.now,
        )


@router.form(f"{ONE}/retrait", action=PROPOSE_ACCESS, redisplay=_mine)
async def withdraw(uow: RequestUnitOfWork, proposal_id: UUID, typed: Button) -> Response:
    """Take one’s proposal back."""
    answered = await answer_proposal(
        uow,
        proposal_id=proposal_id,
        version=typed.model.version,
        status=Status.WITHDRAWN,
        now=uow.now,
    )
    return see_other(MINE, notice="Proposition retirée.", undo=_undo(answered, "reprise"))


@router.form(f"{ONE}/reprise", action=PROPOSE_ACCESS, redisplay=_mine)
async def propose_again(uow: RequestUnitOfWork, proposal_id: UUID, typed: Button) -> Response:
    """Undo a withdrawal."""
    await reconsider_proposal(
        uow,
        proposal_id=proposal_id,
        version=typed.model.version,
        undoing=Status.WITHDRAWN,
    )
    return see_other(MINE, notice="La proposition attend de nouveau une réponse.")


@router.form(f"{ONE}/accord", action=DECIDE_PROPOSAL, redisplay=show_list)
async def accept(
    request: Request, uow: RequestUnitOfWork, proposal_id: UUID, typed: Button
) -> Response:
    """Give what is proposed."""
    proposal, access_id, account_id = await accept_proposal(
        uow,
        proposal_id=proposal_id,
        version=typed.model.version,
        powers=powers(request),
        now=uow.now,
    )
    name = await name_of(uow, account_id)
    notice = f"Accès donné à {name}\u00a0: {Role(proposal.role).label}."
    undo = Undo(f"{LIST}/{access_id}/fin", {"version": "1"})
    return telling_revoked(see_other(LIST, notice=notice, undo=undo), request, account_id)


@router.form(f"{ONE}/refus", action=DECIDE_PROPOSAL, redisplay=show_list)
async def refuse(uow: RequestUnitOfWork, proposal_id: UUID, typed: Button) -> Response:
    """Refuse it: nothing opens."""
    answered = await answer_proposal(
        uow,
        proposal_id=proposal_id,
        version=typed.model.version,
        status=Status.REFUSED,
        now=uow.now,
    )
    notice = "Proposition refusée\u00a0: la supervision le voit dans sa liste."
    return see_other(LIST, notice=notice, undo=_undo(answered, "reexamen"))


@router.form(f"{ONE}/reexamen", action=DECIDE_PROPOSAL, redisplay=show_list)
async def reconsider(uow: RequestUnitOfWork, proposal_id: UUID, typed: Button) -> Response:
    """Undo a refusal."""
    await reconsider_proposal(
        uow,
        proposal_id=proposal_id,
        version=typed.model.version,
        undoing=Status.REFUSED,
    )
    return see_other(LIST, notice="La proposition attend de nouveau votre réponse.")


def _undo(answered: Proposal, what: str) -> Undo:
    return Undo(f"{MINE}/{answered.id}/{what}", {"version": str(answered.version)})
