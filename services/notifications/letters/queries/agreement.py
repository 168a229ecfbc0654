"""The mails of a host that agreed: to its contact, and to those who run the bureau."""

import asyncio
from collections.abc import Mapping
from typing import Any

from contracts.identifiers import PlacementId
from contracts.internships.periods import PLACEMENT_LETTER, PlacementLetter, PlacementRequest
from contracts.partnerships.questions import HOST_CONTACT, HostContact, HostContactRequest
from services.chassis.questions import QuestionRefused
from services.notifications.contents.model import Due, NotWanted
from services.notifications.contents.queries.owners_answers import (
    Addressee,
    Asked,
    Asking,
    OwnersAnswers,
    address_of,
    contact_of,
    mail,
)
from services.notifications.mails.model.reasons import NO_ACCESS, WITHDRAWN
from services.notifications.mails.model.recipients import BUREAU, CONCERNED
from services.notifications.mails.model.template import Template
from services.notifications.notices.model import default_rhythm
from services.notifications.staff_mails.queries.notice import (
    holder_named,
    notice,
    reader_of,
    roles_of,
    told_to_each,
)


async def _host(composer: Asking, due: Due) -> Addressee:
    host = await host_of(composer, due, await letter_of(composer, due))
    return Addressee(host.contact_name, host.company)


@mail(Template.HOST_AGREED, for_whom=_host)
async def once_confirmed(composer: Asking, due: Due) -> Asked:
    """To the contact of the host."""
    return await to_the_host(composer, due)


async def to_the_host(composer: Asking, due: Due, *, beforehand: bool = False) -> Asked:
    """To the contact of the host; `beforehand`, as it would be once the place is confirmed."""
    bureau = composer.people(due)
    letter = await letter_of(composer, due)
    if not letter.standing and not beforehand:
        return NotWanted(WITHDRAWN)
    contact = await host_of(composer, due, letter)
    address = address_of(contact)
    if not isinstance(address, str):
        return address
    values = {"contact_name": contact.contact_name, **_dates(contact, letter)}
    people = await asyncio.shield(bureau)
    return OwnersAnswers(
        address,
        people,
        values,
        hidden={"pupil_name": letter.pupil_name},
        contact=contact_of(contact.contact_id, contact.contact_version),
        stop=contact.stop_url,
    )


@mail(Template.BUREAU_AGREED, for_whom=holder_named)
async def to_the_bureau(composer: Asking, due: Due) -> Asked:
    """To each who runs the bureau and wants to hear of it at once, but for who confirmed the place."""
    if due.recipient in (CONCERNED, BUREAU):
        return await told_to_each(composer, due)
    bureau = composer.people(due)
    letter = await letter_of(composer, due)
    if not letter.standing:
        return NotWanted(WITHDRAWN)
    reader = await reader_of(composer, due)
    if reader is None:
        return NotWanted(NO_ACCESS)
    if default_rhythm(due.template, roles_of(reader)) is None:
        # Told as concerned: they open neither the place nor « Envois ».
        return await notice(composer, due)
    contact = await host_of(composer, due, letter)
    values = {
        "member_name": reader.display_name,
        **_dates(contact, letter),
        "host_told": isinstance(address_of(contact), str),
        "placement_url": f"{composer.public_url}/pfmp/placements/{due.aggregate_id}",
        "mails_url": f"{composer.public_url}/envois",
    }
    return OwnersAnswers(reader.mail, await asyncio.shield(bureau), values)


async def letter_of(composer: Asking, due: Due) -> PlacementLetter:
    """What the place is, with the pupil's name. Raises QuestionRefused, QuestionUnanswered."""
    request = PlacementRequest(placement_id=PlacementId(due.aggregate_id))
    return await composer.ask(PLACEMENT_LETTER, due.uai, request)


async def host_of(composer: Asking, due: Due, letter: PlacementLetter) -> HostContact:
    """Whom to write to at the place; without address when the site is not known."""
    try:
        request = HostContactRequest(site_key=letter.site_key)
        return await composer.ask(HOST_CONTACT, due.uai, request)
    except QuestionRefused:
        return HostContact(company="lieu d’accueil inconnu du registre")


def _dates(contact: HostContact, letter: PlacementLetter) -> Mapping[str, Any]:
    return {
        "company": contact.company,
        "formation": letter.formation,
        "starts_on": letter.starts_on,
        "ends_on": letter.ends_on,
    }
