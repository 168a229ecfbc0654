"""Composing the mail that is due: asks who, what and whether it still stands, then draws it.

Names and addresses are asked of their owners each time and kept by nobody here: a pupil's name,
a link and a code are put into the text at each attempt.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from contracts.identifiers import AccessNoticeId, ContactCheckId, LetterId, Uai
from contracts.partnerships.questions import (
    CONTACT_CHECK,
    ContactCheckRequest,
)
from contracts.portal.accounts import (
    ACCESS_NOTICE,
    BUREAU_PEOPLE,
    SIGN_IN_LETTER,
    AccessNoticeKind,
    AccessNoticeRequest,
    BureauPeople,
    BureauRequest,
    SignInLetterRequest,
)
from contracts.portal.second_factor import (
    SECOND_FACTOR_NOTICE,
    SecondFactorNoticeId,
    SecondFactorNoticeRequest,
)
from services.chassis.questions import Asker, QuestionRefused
from services.chassis.runtime.running_service import Runtime
from services.notifications.composition.model import (
    Cannot,
    Composed,
    Composition,
    Due,
    NotWanted,
    Several,
)
from services.notifications.composition.queries.agreement import to_the_bureau, to_the_host
from services.notifications.composition.queries.due_tasks import due_tasks
from services.notifications.composition.queries.host_page import host_page
from services.notifications.composition.queries.mail_body import draw
from services.notifications.composition.queries.mailing import mailing
from services.notifications.composition.queries.owners_answers import Asked, OwnersAnswers
from services.notifications.composition.queries.teacher_link import teacher_link
from services.notifications.mails.model.mail import Template
from services.notifications.mails.model.reasons import (
    GONE,
    NO_ADDRESS,
    NOBODY,
    OVER,
    STOPPED,
)
from services.notifications.mails.model.recipients import CONCERNED, account, account_of

NAMELESS = "Passerelle"
ASKING_MAX = 20
"""Mails whose questions are asked at the same time, in one message for all those of a lycée: they
are answered together, so that the next ones ask together as well."""
ASKING_SECONDS = 15.0


@dataclass(frozen=True)
class Composer:
    """Composes what is due. `public_url` is where the links of a mail lead.

    Raises QuestionUnanswered while an owner cannot be asked, TimeoutError when it takes too long:
    the mail waits.
    """

    ask: Asker
    public_url: str
    demonstration: bool = False
    _asking: dict[Uai, asyncio.Future[BureauPeople]] = field(default_factory=dict, repr=False)
    _places: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(ASKING_MAX), repr=False
    )
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    """One mail is drawn a turn of the loop: answers come together, and what waits meanwhile, such
    as a connection to the relay, waits for a fraction of a millisecond and not for all of them."""

    async def __call__(self, due: Due) -> Composition:
        """The mail, or why there is none."""
        try:
            async with self._places, asyncio.timeout(ASKING_SECONDS):
                told = await _ASKING[due.template](self, due)
        except QuestionRefused:
            return NotWanted(GONE)
        return await self.drawn(due, told) if isinstance(told, OwnersAnswers) else told

    async def drawn(self, due: Due, told: OwnersAnswers) -> Composed:
        """The mail in the lycée's name; answers go to somebody of its bureau, never to its reader."""
        people = told.people
        others = (member for member in people.members if member.mail != told.to)
        answers = told.answers or next(others, None)
        async with self._turn:
            await asyncio.sleep(0)  # the others of the turn wait outside
            drawn = draw(
                due.template,
                {
                    **told.values,
                    "sender": people.lycee,
                    "address": people.address,
                    "reply_name": answers.display_name if answers else None,
                },
                hidden=told.hidden,
                # Nobody who types a name knows it.
                marker=due.mail_id.hex,
                demonstration=self.demonstration,
            )
        return Composed(
            to=told.to,
            sender_name=people.lycee,
            reply_to=answers.mail if answers else None,
            subject=drawn.subject,
            html=drawn.html,
            text=drawn.text,
            secrets=drawn.secrets,
            stop=told.stop,
        )

    def people(self, due: Due) -> asyncio.Future[BureauPeople]:
        """Who runs the bureau; nobody, under our own name, when the lycée is not known.

        The question leaves now, beside the others of the mail. Asked once for all the mails of a
        lycée that are being composed at this moment: who waits for it shields it.
        """
        asking = self._asking.get(due.uai)
        # One that was told in this very turn of the loop is of the moment before.
        if asking is None or asking.done():
            asking = self._asking[due.uai] = asyncio.ensure_future(self._people(due.uai))
            asking.add_done_callback(partial(self._people_told, due.uai))
        return asking

    def _people_told(self, uai: Uai, asked: asyncio.Future[BureauPeople]) -> None:
        if self._asking.get(uai) is asked:
            del self._asking[uai]
        if not asked.cancelled():
            asked.exception()  # heard: a mail that is not wanted after all waits for no answer

    async def _people(self, uai: Uai) -> BureauPeople:
        try:
            return await self.ask(BUREAU_PEOPLE, uai, BureauRequest())
        except QuestionRefused:
            return BureauPeople(lycee=NAMELESS, members=())


def composer_of(runtime: Runtime) -> Composer:
    """The composer of a running service."""
    return Composer(runtime.ask, runtime.settings.public_url, runtime.settings.demonstration)


async def _contact_check(composer: Composer, due: Due) -> Asked:
    bureau = composer.people(due)
    request = ContactCheckRequest(contact_check_id=ContactCheckId(due.aggregate_id))
    check = await composer.ask(CONTACT_CHECK, due.uai, request)
    if not check.standing:
        return NotWanted(OVER)
    if check.mail is None:
        return Cannot(NO_ADDRESS, lasting=True)
    if check.stopped:
        return NotWanted(STOPPED)
    values = {
        "contact_name": check.contact_name,
        "company": check.company,
        "expires_at": check.expires_at,
    }
    people = await asyncio.shield(bureau)
    return OwnersAnswers(check.mail, people, values, hidden={"url": check.url})


async def _sign_in_letter(composer: Composer, due: Due) -> Asked:
    bureau = composer.people(due)
    request = SignInLetterRequest(letter_id=LetterId(due.aggregate_id))
    letter = await composer.ask(SIGN_IN_LETTER, due.uai, request)
    if not letter.standing:
        return NotWanted(OVER)
    values = {"display_name": letter.display_name, "expires_at": letter.expires_at}
    secrets = {"url": letter.url, "code": letter.code}
    hidden = {name: secret for name, secret in secrets.items() if secret is not None}
    people = await asyncio.shield(bureau)
    return OwnersAnswers(letter.mail, people, values, hidden)


async def _second_factor(composer: Composer, due: Due) -> Asked:
    bureau = composer.people(due)
    request = SecondFactorNoticeRequest(factor_notice_id=SecondFactorNoticeId(due.aggregate_id))
    notice = await composer.ask(SECOND_FACTOR_NOTICE, due.uai, request)
    if not notice.standing:
        return NotWanted(OVER)
    values = {
        "display_name": notice.display_name,
        "kind": notice.kind.value,
        "happened_at": notice.happened_at,
        "codes_left": notice.codes_left,
        "page_url": f"{composer.public_url}/compte/double-authentification",
    }
    return OwnersAnswers(notice.mail, await asyncio.shield(bureau), values)


async def _access_notice(composer: Composer, due: Due) -> Asked:
    bureau = composer.people(due)
    request = AccessNoticeRequest(
        notice_id=AccessNoticeId(due.aggregate_id), kind=_NOTICES[due.template]
    )
    notice = await composer.ask(ACCESS_NOTICE, due.uai, request)
    if not notice.standing:
        return NotWanted(OVER)
    if due.recipient == CONCERNED:
        one_each = tuple(account(one.account_id) for one in notice.people)
        return Several(one_each) if one_each else NotWanted(NOBODY)
    reader = next(
        (one for one in notice.people if one.account_id == account_of(due.recipient)), None
    )
    if reader is None:
        return NotWanted(OVER)
    values = {
        "reader_name": reader.display_name,
        "person": notice.person,
        "role": notice.role,
        "lycee": notice.lycee,
        "from_on": notice.from_on,
        "last_day": notice.last_day,
        "page_url": f"{composer.public_url}{_NOTICE_PAGES[due.template]}",
    }
    return OwnersAnswers(reader.mail, await asyncio.shield(bureau), values)


_NOTICES = {
    Template.ACCESS_PROPOSED: AccessNoticeKind.PROPOSED,
    Template.ACCESS_ACCEPTED: AccessNoticeKind.ACCEPTED,
    Template.ACCESS_REFUSED: AccessNoticeKind.REFUSED,
    Template.ACCESS_GRANTED: AccessNoticeKind.GRANTED,
}
_NOTICE_PAGES = {
    Template.ACCESS_PROPOSED: "/acces",
    Template.ACCESS_ACCEPTED: "/acces/propositions",
    Template.ACCESS_REFUSED: "/acces/propositions",
    Template.ACCESS_GRANTED: "/",
}
_ASKING: Mapping[Template, Callable[[Composer, Due], Awaitable[Asked]]] = {
    Template.HOST_AGREED: to_the_host,
    Template.BUREAU_AGREED: to_the_bureau,
    Template.CONTACT_CHECK: _contact_check,
    Template.HOST_PAGE: host_page,
    Template.TEACHER_LINK: teacher_link,
    Template.MAILING: mailing,
    Template.INVITATION: _sign_in_letter,
    Template.FORGOTTEN: _sign_in_letter,
    Template.ONE_TIME_CODE: _sign_in_letter,
    Template.SECOND_FACTOR: _second_factor,
    **dict.fromkeys(_NOTICES, _access_notice),
    Template.TASK_DIGEST: due_tasks,
}
