"""The mail that tells a person of an actor that they are noted (RGPD, article 14)."""

import asyncio
from datetime import date

from contracts.coordination.actor_people import (
    ACTOR_PERSON_LETTER,
    ActorPersonLetter,
    ActorPersonLetterId,
    ActorPersonLetterRequest,
)
from contracts.partnerships.addresses import ADDRESS_STANDING, AddressRequest
from services.notifications.contents.model import Due, NotWanted
from services.notifications.contents.queries.owners_answers import (
    Addressee,
    Asked,
    Asking,
    OwnersAnswers,
    address_of,
    mail,
)
from services.notifications.letters.queries.need_letters import supervisor_who_answers
from services.notifications.mails.model.reasons import SETTLED
from services.notifications.mails.model.template import Template

_EXAMPLE = {
    "actor": "Chambre de l’Exemple",
    "kept": (
        ("Nom", "Dominique Exemple"),
        ("Fonction", "Chargée de relations"),
        ("Adresse électronique", "d.exemple@chambre.example"),
    ),
    "noted_on": date(2027, 1, 11),
}


async def _reader(composer: Asking, due: Due) -> Addressee:
    letter = await _asked(composer, due)
    return Addressee(letter.person, letter.actor)


@mail(Template.ACTOR_PERSON_INFORMED, for_whom=_reader, example=_EXAMPLE)
async def actor_person_informed(composer: Asking, due: Due) -> Asked:
    """What is kept of them, why, for whom, for how long, and how to object."""
    department = composer.people(due)
    letter = await _asked(composer, due)
    if not letter.standing:
        return NotWanted(SETTLED)
    known = address_of(letter)
    if not isinstance(known, str):
        return known
    # Whoever stopped the mails of all lycées is told in another way.
    standing = await composer.ask(ADDRESS_STANDING, due.uai, AddressRequest(mail=known))
    address = address_of(
        letter.model_copy(update={"stopped": standing.stopped, "returned": standing.returned})
    )
    if not isinstance(address, str):
        return address
    return OwnersAnswers(
        address,
        await asyncio.shield(department),
        {
            "contact_name": letter.person,
            "actor": letter.actor,
            "kept": letter.kept,
            "noted_on": letter.noted_on,
        },
        answers=await supervisor_who_answers(composer, due),
        stop=letter.stop_url,
    )


async def _asked(composer: Asking, due: Due) -> ActorPersonLetter:
    request = ActorPersonLetterRequest(actor_letter_id=ActorPersonLetterId(due.aggregate_id))
    return await composer.ask(ACTOR_PERSON_LETTER, due.uai, request)
