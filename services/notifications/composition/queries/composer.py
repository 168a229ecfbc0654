"""Composing the mail that is due: asks who, what and whether it still stands, then draws it.

Names and addresses are asked of their owners each time and kept by nobody here: a pupil's name,
a link and a code are put into the text at each attempt.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from contracts.identifiers import Uai
from contracts.portal.accounts import BUREAU_PEOPLE, BureauPeople, BureauRequest
from services.chassis.questions import Asker, QuestionRefused
from services.chassis.runtime.running_service import Runtime
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.notifications.calendar_invitations.model import CalendarFile, EarlierMail
from services.notifications.calendar_invitations.queries import invitation_file
from services.notifications.calendar_invitations.store import read_earlier_mails
from services.notifications.choices.store import NoticeChoices
from services.notifications.composition.queries.mails import MAILS
from services.notifications.contents.model import Composed, Composition, Due, NotWanted
from services.notifications.contents.queries.letters_left import read_told_last
from services.notifications.contents.queries.owners_answers import OwnersAnswers
from services.notifications.drawing.queries import STOP, draw
from services.notifications.mails.model.reasons import GONE
from services.notifications.mails.model.template import Template
from services.notifications.mails.queries.gathered_tasks import read_gathered_tasks
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notices.queries.gathered import Gathered, read_gathered
from services.notifications.rests.model import Rest
from services.notifications.rests.store import Rests
from services.notifications.sentences.model import takes_sentence
from services.notifications.sentences.store import OwnSentences

NAMELESS = "Passerelle"
DEPARTMENT = Scope(frozenset(), department_wide=True)
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
    department_uai: Uai
    demonstration: bool = False
    units: UnitsOfWork | None = None
    """What the service keeps; None: nobody’s choices, no digest, no sentence of a lycée."""
    mail_from: str = "ne-pas-repondre@passerelle.example"
    """Who invites, where nobody runs the bureau."""
    _asking: dict[Uai, asyncio.Future[BureauPeople]] = field(default_factory=dict, repr=False)
    _reading: dict[Uai, asyncio.Future[Mapping[str, str]]] = field(default_factory=dict, repr=False)
    _places: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(ASKING_MAX), repr=False
    )
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    """One mail is drawn a turn of the loop: answers come together, and what waits meanwhile, such
    as a connection to the mail server, waits for a fraction of a millisecond and not for all of them."""

    async def __call__(self, due: Due) -> Composition:
        """The mail, or why there is none."""
        try:
            async with self._places, asyncio.timeout(ASKING_SECONDS):
                told = await MAILS[due.template].ask(self, due)
        except QuestionRefused:
            return NotWanted(GONE)
        return await self.drawn(due, told) if isinstance(told, OwnersAnswers) else told

    async def drawn(
        self, due: Due, told: OwnersAnswers, *, own_sentence: str | None = None
    ) -> Composed:
        """The mail in the lycée's name; answers go to somebody of its bureau, never to its reader.

        `own_sentence`: what the lycée adds, where it was read already.
        """
        people = told.people
        others = (member for member in people.members if member.mail != told.to)
        answers = told.answers or next(others, None)
        if own_sentence is None:
            own_sentence = await self._own_sentence(due)
        async with self._turn:
            await asyncio.sleep(0)  # the others of the turn wait outside
            drawn = draw(
                told.drawn_as or due.template,
                {
                    **told.values,
                    "sender": people.lycee,
                    "address": people.address,
                    "reply_name": answers.display_name if answers else None,
                },
                hidden={**told.hidden, **({STOP: told.stop} if told.stop else {})},
                # Nobody who types a name knows it.
                marker=due.mail_id.hex,
                own_sentence=own_sentence,
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
            contact=told.contact,
            stop=told.stop,
            calendar=self._calendar(due, told, answers.mail if answers else None),
        )

    def _calendar(
        self, due: Due, told: OwnersAnswers, answered_by: str | None
    ) -> CalendarFile | None:
        if told.invitation is None or told.method is None:
            return None
        return invitation_file(
            told.invitation,
            told.method,
            description=", ".join(filter(None, (told.people.lycee, told.people.address))),
            organizer=(told.people.lycee, answered_by or self.mail_from),
            attendee=(told.values.get("contact_name"), told.to),
            now=self.units.now() if self.units else due.queued_at,
        )

    async def chosen(self, kind: Template, accounts: Collection[UUID]) -> Mapping[UUID, Rhythm]:
        """How those of the accounts that chose want to hear of a kind."""
        if self.units is None or not accounts:
            return {}
        async with self.units.begin(DEPARTMENT) as uow:
            return await NoticeChoices(uow).of_kind(kind, accounts)

    async def rests(self, accounts: Collection[UUID]) -> Mapping[UUID, Rest]:
        """When those of the accounts that chose are not written to."""
        if self.units is None or not accounts:
            return {}
        async with self.units.begin(DEPARTMENT) as uow:
            return await Rests(uow).of(accounts)

    async def gathered(self, due: Due) -> Sequence[Gathered]:
        """What a digest that is due has gathered, and is still worth telling."""
        if self.units is None:
            return ()
        async with self.units.begin(Scope(frozenset({due.uai}))) as uow:
            return await read_gathered(uow, due.aggregate_id)

    async def told_before(self, due: Due) -> Sequence[EarlierMail]:
        """Earlier mails to the same about the same, and what they put into a calendar."""
        if self.units is None:
            return ()
        async with self.units.begin(Scope(frozenset({due.uai}))) as uow:
            return await read_earlier_mails(
                uow, due.aggregate_id, recipient=due.recipient, but=due.mail_id
            )

    async def told_last(
        self, due: Due, letters: Collection[UUID], contrary: Collection[UUID]
    ) -> bool:
        """Whether what left last is one of these letters, or nothing is known of them any more."""
        if self.units is None or not letters:
            return True
        async with self.units.begin(DEPARTMENT) as uow:
            return await read_told_last(uow, letters, contrary=contrary, mail_id=due.mail_id)

    async def tasks_gathered(self, due: Due) -> Sequence[UUID]:
        """The reminders of tasks that a mail says besides its own."""
        if self.units is None:
            return ()
        async with self.units.begin(Scope(frozenset({due.uai}))) as uow:
            return await read_gathered_tasks(uow, due.aggregate_id, recipient=due.recipient)

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

    async def _own_sentence(self, due: Due) -> str:
        """What the lycée adds to a mail; read once for all its mails being composed at this moment."""
        if self.units is None or not takes_sentence(due.template):
            return ""
        reading = self._reading.get(due.uai)
        if reading is None or reading.done():
            reading = asyncio.ensure_future(self._sentences(self.units, due.uai))
            self._reading[due.uai] = reading
            reading.add_done_callback(_heard)
        return (await asyncio.shield(reading)).get(due.template, "")

    async def _sentences(self, units: UnitsOfWork, uai: Uai) -> Mapping[str, str]:
        try:
            async with units.begin(Scope(frozenset({uai}))) as uow:
                return await OwnSentences(uow).of_lycee(uai)
        finally:
            self._reading.pop(uai, None)

    def _people_told(self, uai: Uai, asked: asyncio.Future[BureauPeople]) -> None:
        if self._asking.get(uai) is asked:
            del self._asking[uai]
        _heard(asked)

    async def _people(self, uai: Uai) -> BureauPeople:
        try:
            return await self.ask(BUREAU_PEOPLE, uai, BureauRequest())
        except QuestionRefused:
            return BureauPeople(lycee=NAMELESS, members=())


def _heard(told: asyncio.Future[Any]) -> None:
    """A mail that is not wanted after all waits for no answer, and hears of no trouble."""
    if not told.cancelled():
        told.exception()


def composer_of(runtime: Runtime) -> Composer:
    """The composer of a running service."""
    settings = runtime.settings
    return Composer(
        *(runtime.ask, settings.public_url, settings.department_uai),
        *(settings.demonstration, runtime.work),
        mail_from=settings.mail_from or "",
    )
