"""The mail that convenes to a meeting of a committee, and says what becomes of it in calendars."""

import asyncio
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from contracts.coordination.meetings import (
    MEETING_INVITE,
    MeetingInvite,
    MeetingInviteId,
    MeetingInviteRequest,
)
from contracts.identifiers import Uai
from contracts.partnerships.addresses import ADDRESS_STANDING, AddressRequest
from contracts.portal.accounts import (
    BUREAU_PEOPLE,
    ROLE_HOLDERS,
    BureauMember,
    BureauRequest,
    RoleHoldersRequest,
)
from services.chassis.base.identity import Role
from services.notifications.calendar_invitations.model import (
    CalendarInvitation,
    Method,
    Say,
    to_say,
    told_to,
)
from services.notifications.contents.model import Cannot, Contact, Due, NotWanted, Several
from services.notifications.contents.queries.owners_answers import (
    Addressee,
    Asked,
    Asking,
    OwnersAnswers,
    address_of,
    mail,
)
from services.notifications.mails.model.reasons import (
    EARLIER_LEAVING,
    LEFT_THE_BUREAU,
    NOBODY,
    SETTLED,
)
from services.notifications.mails.model.recipients import BUREAU, account, account_of
from services.notifications.mails.model.template import Template
from services.notifications.rests.model import NOBODY_AWAY, leaves_at

_EXAMPLE: Mapping[str, Any] = {
    "say": Say.FIRST.value,
    "takes_place": True,
    "committee": "CLEE de l’Exemple",
    "kind": "CLEE",
    "meets_on": date(2027, 1, 21),
    "starts_at": time(14, 0),
    "ends_at": time(16, 0),
    "place": "Salle polyvalente du lycée",
    "agenda": ("Accueil des élèves de seconde.", "Forum des métiers."),
    "organisation": "Lycée de l’Exemple",
    "to_bureau": False,
}
_METHODS = {
    Say.FIRST: Method.REQUEST,
    Say.CHANGED: Method.REQUEST,
    Say.CANCELLED: Method.CANCEL,
}


async def _reader(composer: Asking, due: Due) -> Addressee:
    invite = await _asked(composer, due)
    return Addressee(invite.person, invite.organisation)


@mail(Template.MEETING_INVITE, for_whom=_reader, example=_EXAMPLE)
async def meeting_invite(composer: Asking, due: Due) -> Asked:
    """What is left to say of the meeting: that the reader is expected, that it moved, or that it is off."""
    department = composer.people(due)
    invite = await _asked(composer, due)
    if invite.silent:
        return NotWanted(SETTLED)
    if due.recipient == BUREAU:
        return await _to_each(composer, due, invite)
    reader = await _to_whom(composer, due, invite)
    if not isinstance(reader, BureauMember | str):
        return reader
    address_id = None if isinstance(reader, BureauMember) else invite.address_id
    others = told_to(await composer.told_before(due), address_id)
    say = to_say(_invitation(due, invite), others, mail_id=due.mail_id, queued_at=due.queued_at)
    if say is Say.LATER:
        return Cannot(EARLIER_LEAVING)
    if say is Say.NOTHING:
        return NotWanted(SETTLED)
    of_bureau = isinstance(reader, BureauMember)
    return OwnersAnswers(
        reader.mail if isinstance(reader, BureauMember) else reader,
        await asyncio.shield(department),
        {
            **_said(invite, say),
            "contact_name": reader.display_name
            if isinstance(reader, BureauMember)
            else invite.person,
            "to_bureau": of_bureau,
        },
        answers=await _supervisor(composer, due),
        contact=Contact(address_id, 1) if address_id else None,
        stop=None if of_bureau else invite.stop_url,
        invitation=_invitation(due, invite),
        method=_METHODS[say],
    )


async def _to_each(composer: Asking, due: Due, invite: MeetingInvite) -> Asked:
    """One mail for each who runs the bureau, by day; who sits there in person is convened already."""
    people = await _bureau(composer, invite.lycee)
    told = [one for one in people if one.mail.strip().casefold() not in invite.left_out]
    if not told:
        return NotWanted(NOBODY)
    rests = await composer.rests([one.account_id for one in told])
    leaving = (
        leaves_at(due.queued_at, urgent=False, rest=rests.get(one.account_id, NOBODY_AWAY))
        for one in told
    )
    return Several(tuple(account(one.account_id) for one in told), leaves_at=tuple(leaving))


async def _to_whom(
    composer: Asking, due: Due, invite: MeetingInvite
) -> BureauMember | str | NotWanted | Cannot:
    """Who runs the bureau under the account a mail is for, else the address of who sits there."""
    reader = account_of(due.recipient)
    if reader is not None:
        people = await _bureau(composer, invite.lycee)
        found = next((one for one in people if one.account_id == reader), None)
        return found or NotWanted(LEFT_THE_BUREAU)
    known = address_of(invite)
    if not isinstance(known, str):
        return known
    # Whoever stopped the mails of all lycées is written to by no committee either.
    standing = await composer.ask(ADDRESS_STANDING, due.uai, AddressRequest(mail=known))
    return address_of(
        invite.model_copy(update={"stopped": standing.stopped, "returned": standing.returned})
    )


async def _bureau(composer: Asking, lycee: Uai | None) -> tuple[BureauMember, ...]:
    if lycee is None:
        return ()
    return (await composer.ask(BUREAU_PEOPLE, lycee, BureauRequest())).members


async def _supervisor(composer: Asking, due: Due) -> BureauMember | None:
    """Whom answers go to: the DSDEN has no bureau."""
    asked = RoleHoldersRequest(roles=(Role.SUPERVISOR.value,))
    holders = (await composer.ask(ROLE_HOLDERS, due.uai, asked)).holders
    first = next(iter(holders), None)
    if first is None:
        return None
    return BureauMember(
        account_id=first.account_id, display_name=first.display_name, mail=first.mail
    )


def _said(invite: MeetingInvite, say: Say) -> Mapping[str, Any]:
    lines = (invite.agenda or "").splitlines()
    return {
        "say": say.value,
        "takes_place": invite.takes_place,
        "committee": invite.committee,
        "kind": invite.kind,
        "meets_on": invite.on,
        "starts_at": invite.starts_at,
        "ends_at": invite.ends_at,
        "place": invite.place,
        "agenda": tuple(line.strip() for line in lines if line.strip()),
        "organisation": invite.organisation,
    }


def _invitation(due: Due, invite: MeetingInvite) -> CalendarInvitation:
    return CalendarInvitation(
        id=due.aggregate_id,
        sequence=invite.sequence,
        standing=invite.standing,
        on=invite.on,
        starts_at=invite.starts_at,
        ends_at=invite.ends_at,
        place=invite.place,
        summary=f"Réunion\u00a0: {invite.committee}",
    )


async def _asked(composer: Asking, due: Due) -> MeetingInvite:
    request = MeetingInviteRequest(meeting_invite_id=MeetingInviteId(due.aggregate_id))
    return await composer.ask(MEETING_INVITE, due.uai, request)
