"""The mails to who hosts a pupil: an agreement to sign, who comes, an attestation that is due, thanks."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.internships.host_letters import (
    HOST_LETTER,
    HostedStay,
    HostLetter,
    HostLetterId,
    HostLetterRequest,
)
from contracts.partnerships.questions import HOST_CONTACT, HostContact, HostContactRequest
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
from services.notifications.mails.model.reasons import SETTLED
from services.notifications.mails.model.template import Template

_EXAMPLE: Mapping[str, Any] = {"many": 1, "reminder": 0, "minors": True, "opens": True}


async def _host(composer: Asking, due: Due) -> Addressee:
    host = await _reader(composer, due, await _letter(composer, due))
    return Addressee(host.contact_name, host.company)


@mail(
    Template.HOST_AGREEMENT_READY,
    Template.HOST_PUPIL_ARRIVES,
    Template.HOST_ATTESTATION_DUE,
    Template.HOST_STAY_THANKS,
    for_whom=_host,
    example=_EXAMPLE,
)
async def host_letter(composer: Asking, due: Due) -> Asked:
    """To the tutor or the contact of the host, about the stays that still stand."""
    bureau = composer.people(due)
    letter = await _letter(composer, due)
    if not letter.standing:
        return NotWanted(SETTLED)
    contact = await _reader(composer, due, letter)
    address = address_of(contact)
    if not isinstance(address, str):
        return address
    hidden: dict[str, str] = {}
    values = {
        "contact_name": contact.contact_name,
        "company": contact.company,
        "stays": [_told(one, hidden) for one in letter.stays],
        **_of_all(letter.stays),
        "reminder": letter.reminder,
    }
    return OwnersAnswers(
        address,
        await asyncio.shield(bureau),
        values,
        hidden=hidden,
        contact=contact_of(contact.contact_id, contact.contact_version),
        stop=contact.stop_url,
    )


def _told(stay: HostedStay, hidden: dict[str, str]) -> Mapping[str, Any]:
    """A stay with the names of what is put in at each attempt: of whom, on which page, with whom."""
    names = {}
    for what, said in (
        ("pupil", stay.pupil_name),
        ("url", stay.url),
        ("referent", stay.referent),
    ):
        # By the stay: of a copy that leaves again, no pupil stands where another one stood.
        names[what] = f"{what}_{stay.placement_id.hex}" if said else None
        if said:
            hidden[f"{what}_{stay.placement_id.hex}"] = said
    return {
        **names,
        "formation": stay.formation,
        "starts_on": stay.starts_on,
        "ends_on": stay.ends_on,
    }


def _of_all(stays: Sequence[HostedStay]) -> Mapping[str, Any]:
    return {
        "starts_on": min(one.starts_on for one in stays),
        "ends_on": max(one.ends_on for one in stays),
        "many": len(stays),
        # Whose age is not known may be one.
        "minors": any(one.minor is not False for one in stays),
        "opens": any(one.url for one in stays),
    }


async def _letter(composer: Asking, due: Due) -> HostLetter:
    request = HostLetterRequest(letter_id=HostLetterId(due.aggregate_id))
    return await composer.ask(HOST_LETTER, due.uai, request)


async def _reader(composer: Asking, due: Due, letter: HostLetter) -> HostContact:
    request = HostContactRequest(
        site_key=letter.site_key, tutor_id=letter.tutor_id, signs=letter.signs
    )
    return await composer.ask(HOST_CONTACT, due.uai, request)
