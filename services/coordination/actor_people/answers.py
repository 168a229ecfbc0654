"""What is answered of people of actors: what the mail that informs one says, and the notice that one objected."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.actor_people import (
    ACTOR_PERSON_ACCESS,
    ACTOR_PERSON_LETTER,
    ActorPersonAccess,
    ActorPersonAccessRequest,
    ActorPersonLetter,
    ActorPersonLetterRequest,
)
from contracts.identifiers import AccountId
from contracts.notices import NoticeFacts, NoticeKind, NoticeLine, NoticesAnswer, NoticesRequest
from contracts.partnerships.actors import ActorId
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_fr
from services.coordination.actor_accounts.store import ActorAccounts
from services.coordination.actor_people.labels import kept_of
from services.coordination.actor_people.model import OBJECTION_PAGE, OBJECTION_PURPOSE
from services.coordination.actor_people.store import ActorPeople, InformingLetters
from services.coordination.actors.store import Actors
from services.coordination.base.answers import answers, notices_of
from services.coordination.news.model.calendar import local_date

OBJECTED = NoticeKind.ACTOR_PERSON_OBJECTED


@answers.to(ACTOR_PERSON_LETTER)
async def letter_to_a_person(
    request: ActorPersonLetterRequest, uow: UnitOfWork
) -> ActorPersonLetter:
    """What is noted of them as it is now. Raises NotFound once they were erased."""
    letter = await InformingLetters(uow).get(request.actor_letter_id)
    one = await ActorPeople(uow).get(letter.person_id)
    last, *_ = await InformingLetters(uow).of(one.id)
    return ActorPersonLetter(
        standing=not one.away and one.details.by_passerelle and last.id == letter.id,
        actor=(await Actors(uow).get(one.actor_id)).details.name,
        person=one.details.name,
        kept=tuple(kept_of(one)),
        noted_on=local_date(letter.asked_at),
        mail=one.details.mail,
        stop_url=uow.links.url(OBJECTION_PURPOSE, OBJECTION_PAGE, uai=letter.uai, row_id=one.id),
    )


@answers.to(ACTOR_PERSON_ACCESS)
async def access_of_a_person(
    request: ActorPersonAccessRequest, uow: UnitOfWork
) -> ActorPersonAccess:
    """For whom an access is opened: to the DSDEN alone, which opens it. Raises NotFound."""
    if uow.writing_for() != uow.department_uai:
        raise NotFound
    one = await ActorPeople(uow).get(request.actor_person_id)
    return ActorPersonAccess(
        standing=not one.away,
        actor_id=ActorId(one.actor_id),
        person=one.details.name,
        mail=one.details.mail,
        ended=tuple(AccountId(ended) for ended in await ActorAccounts(uow).ended_of(one.id)),
    )


@notices_of(OBJECTED)
async def notices_of_objections(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """Notices of objections: at which actor, since when; the person is named on their page alone."""
    return NoticesAnswer(
        facts=tuple(
            [
                await _facts(uow, one.about) if one.kind is OBJECTED else None
                for one in request.asked
            ]
        )
    )


async def _facts(uow: UnitOfWork, person_id: UUID) -> NoticeFacts | None:
    try:
        one = await ActorPeople(uow).get(person_id)
    except NotFound:
        return None
    actor = (await Actors(uow).get(one.actor_id)).details.name
    return NoticeFacts(
        standing=one.objected_at is not None,
        object=actor,
        lines=(NoticeLine(label="Acteur", text=actor), *_since(one.objected_at)),
        path=f"/annuaire/personnes/{one.id}",
    )


def _since(at: datetime | None) -> tuple[NoticeLine, ...]:
    if at is None:
        return ()
    return (NoticeLine(label="Opposée le", text=date_fr(local_date(at), weekday=False)),)
