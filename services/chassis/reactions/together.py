"""Many events in one transaction: what a group that copies does with a batch of the stream.

Inbox rows and effects of all events of a lycée are committed together, then the stream is answered.
Where that fails, each event is brought to its outcome alone, so that one of them is parked alone.
"""

from __future__ import annotations

import structlog

from contracts.identifiers import Uai
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.observability import tracing
from services.chassis.reactions.decision import Readable
from services.chassis.reactions.dependencies import react_to_many
from services.chassis.reactions.event_batch import EventBatch
from services.chassis.reactions.given_again import give
from services.chassis.reactions.group_inbox import GroupInbox
from services.chassis.reactions.received import Received

log = structlog.get_logger(__name__)


async def take_together(batch: EventBatch) -> None:
    """The handler of a batch: each of its events is handled, ignored or parked.

    Raises the trouble the service is in; the batch is then handed back whole, and what was handled
    of it is in the inbox.
    """
    inbox = batch.inbox
    try:
        await inbox.enrol()
        together, alone = _sorted(batch)
        for uai, members in together.items():
            await _handle(inbox, uai, members)
        for received in alone:
            await give(inbox, received.delivery)
    except Exception as error:  # whatever it is, it is raised: only the trouble is remembered
        if is_trouble(error):
            inbox.survive(*(one.envelope.id for one in batch.received if one.envelope))
        raise


def _sorted(batch: EventBatch) -> tuple[dict[Uai, list[Received]], list[Received]]:
    """What may be handled together, by lycée; and what is looked at alone.

    Alone: what nobody can read, and what was delivered without an outcome to a process that may
    have died of it.
    """
    inbox = batch.inbox
    together: dict[Uai, list[Received]] = {}
    alone = []
    for received in batch.received:
        contents = received.contents
        if inbox.is_history(received):
            continue
        if isinstance(contents, Readable) and _is_harmless(inbox, received, contents):
            together.setdefault(contents.subject.uai, []).append(received)
        else:
            alone.append(received)
    return together, alone


def _is_harmless(inbox: GroupInbox, received: Received, readable: Readable) -> bool:
    return not received.redelivered or inbox.survived(readable.envelope.id)


async def _handle(inbox: GroupInbox, uai: Uai, members: list[Received]) -> None:
    if len(members) > 1:
        since = tracing.started()
        try:
            await _commit(inbox, uai, members)
        except Exception as error:  # a handler may raise anything: each event is judged alone
            if is_trouble(error):
                raise
            log.warning(
                "reaction.batch_failed",
                consumer=inbox.consumer,
                events=len(members),
                exc_info=error,
            )
        else:
            tracing.tell_events(
                inbox.group.service,
                f"react {inbox.consumer}",
                (one.delivery.headers for one in members),
                kind="consumer",
                since_ns=since,
            )
            return
    for one in members:
        await give(inbox, one.delivery)


async def _commit(inbox: GroupInbox, uai: Uai, members: list[Received]) -> None:
    readables = [one.contents for one in members if isinstance(one.contents, Readable)]
    async with inbox.transaction_of_many(uai) as uow:
        first = await inbox.take_first(uow, readables)
        if first:
            await react_to_many(first, uow)
        if any(one.redelivered for one in members):
            await inbox.forget_deliveries(uow, readables)
