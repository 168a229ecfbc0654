"""Composing the mail that is due: asks who, what and whether it still stands, then draws it.

Names and addresses are asked of their owners each time and kept by nobody here: a pupil's name,
a link and a code are put into the text at each attempt.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from contracts.identifiers import ContactCheckId, LetterId, PlacementId, Uai
from contracts.internships import PLACEMENT_LETTER, PlacementLetter, PlacementRequest
from contracts.partnerships import (
    CONTACT_CHECK,
    HOST_CONTACT,
    ContactCheckRequest,
    HostContact,
    HostContactRequest,
)
from contracts.portal import (
    BUREAU_PEOPLE,
    SIGN_IN_LETTER,
    BureauMember,
    BureauPeople,
    BureauRequest,
    SignInLetterRequest,
)
from services.chassis.questions import Asker, QuestionRefused
from services.notifications.composing.drawing import draw
from services.notifications.domain.composed import (
    Cannot,
    Composed,
    Composition,
    Due,
    NotWanted,
    Several,
)
from services.notifications.domain.mail import Template
from services.notifications.domain.reasons import (
    GONE,
    LEFT_THE_BUREAU,
    NO_ADDRESS,
    NOBODY,
    OVER,
    WITHDRAWN,
)
from services.notifications.domain.recipients import BUREAU, account, account_of

NAMELESS = "Passerelle"


@dataclass(frozen=True)
class Composer:
    """Composes what is due. `public_url` is where the links of a mail lead.

    Raises QuestionUnanswered while an owner cannot be asked: the mail waits.
    """

    ask: Asker
    public_url: str
    demonstration: bool = False
    _asking: dict[Uai, asyncio.Future[BureauPeople]] = field(default_factory=dict, repr=False)

    async def __call__(self, due: Due) -> Composition:
        """The mail, or why there is none."""
        try:
            return await _COMPOSING[due.template](self, due)
        except QuestionRefused:
            return NotWanted(GONE)

    def people(self, due: Due) -> asyncio.Future[BureauPeople]:
        """Who runs the bureau; nobody, under our own name, when the lycée is not known.

        The question leaves now, beside the others of the mail. Asked once for all the mails of a
        lycée that are being composed at this moment: who waits for it shields it.
        """
        asking = self._asking.get(due.uai)
        if asking is None:
            asking = self._asking[due.uai] = asyncio.ensure_future(self._people(due.uai))
            asking.add_done_callback(partial(self._people_told, due.uai))
        return asking

    def _people_told(self, uai: Uai, asked: asyncio.Future[BureauPeople]) -> None:
        del self._asking[uai]
        if not asked.cancelled():
            asked.exception()  # heard: a mail that is not wanted after all waits for no answer

    async def _people(self, uai: Uai) -> BureauPeople:
        try:
            return await self.ask(BUREAU_PEOPLE, uai, BureauRequest())
        except QuestionRefused:
            return BureauPeople(lycee=NAMELESS, members=())

    async def host(self, due: Due, letter: PlacementLetter) -> HostContact:
        """Whom to write to at the place; without address when the site is not known."""
        try:
            request = HostContactRequest(site_key=letter.site_key)
            return await self.ask(HOST_CONTACT, due.uai, request)
        except QuestionRefused:
            return HostContact(company="lieu d’accueil inconnu du registre")


async def _to_the_host(composer: Composer, due: Due) -> Composition:
    bureau = composer.people(due)
    letter = await composer.ask(PLACEMENT_LETTER, due.uai, _placement(due))
    if not letter.standing:
        return NotWanted(WITHDRAWN)
    contact = await composer.host(due, letter)
    if contact.mail is None:
        return Cannot(NO_ADDRESS, lasting=True)
    values = {
        "contact_name": contact.contact_name,
        "company": contact.company,
        "formation": letter.formation,
        "starts_on": letter.starts_on,
        "ends_on": letter.ends_on,
    }
    people = await asyncio.shield(bureau)
    return _written(
        composer, due, contact.mail, people, values, hidden={"pupil_name": letter.pupil_name}
    )


async def _to_the_bureau(composer: Composer, due: Due) -> Composition:
    bureau = composer.people(due)
    letter = await composer.ask(PLACEMENT_LETTER, due.uai, _placement(due))
    if not letter.standing:
        return NotWanted(WITHDRAWN)
    people = await asyncio.shield(bureau)
    if due.recipient == BUREAU:
        one_each = tuple(account(member.account_id) for member in people.members)
        return Several(one_each) if one_each else NotWanted(NOBODY)
    member = _member(people, account_of(due.recipient))
    if member is None:
        return NotWanted(LEFT_THE_BUREAU)
    contact = await composer.host(due, letter)
    values = {
        "member_name": member.display_name,
        "company": contact.company,
        "formation": letter.formation,
        "starts_on": letter.starts_on,
        "ends_on": letter.ends_on,
        "host_told": contact.mail is not None,
        "placement_url": f"{composer.public_url}/pfmp/placements/{due.aggregate_id}",
        "mails_url": f"{composer.public_url}/envois",
    }
    return _written(composer, due, member.mail, people, values)


async def _contact_check(composer: Composer, due: Due) -> Composition:
    bureau = composer.people(due)
    request = ContactCheckRequest(contact_check_id=ContactCheckId(due.aggregate_id))
    check = await composer.ask(CONTACT_CHECK, due.uai, request)
    if not check.standing:
        return NotWanted(OVER)
    if check.mail is None:
        return Cannot(NO_ADDRESS, lasting=True)
    values = {
        "contact_name": check.contact_name,
        "company": check.company,
        "expires_at": check.expires_at,
    }
    people = await asyncio.shield(bureau)
    return _written(composer, due, check.mail, people, values, hidden={"url": check.url})


async def _sign_in_letter(composer: Composer, due: Due) -> Composition:
    bureau = composer.people(due)
    request = SignInLetterRequest(letter_id=LetterId(due.aggregate_id))
    letter = await composer.ask(SIGN_IN_LETTER, due.uai, request)
    if not letter.standing:
        return NotWanted(OVER)
    values = {"display_name": letter.display_name, "expires_at": letter.expires_at}
    secrets = {"url": letter.url, "code": letter.code}
    hidden = {name: secret for name, secret in secrets.items() if secret is not None}
    people = await asyncio.shield(bureau)
    return _written(composer, due, letter.mail, people, values, hidden=hidden)


_COMPOSING: Mapping[Template, Callable[[Composer, Due], Awaitable[Composition]]] = {
    Template.HOST_AGREED: _to_the_host,
    Template.BUREAU_AGREED: _to_the_bureau,
    Template.CONTACT_CHECK: _contact_check,
    Template.INVITATION: _sign_in_letter,
    Template.FORGOTTEN: _sign_in_letter,
    Template.ONE_TIME_CODE: _sign_in_letter,
}


def _placement(due: Due) -> PlacementRequest:
    return PlacementRequest(placement_id=PlacementId(due.aggregate_id))


def _member(people: BureauPeople, account_id: UUID | None) -> BureauMember | None:
    found = (member for member in people.members if member.account_id == account_id)
    return next(found, None)


def _written(
    composer: Composer,
    due: Due,
    to: str,
    people: BureauPeople,
    values: Mapping[str, Any],
    *,
    hidden: Mapping[str, str] | None = None,
) -> Composed:
    """The mail in the lycée's name; answers go to somebody of its bureau, never to who reads it."""
    answers = next((member for member in people.members if member.mail != to), None)
    drawn = draw(
        due.template,
        {
            **values,
            "sender": people.lycee,
            "reply_name": answers.display_name if answers else None,
        },
        hidden=hidden or {},
        # Nobody who types a name knows it.
        marker=due.mail_id.hex,
        demonstration=composer.demonstration,
    )
    return Composed(
        to=to,
        sender_name=people.lycee,
        reply_to=answers.mail if answers else None,
        subject=drawn.subject,
        html=drawn.html,
        text=drawn.text,
        secrets=drawn.secrets,
    )
