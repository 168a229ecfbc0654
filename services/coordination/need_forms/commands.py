"""Commands of the public form: a need is kept, and who sent it is asked whether they did."""

from datetime import datetime, timedelta
from uuid import UUID

from contracts.coordination.need_letters import NeedLetterKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.need_forms.model.doubt import (
    CONFIRMATIONS_AN_HOUR,
    DOUBTFUL,
    DOUBTFUL_AN_HOUR,
    Signs,
    next_place,
)
from services.coordination.need_forms.model.ticket import Ticket, TicketRefused
from services.coordination.need_forms.store import Confirmations, SentForms, mail_digest
from services.coordination.needs.commands.send_need import send_need
from services.coordination.needs.model.need import NeedDetails, Requester
from services.coordination.needs.store.needs import Needs
from services.coordination.needs.store.publications import ask_letter

JOB = "confirm-needs"
AGAIN = timedelta(minutes=10)


async def submit_need(
    uow: UnitOfWork,
    *,
    ticket: Ticket,
    details: NeedDetails,
    requester: Requester,
    work: str,
    trapped: bool,
    visits: int,
    now: datetime,
) -> None:
    """Keep what the form said: received, or apart until the address it gives confirms it.

    `trapped`: it filled what people do not see; `visits`: as of Signs. Raises TicketRefused.
    """
    forms, mail = SentForms(uow), requester.mail or ""
    await forms.one_at_a_time()
    if await forms.is_there(ticket.need_id):
        raise TicketRefused
    signs = Signs(
        worked=ticket.is_worked(work),
        hurried=ticket.is_hurried(now),
        trapped=trapped,
        visits=visits,
        received=await forms.received_at_once(now),
        of_mailbox=await forms.of_mailbox(mail, now),
    )
    await send_need(
        uow,
        details=details,
        requester=requester,
        verified=signs.verified,
        need_id=ticket.need_id,
        now=now,
    )
    if not signs.verified:
        digest = mail_digest(uow, mail)
        await Confirmations(uow).add(ticket.need_id, digest, signs.doubt, now=now)
        await ask_to_confirm(uow, now=now)


async def ask_to_confirm(uow: UnitOfWork, *, now: datetime) -> None:
    """Ask those who wait whether they sent it, as many as there are places for in an hour.

    Those left over are asked later, by the job.
    """
    waiting = Confirmations(uow)
    while True:
        sent = list(await waiting.sent_lately(now))
        doubtful = list(await waiting.sent_lately(now, from_doubt=DOUBTFUL))
        place = next_place(sent, CONFIRMATIONS_AN_HOUR)
        below = None if next_place(doubtful, DOUBTFUL_AN_HOUR) is None else DOUBTFUL
        if place is not None:
            return await _ask_later(uow, place)
        need_id = await waiting.next(below=below, now=now)
        if need_id is None:
            if below is not None or await waiting.is_waiting():
                await _ask_later(uow, now + AGAIN)
            return None
        await _ask(uow, need_id, now=now)


async def _ask(uow: UnitOfWork, need_id: UUID, *, now: datetime) -> None:
    await Confirmations(uow).note_sent(need_id, now=now)
    await ask_letter(uow, await Needs(uow).get(need_id), NeedLetterKind.CONFIRM)


async def _ask_later(uow: UnitOfWork, at: datetime) -> None:
    await uow.schedule(JOB, key=f"{at:%Y-%m-%dT%H:%M}", due_at=at, uai=uow.department_uai)
