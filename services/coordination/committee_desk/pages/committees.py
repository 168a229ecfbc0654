"""The committees of the network, and the page of one."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import Conflict
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.committee_desk.queries import read_committee_page, read_list
from services.coordination.committees.commands import (
    archive_committee,
    restore_committee,
    sign_charter,
    withdraw_charter,
)
from services.coordination.committees.forms import LABEL_CHARACTERS_MAX, CharterForm
from services.coordination.committees.labels import FUNCTIONS, KINDS
from services.coordination.decisions.labels import LATE
from services.coordination.decisions.labels import STATES as DECISION_STATES
from services.coordination.meetings.labels import STATES
from services.coordination.meetings.store import Meetings
from services.coordination.news.model.calendar import local_date
from services.coordination.permissions import MANAGE_COMMITTEES, PERMISSIONS, SEE_COMMITTEES

router = Router()
ALL = "/comites"
ONE = f"{ALL}/{{committee_id}}"
CHARTER = f"{ALL}/chartes/{{charter_id}}"
ARCHIVED = "archives"
Shown = Annotated[Typed[DecisionForm], form_of(DecisionForm)]
Pressed = Annotated[Typed[FormModel], form_of(FormModel)]


class CommitteeMeets(Conflict):
    """It has a meeting to come."""

    code = "committee-meets"
    title = "Une réunion de ce comité est à venir\u202f: annulez-la d’abord"


@router.page(ALL, action=SEE_COMMITTEES)
async def all_committees(request: Request, uow: RequestUnitOfWork, *, filtre: str = "") -> Response:
    """The committees of the network (comités)."""
    may_manage = _may_manage(request)
    archived = filtre == ARCHIVED and may_manage
    return render(
        request,
        "coordination/committee_desk/committees.html",
        listed=await read_list(uow, archived=archived),
        archived=archived,
        kinds=KINDS,
        may_manage=may_manage,
    )


@router.page(ONE, action=SEE_COMMITTEES)
async def committee(request: Request, uow: RequestUnitOfWork, committee_id: UUID) -> Response:
    """One committee: who sits there, when it meets, what it decided."""
    return await _committee(request, uow, Typed.blank(DecisionForm), committee_id)


async def _committee(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], committee_id: UUID
) -> Response:
    page = await read_committee_page(uow, committee_id)
    signing = issubclass(typed.form, CharterForm)
    return render(
        request,
        "coordination/committee_desk/committee.html",
        page=page,
        committee=page.card.committee,
        details=page.card.committee.details,
        communes=[commune_name(one) or one for one in page.card.committee.details.communes],
        typed=typed,
        charter=typed if signing else Typed.blank(CharterForm),
        signing=signing,
        label_max=LABEL_CHARACTERS_MAX,
        kinds=KINDS,
        functions=FUNCTIONS,
        states=STATES,
        decision_states=DECISION_STATES,
        late=LATE,
        today=local_date(uow.now),
        may_manage=_may_manage(request),
    )


@router.form(f"{ONE}/archivage", action=MANAGE_COMMITTEES, redisplay=_committee)
async def archive(committee_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Have a committee meet no more."""
    version = typed.model.version
    coming = await Meetings(uow).to_come(local_date(uow.now))
    if any(one.committee_id == committee_id for one in coming):
        raise CommitteeMeets
    await archive_committee(uow, committee_id=committee_id, version=version, now=uow.now)
    undo = Undo(f"{ALL}/{committee_id}/retablissement", {"version": str(version + 1)})
    return see_other(f"{ALL}/{committee_id}", notice="Comité archivé.", undo=undo)


@router.form(f"{ONE}/retablissement", action=MANAGE_COMMITTEES, redisplay=_committee)
async def restore(committee_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Have a committee meet again."""
    version = typed.model.version
    await restore_committee(uow, committee_id=committee_id, version=version)
    undo = Undo(f"{ALL}/{committee_id}/archivage", {"version": str(version + 1)})
    return see_other(f"{ALL}/{committee_id}", notice="Comité rétabli.", undo=undo)


@router.form(f"{ONE}/charte", action=MANAGE_COMMITTEES, redisplay=_committee)
async def sign(
    committee_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CharterForm], form_of(CharterForm)],
) -> Response:
    """Note that a charter was signed."""
    form = typed.model
    charter_id = await sign_charter(
        uow, committee_id=committee_id, label=form.label, signed_on=form.signed_on, now=uow.now
    )
    undo = Undo(f"{ALL}/chartes/{charter_id}/retrait")
    return see_other(f"{ALL}/{committee_id}#charte", notice="Charte notée.", undo=undo)


async def _lost(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    """Nothing of it is typed: the list is where one was."""
    _ = typed
    return await all_committees(request, uow)


@router.form(f"{CHARTER}/retrait", action=MANAGE_COMMITTEES, redisplay=_lost)
async def withdraw(charter_id: UUID, uow: RequestUnitOfWork, typed: Pressed) -> Response:
    """Take a charter back that was noted by mistake."""
    _ = typed.model
    one = await withdraw_charter(uow, charter_id=charter_id, now=uow.now)
    undo = Undo(f"{ALL}/chartes/{charter_id}/remise")
    return see_other(f"{ALL}/{one.committee_id}#charte", notice="Charte retirée.", undo=undo)


@router.form(f"{CHARTER}/remise", action=MANAGE_COMMITTEES, redisplay=_lost)
async def put_back(charter_id: UUID, uow: RequestUnitOfWork, typed: Pressed) -> Response:
    """Have a charter stand again."""
    _ = typed.model
    one = await withdraw_charter(uow, charter_id=charter_id, restored=True, now=uow.now)
    return see_other(f"{ALL}/{one.committee_id}#charte", notice="Charte remise.")


def _may_manage(request: Request) -> bool:
    return PERMISSIONS.allows(context_of(request).user, MANAGE_COMMITTEES)
