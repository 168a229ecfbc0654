"""What the page of an action says of the mails to the companies that come, and those of whom an address came later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Uai
from contracts.notifications.mails import MAILS_ABOUT, MailAbout, MailsRequest
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.action_mails.commands import write_again
from services.partnerships.action_mails.labels import WHY, line_of
from services.partnerships.action_mails.model import ActionInvite, Unreached, coming_to, is_silent
from services.partnerships.action_mails.store import ActionInvites, read_readers
from services.partnerships.actions.model import SchoolAction
from services.partnerships.actions.pages.actions import ACTION, YEAR, show_action
from services.partnerships.actions.pages.parts import PARTS
from services.partnerships.base.access_notes import note_contacts
from services.partnerships.base.calendar import local_time
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.permissions import MANAGE_ACTIONS

router = Router()


@dataclass(frozen=True)
class WrittenTo:
    """What one company was written, or why nothing is."""

    reader: str | None = None
    lines: Sequence[str] = ()
    why: tuple[str, str] | None = None
    ready: bool = False
    """Whether an address was noted since: it is written to once somebody says so."""


async def mails_of_an_action(
    request: Request, uow: UnitOfWork, action: SchoolAction, company_ids: Sequence[UUID]
) -> Mapping[str, Any]:
    """By company: to whom, what and when; and whether anything is written at all."""
    invites = [
        one for one in await ActionInvites(uow).of(action.id) if one.company_id in company_ids
    ]
    silent = is_silent(action, local_time(uow.now))
    mails = await _mails(request, action.uai, invites)
    names = await _names(uow, action.uai, invites)
    written = {one.company_id: _written(one, names, mails) for one in invites}
    if not silent:
        left = [one for one in company_ids if one in coming_to(action) and one not in written]
        for company_id, reader in (await read_readers(uow, action.uai, left)).items():
            why = WHY[reader] if isinstance(reader, Unreached) else None
            written[company_id] = WrittenTo(why=why, ready=why is None)
    return {
        "written": written,
        "mails_silent": silent,
        "mails_ready": any(one.ready for one in written.values()),
        "mails_unknown": mails is None,
    }


def _written(
    invite: ActionInvite, names: Mapping[UUID, str], mails: Sequence[MailAbout] | None
) -> WrittenTo:
    about = [one for one in mails or () if one.about == invite.id]
    lines = [line for one in reversed(about) if (line := line_of(one))]
    return WrittenTo(names.get(invite.contact_id), lines)


async def _names(uow: UnitOfWork, uai: Uai, invites: Sequence[ActionInvite]) -> Mapping[UUID, str]:
    if not invites:
        return {}
    await note_contacts(uow, [uai], action="list-contacts")
    people = await Contacts(uow).at_companies(uai, {one.company_id for one in invites})
    return {one.id: one.details.name for one in people}


async def _mails(
    request: Request, uai: Uai, invites: Sequence[ActionInvite]
) -> Sequence[MailAbout] | None:
    """Mails about an action; None while nobody says what was sent."""
    if not invites:
        return ()
    asked = MailsRequest(about=tuple(one.id for one in invites))
    try:
        return (await runtime_of(request).ask(MAILS_ABOUT, uai, asked)).mails
    except (QuestionUnanswered, QuestionRefused):
        return None


@router.form(f"{ACTION}/courriels", action=MANAGE_ACTIONS, redisplay=show_action)
async def write(
    action_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001  the form has no field
) -> Response:
    """Write to the companies of which an address was noted since."""
    await write_again(uow, action_id=action_id, now=uow.now)
    return see_other(f"{YEAR}/{action_id}", notice="Courriels demandés\u202f: ils partent bientôt.")


PARTS.add(mails_of_an_action)
