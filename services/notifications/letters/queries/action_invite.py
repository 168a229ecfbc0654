"""The mails to a contact of a company that comes to an action, which put it into their calendar."""

import asyncio
from datetime import time
from typing import Any

from contracts.partnerships.action_invites import (
    ACTION_INVITE,
    ActionInvite,
    ActionInviteId,
    ActionInviteRequest,
)
from contracts.portal.accounts import BureauPeople
from services.notifications.calendar_invitations.model import (
    CalendarInvitation,
    Method,
    Say,
    to_say,
)
from services.notifications.contents.model import Cannot, Due, NotWanted
from services.notifications.contents.queries.owners_answers import (
    Addressee,
    Asked,
    Asking,
    OwnersAnswers,
    address_of,
    contact_of,
    mail,
)
from services.notifications.mails.model.reasons import EARLIER_LEAVING, SETTLED
from services.notifications.mails.model.template import Template

_EXAMPLE = {
    "title": "Forum des métiers",
    "kind": "Forum ou salon",
    "starts_at": time(14, 0),
    "ends_at": time(17, 0),
    "place": "Salle polyvalente du lycée",
}
_MOVES = {"sequence", "standing", "on", "starts_at", "ends_at", "place"}
_SAID = {"contact_name", "company", "title", "kind", "starts_at", "ends_at", "place"}
_SAYS = {
    Say.FIRST: (Template.ACTION_NOTED, Method.REQUEST),
    Say.CHANGED: (Template.ACTION_MOVED, Method.REQUEST),
    Say.CANCELLED: (Template.ACTION_CALLED_OFF, Method.CANCEL),
}


async def _contact(composer: Asking, due: Due) -> Addressee:
    invite = await _asked(composer, due)
    return Addressee(invite.contact_name, invite.company)


@mail(
    Template.ACTION_NOTED,
    Template.ACTION_MOVED,
    Template.ACTION_CALLED_OFF,
    for_whom=_contact,
    example=_EXAMPLE,
)
async def action_invite(composer: Asking, due: Due) -> Asked:
    """What is left to say of the action: that they are expected, that it moved, or that it is off."""
    bureau = composer.people(due)
    invite = await _asked(composer, due)
    if invite.silent:
        return NotWanted(SETTLED)
    invitation = _invitation(due, invite)
    others = await composer.told_before(due)
    say = to_say(invitation, others, mail_id=due.mail_id, queued_at=due.queued_at)
    if say is Say.LATER:
        return Cannot(EARLIER_LEAVING)
    if say is Say.NOTHING:
        return NotWanted(SETTLED)
    address = address_of(invite)
    if not isinstance(address, str):
        return address
    drawn_as, method = _SAYS[say]
    people = await asyncio.shield(bureau)
    return _answers(invite, address, people, drawn_as, invitation=invitation, method=method)


@mail(Template.ACTION_REMINDER, for_whom=_contact, example=_EXAMPLE)
async def action_reminder(composer: Asking, due: Due) -> Asked:
    """A week before: that it takes place, and whom to call."""
    bureau = composer.people(due)
    invite = await _asked(composer, due)
    if invite.silent or not invite.standing:
        return NotWanted(SETTLED)
    address = address_of(invite)
    if not isinstance(address, str):
        return address
    return _answers(invite, address, await asyncio.shield(bureau), Template.ACTION_REMINDER)


def _answers(
    invite: ActionInvite, address: str, people: BureauPeople, drawn_as: Template, **more: Any
) -> OwnersAnswers:
    values = {**invite.model_dump(include=_SAID), "starts_on": invite.on}
    return OwnersAnswers(
        address,
        people,
        values,
        contact=contact_of(invite.contact_id, invite.contact_version),
        stop=invite.stop_url,
        drawn_as=drawn_as,
        **more,
    )


def _invitation(due: Due, invite: ActionInvite) -> CalendarInvitation:
    known = invite.model_dump(include=_MOVES)
    return CalendarInvitation(id=due.aggregate_id, summary=invite.title, **known)


async def _asked(composer: Asking, due: Due) -> ActionInvite:
    request = ActionInviteRequest(invite_id=ActionInviteId(due.aggregate_id))
    return await composer.ask(ACTION_INVITE, due.uai, request)
