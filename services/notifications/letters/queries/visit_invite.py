"""The mails to who hosts a pupil about a visit of the teacher who follows them, which put it into a calendar."""

import asyncio
from collections.abc import Mapping
from datetime import time
from typing import Any

from contracts.internships.visits import (
    VISIT_INVITE,
    VisitId,
    VisitInvite,
    VisitInviteRequest,
    VisitWay,
)
from contracts.partnerships.questions import HOST_CONTACT, HostContact, HostContactRequest
from services.notifications.calendar_invitations.model import (
    CalendarInvitation,
    Method,
    Say,
    to_say,
    told_to,
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

SUMMARY = "Visite à un élève en PFMP"
"""Of nobody by name: calendars are shared, and copied."""
WHERE: Mapping[VisitWay, str] = {
    VisitWay.ON_SITE: "Dans votre entreprise",
    VisitWay.CALL: "Par téléphone",
    VisitWay.VIDEO: "En visioconférence",
}
_EXAMPLE = {
    "starts_at": time(14, 0),
    "where": WHERE[VisitWay.ON_SITE],
    "on_site": True,
    "visited": {"pupil": "pupil_name", "referent": "display_name"},
}
_SAYS = {
    Say.FIRST: (Template.VISIT_PLANNED, Method.REQUEST),
    Say.CHANGED: (Template.VISIT_MOVED, Method.REQUEST),
    Say.CANCELLED: (Template.VISIT_CALLED_OFF, Method.CANCEL),
}


async def _host(composer: Asking, due: Due) -> Addressee:
    host = await _reader(composer, due, await _visit(composer, due))
    return Addressee(host.contact_name, host.company)


@mail(
    Template.VISIT_PLANNED,
    Template.VISIT_MOVED,
    Template.VISIT_CALLED_OFF,
    for_whom=_host,
    example=_EXAMPLE,
)
async def visit_invite(composer: Asking, due: Due) -> Asked:
    """What is left to say of the visit: that it is planned, that it moved, or that it is off."""
    bureau = composer.people(due)
    visit = await _visit(composer, due)
    if visit.silent:
        return NotWanted(SETTLED)
    contact = await _reader(composer, due, visit)
    others = told_to(await composer.told_before(due), contact.contact_id)
    invitation = _invitation(due, visit)
    say = to_say(invitation, others, mail_id=due.mail_id, queued_at=due.queued_at)
    if say is Say.LATER:
        return Cannot(EARLIER_LEAVING)
    if say is Say.NOTHING:
        return NotWanted(SETTLED)
    address = address_of(contact)
    if not isinstance(address, str):
        return address
    drawn_as, method = _SAYS[say]
    values, hidden = _said(visit)
    return OwnersAnswers(
        address,
        await asyncio.shield(bureau),
        {"contact_name": contact.contact_name, "company": contact.company, **values},
        hidden=hidden,
        contact=contact_of(contact.contact_id, contact.contact_version),
        stop=contact.stop_url,
        drawn_as=drawn_as,
        invitation=invitation,
        method=method,
    )


def _said(visit: VisitInvite) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """What the text is filled with, and what is put in at each attempt: of whom, and who comes."""
    hidden = {f"pupil_{visit.placement_id.hex}": visit.pupil_name}
    if visit.referent:
        hidden[f"referent_{visit.placement_id.hex}"] = visit.referent
    values = {
        "visited": {
            "pupil": f"pupil_{visit.placement_id.hex}",
            "referent": f"referent_{visit.placement_id.hex}" if visit.referent else None,
        },
        "formation": visit.formation,
        "starts_on": visit.on,
        "starts_at": visit.starts_at,
        "where": _where(visit),
        "on_site": visit.way is VisitWay.ON_SITE,
    }
    return values, hidden


def _where(visit: VisitInvite) -> str:
    """Where they meet; a company may have several sites."""
    said = WHERE[visit.way]
    on_site = visit.way is VisitWay.ON_SITE and visit.commune
    return f"{said}, {visit.commune}" if on_site else said


def _invitation(due: Due, visit: VisitInvite) -> CalendarInvitation:
    return CalendarInvitation(
        id=due.aggregate_id,
        sequence=visit.sequence,
        standing=visit.standing,
        on=visit.on,
        starts_at=visit.starts_at,
        place=_where(visit),
        summary=SUMMARY,
    )


async def _visit(composer: Asking, due: Due) -> VisitInvite:
    request = VisitInviteRequest(visit_id=VisitId(due.aggregate_id))
    return await composer.ask(VISIT_INVITE, due.uai, request)


async def _reader(composer: Asking, due: Due, visit: VisitInvite) -> HostContact:
    request = HostContactRequest(site_key=visit.site_key, tutor_id=visit.tutor_id)
    return await composer.ask(HOST_CONTACT, due.uai, request)
