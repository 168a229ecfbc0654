"""What a letter about a need says, asked when it leaves."""

from collections.abc import Sequence
from datetime import date

from contracts.coordination.need_letters import (
    NEED_LETTER,
    TO_ACTORS,
    NeedLetter,
    NeedLetterId,
    NeedLetterKind,
    NeedLetterRequest,
)
from contracts.coordination.needs import NeedId
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.model.actor import Actor
from services.coordination.actors.store import Actors
from services.coordination.base.answers import answers
from services.coordination.need_letters.model import stands
from services.coordination.need_letters.store import AskedLetter, NeedLetters
from services.coordination.need_links.queries import (
    Handler,
    actor_link,
    answering,
    company_link,
    promised_again,
    read_handlers,
    to_do,
)
from services.coordination.needs.model.assignment import Assignment
from services.coordination.needs.model.need import Need
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.news.model.calendar import local_date


@answers.to(NEED_LETTER)
async def letter_about_a_need(request: NeedLetterRequest, uow: UnitOfWork) -> NeedLetter:
    """What it says, to whom, and whether that still is so. Raises NotFound once it was erased."""
    letter = await NeedLetters(uow).get(request.letter_id)
    need = await Needs(uow).get(letter.need_id)
    if need.details is None:
        raise NotFound
    held = await Assignments(uow).of(need.id)
    about = next((one for one in held if one.id == letter.assignment_id), None)
    reader, mail = await _reader(uow, letter, need, about)
    link = (
        actor_link(uow, about.id)
        if letter.kind in TO_ACTORS and about is not None
        else company_link(uow, need.id)
    )
    handlers, today = await read_handlers(uow, need.id), local_date(uow.now)
    handler = _handler(need, handlers, letter, about)
    again = letter.kind is NeedLetterKind.AGAIN
    promised = promised_again(handlers, today) if again else None
    return NeedLetter(
        standing=stands(letter.kind, need, about, today) and await NeedLetters(uow).is_last(letter),
        kind=letter.kind,
        need_id=NeedId(need.id),
        need_kind=need.details.kind,
        company=need.details.company,
        told_on=local_date(need.sent_at),
        url=link.url,
        code=link.code,
        reader=reader,
        proven=letter.kind in TO_ACTORS or need.proven,
        mail=mail,
        returned=await NeedLetters(uow).came_back(letter),
        handler=handler,
        withdrawn=need.withdrawn,
        by_when=promised or _by_when(need, about, today),
        promised=promised is not None,
        outcome=need.outcome,
        answer=_answer(need, about),
        undoes=await _before(uow, letter, NeedLetterKind.ANSWERED) if again else (),
        repeats=await _before(uow, letter, NeedLetterKind.AGAIN) if again else (),
    )


async def _before(
    uow: UnitOfWork, letter: AskedLetter, kind: NeedLetterKind
) -> tuple[NeedLetterId, ...]:
    return tuple(map(NeedLetterId, await NeedLetters(uow).before(letter, kind)))


async def _reader(
    uow: UnitOfWork, letter: AskedLetter, need: Need, about: Assignment | None
) -> tuple[str | None, str | None]:
    """Who reads it, and at which address."""
    if letter.kind in TO_ACTORS:
        actor = await _actor(uow, about)
        return (actor.details.desk, actor.details.mail) if actor else (None, None)
    asked = need.requester
    return (asked.name, asked.mail) if asked else (None, None)


async def _actor(uow: UnitOfWork, about: Assignment | None) -> Actor | None:
    return await Actors(uow).get(about.actor_id) if about and about.actor_id else None


def _handler(
    need: Need, handlers: Sequence[Handler], letter: AskedLetter, about: Assignment | None
) -> str | None:
    """The one it speaks of; none where the supervisor herself closed it."""
    if letter.kind is NeedLetterKind.SETTLED:
        return answering(need, handlers)
    if letter.kind is NeedLetterKind.ANSWERED and about is None:
        return None
    if letter.kind is NeedLetterKind.AGAIN:
        return ", ".join(one.name for one in to_do(handlers)) or None
    named = (one.name for one in handlers if about is None or one.assignment.id == about.id)
    return next(named, None)


def _by_when(need: Need, about: Assignment | None, today: date) -> date | None:
    """The day that was promised, else that by which somebody takes it in charge, unless that is past."""
    if about and about.promised_on:
        return about.promised_on
    return need.due_on if need.due_on and need.due_on >= today else None


def _answer(need: Need, about: Assignment | None) -> str | None:
    return about.answer if about else need.answer
