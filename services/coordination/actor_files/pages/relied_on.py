"""Which actors bureaux rely on: asked of each lycée as a list is taken back, and forgotten."""

from asyncio import gather
from collections.abc import Collection
from uuid import UUID

from fastapi import Request

from contracts.identifiers import Uai
from contracts.partnerships.actors import ACTORS_RELIED_ON, ActorId, ActorsReliedOnRequest
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.coordination.actor_files.model import ReliedOnUnknown
from services.coordination.news.store.news import Lycees


async def ask_relied_on(
    request: Request, uow: UnitOfWork, actors: Collection[UUID]
) -> Collection[UUID]:
    """Actors among some that a bureau speaks with, whoever it is. Raises ReliedOnUnknown."""
    if not actors:
        return ()
    asked = ActorsReliedOnRequest(actors=tuple(ActorId(one) for one in actors))
    runtime, lycees = runtime_of(request), await Lycees(uow).names()
    asking = (
        runtime.ask(ACTORS_RELIED_ON, Uai(uai), asked)
        for uai in sorted({*lycees} - {uow.department_uai})
    )
    try:
        answers = await gather(*asking)
    except (QuestionUnanswered, QuestionRefused) as unanswered:
        raise ReliedOnUnknown from unanswered
    return {actor for one in answers for actor in one.actors}
