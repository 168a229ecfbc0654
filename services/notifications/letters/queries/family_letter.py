"""The mails to the family of a pupil: a place is found, an agreement to sign, signed, the departure, an end."""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any, TypeVar

from contracts.internships.family_letters import (
    FAMILY_LETTER,
    FamilyLetter,
    FamilyLetterId,
    FamilyLetterRequest,
    FamilyStay,
)
from contracts.partnerships.host_party import HOST_PARTY, HostParty, HostPartyRequest
from contracts.portal.lycee_profile import LYCEE_PROFILE, LyceeProfileRequest
from services.chassis.questions import QuestionRefused
from services.notifications.contents.model import Contact, Due, NotWanted
from services.notifications.contents.queries.owners_answers import (
    Addressee,
    Asked,
    Asking,
    OwnersAnswers,
    address_of,
    mail,
)
from services.notifications.mails.model.reasons import SETTLED
from services.notifications.mails.model.template import Template

Answer = TypeVar("Answer")


async def _family(composer: Asking, due: Due) -> Addressee:
    letter = await _letter(composer, due)
    whose = "Élève majeur" if letter.to_pupil else "Famille"
    return Addressee(f"{whose}\u00a0: {letter.first_name}")


@mail(
    Template.FAMILY_PLACE_FOUND,
    Template.FAMILY_AGREEMENT_READY,
    Template.FAMILY_AGREEMENT_SIGNED,
    Template.FAMILY_DEPARTURE,
    Template.FAMILY_INTERRUPTED,
    for_whom=_family,
    example={"to_pupil": False, "reminder": 0},
)
async def family_letter(composer: Asking, due: Due) -> Asked:
    """To a representative of a minor, or to the pupil of age, about the stays that still stand."""
    bureau = composer.people(due)
    letter = await _letter(composer, due)
    if not letter.standing:
        return NotWanted(SETTLED)
    address = address_of(letter)
    if not isinstance(address, str):
        return address
    asked = (HostPartyRequest(site_key=one.site_key) for one in letter.stays)
    parties = (_known(composer.ask(HOST_PARTY, due.uai, one)) for one in asked)
    profile = _known(composer.ask(LYCEE_PROFILE, due.uai, LyceeProfileRequest()))
    hosts, lycee = await asyncio.gather(asyncio.gather(*parties), profile)
    hidden = {"first_name": letter.first_name, "page_url": letter.page_url or ""}
    values = {
        "stays": [_told(*one, hidden) for one in zip(letter.stays, hosts, strict=True)],
        "starts_on": min(one.starts_on for one in letter.stays),
        "ends_on": max(one.ends_on for one in letter.stays),
        "to_pupil": letter.to_pupil,
        "reminder": letter.reminder,
        "phone": lycee.phone if lycee else None,
    }
    return OwnersAnswers(
        address,
        await asyncio.shield(bureau),
        values,
        hidden=hidden,
        contact=Contact(letter.address_id, 1) if letter.address_id else None,
        stop=letter.stop_url,
    )


def _told(stay: FamilyStay, party: HostParty | None, hidden: dict[str, str]) -> Mapping[str, Any]:
    """A stay, with the name of what is put in at each attempt: with whom."""
    referent = f"referent_{stay.placement_id.hex}"
    if stay.referent:
        hidden[referent] = stay.referent
    return {
        **stay.model_dump(include={"starts_on", "ends_on", "left_on", "aid"}),
        "company": party.company if party else None,
        "place": party.place if party else None,
        "referent": referent if stay.referent else None,
    }


async def _letter(composer: Asking, due: Due) -> FamilyLetter:
    request = FamilyLetterRequest(letter_id=FamilyLetterId(due.aggregate_id))
    return await composer.ask(FAMILY_LETTER, due.uai, request)


async def _known(asking: Awaitable[Answer]) -> Answer | None:
    """What an owner tells; None where it knows no such thing any more."""
    try:
        return await asking
    except QuestionRefused:
        return None
