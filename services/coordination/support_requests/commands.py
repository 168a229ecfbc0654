"""Commands of requests for support: a bureau asks, the supervisor promises and answers, both write."""

from datetime import date, datetime
from uuid import UUID

from contracts.coordination.support import (
    SupportAnsweredV1,
    SupportId,
    SupportRepliedV1,
    SupportReply,
    SupportRequestedV1,
    SupportTopic,
)
from contracts.identifiers import Uai
from services.chassis.base.working_days import working_days_between
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.calendar import local_date
from services.coordination.support_requests.model import Message, SupportRequest
from services.coordination.support_requests.store import SupportRequests


async def ask_support(
    uow: UnitOfWork, *, topic: SupportTopic, text: str, uai: Uai | None = None, now: datetime
) -> UUID:
    """Ask the supervisor for support (demande d’appui) and return its id. Raises NotFound, LyceeNotChosen."""
    request = SupportRequest(uow.new_id(), uow.writing_for(uai), topic, now, now)
    await SupportRequests(uow).add(request)
    await _write(uow, request, text, now=now)
    _publish_request(uow, request, again=False, now=now)
    return request.id


async def write_support(uow: UnitOfWork, *, support_id: UUID, text: str, now: datetime) -> None:
    """Write more, on either side; a bureau that writes opens again what was over. Raises NotFound."""
    before = await SupportRequests(uow).get_for_update(support_id)
    by_supervisor = before.uai not in uow.scope.uais
    request = before.written_to(by_supervisor=by_supervisor, now=now)
    await SupportRequests(uow).save(request)
    await _write(uow, request, text, now=now)
    if by_supervisor:
        _publish_reply(uow, request, SupportReply.MESSAGE, now=now)
    else:
        _publish_request(uow, request, again=True, now=now)


async def promise_support(
    uow: UnitOfWork, *, support_id: UUID, version: int, promised_on: date, now: datetime
) -> None:
    """Promise an answer by a day. Raises NotFound, StaleVersion, SupportOver, PromisedInThePast."""
    request = await SupportRequests(uow).get_for_update(support_id)
    promised = request.promised(version, promised_on, today=local_date(now), now=now)
    await SupportRequests(uow).save(promised)
    _publish_reply(uow, promised, SupportReply.PROMISED, now=now)


async def answer_support(
    uow: UnitOfWork, *, support_id: UUID, version: int, text: str, now: datetime
) -> None:
    """Answer a request (appui donné). Raises NotFound, StaleVersion, SupportOver."""
    request = await SupportRequests(uow).get_for_update(support_id)
    answered = request.answered(version, now=now)
    await SupportRequests(uow).save(answered)
    await _write(uow, answered, text, now=now)
    told = SupportAnsweredV1(
        support_id=SupportId(request.id),
        topic=request.topic,
        working_days=working_days_between(local_date(request.asked_at), local_date(now)),
        occurred_on=local_date(now),
    )
    uow.publish(told, version=answered.version)
    _publish_reply(uow, answered, SupportReply.ANSWERED, now=now)


async def withdraw_support(
    uow: UnitOfWork, *, support_id: UUID, version: int, now: datetime
) -> None:
    """Need it no more. Raises NotFound, StaleVersion, SupportOver."""
    request = await SupportRequests(uow).get_for_update(support_id)
    await SupportRequests(uow).save(request.withdrawn(version, now=now))


async def reopen_support(uow: UnitOfWork, *, support_id: UUID, version: int, now: datetime) -> None:
    """Take back that it is over. Raises NotFound, StaleVersion, SupportNotOver."""
    request = await SupportRequests(uow).get_for_update(support_id)
    await SupportRequests(uow).save(request.reopened(version, now=now))


async def _write(uow: UnitOfWork, request: SupportRequest, text: str, *, now: datetime) -> None:
    message = Message(uow.new_id(), request.uai not in uow.scope.uais, text, now)
    await SupportRequests(uow).write(request, message)


def _publish_request(
    uow: UnitOfWork, request: SupportRequest, *, again: bool, now: datetime
) -> None:
    asked = SupportRequestedV1(
        support_id=SupportId(request.id),
        topic=request.topic,
        again=again,
        occurred_on=local_date(now),
    )
    uow.publish(asked, version=request.version, uai=request.uai)


def _publish_reply(
    uow: UnitOfWork, request: SupportRequest, reply: SupportReply, *, now: datetime
) -> None:
    told = SupportRepliedV1(
        support_id=SupportId(request.id), reply=reply, occurred_on=local_date(now)
    )
    publish_decision(uow, told, lycee=request.uai, version=request.version)
