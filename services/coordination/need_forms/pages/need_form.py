"""« Dire un besoin »: the public form, without account, without cookie, with or without a script."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from services.chassis.security.secret_links import Opened, SecretLinks
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.link_commands import do_once
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.visitor_pace import Pace, TooOften, network_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.need_forms.commands import submit_need
from services.coordination.need_forms.forms import NeedForm
from services.coordination.need_forms.model.ticket import (
    Sign,
    Ticket,
    TicketRefused,
    bits_for,
    read_ticket,
)
from services.coordination.need_forms.store import SentForms
from services.coordination.need_links.labels import KINDS
from services.coordination.needs.model.need import (
    DAYS_TO_TAKE,
    SEATS_MAX,
    TEXT_CHARACTERS_MAX,
)
from services.coordination.needs.model.states import NeedStatus
from services.coordination.needs.store.needs import Needs

router = Router()
FORM = "/besoin"
SENT, TO_CONFIRM = f"{FORM}/merci", f"{FORM}/a-confirmer"
TICKET_PURPOSE = "need-ticket"
FIRST = Pace(times=1, seconds=3600)
FEW = Pace(times=3, seconds=3600)
MANY = Pace(times=60, seconds=600)
"""Beyond, what comes from one network is not even kept: what was typed is shown again, to be sent later."""


@router.page(FORM, action=PUBLIC)
async def opening(request: Request) -> Response:
    """The form."""
    return await _show(request, Typed.blank(NeedForm))


async def _again(request: Request, typed: Refused[NeedForm]) -> Response:
    return await _show(request, typed)


async def _show(request: Request, typed: Typed[NeedForm]) -> Response:
    """With the ticket it came with while that is good, so that the work is not done twice."""
    work = runtime_of(request).work
    async with work.begin(_dsden(work)) as uow:
        ticket = await _standing_ticket(uow, typed.value("ticket"))
        kept = ticket is not None
        if ticket is None:
            bits = bits_for(await SentForms(uow).lately(uow.now))
            ticket = Ticket(uow.new_id(), uow.now, bits)
        written = ticket.written(_sign(uow.links))
    worked = typed.value("work") if kept else ""
    shown = replace(typed, values={**typed.values, "ticket": written, "work": worked})
    return render(
        request,
        "coordination/need_forms/need_form.html",
        typed=shown,
        ticket=ticket,
        kinds=[(kind.value, label) for kind, label in KINDS.items()],
        text_max=TEXT_CHARACTERS_MAX,
        seats_max=SEATS_MAX,
        days=DAYS_TO_TAKE,
    )


@router.form(FORM, action=PUBLIC, redisplay=_again, recorded=False)
async def sending(
    request: Request, typed: Annotated[Typed[NeedForm], form_of(NeedForm)]
) -> Response:
    """Keep the need; the same form sent twice makes one."""
    form, work = typed.model, runtime_of(request).work
    ticket = read_ticket(form.ticket, _sign(work.links), work.now())
    visits = _count(network_of(request))

    async def keep(uow: UnitOfWork) -> None:
        await submit_need(
            uow,
            ticket=ticket,
            details=form.details(),
            requester=form.requester(),
            work=form.work,
            trapped=bool(form.fax),
            visits=visits,
            now=uow.now,
        )

    await do_once(request, Opened(work.department_uai, ticket.need_id), keep)
    return see_other(await _next_page(request, ticket.need_id))


@router.page(SENT, action=PUBLIC)
async def sent(request: Request) -> Response:
    """What happens now that it was received."""
    return render(request, "coordination/need_forms/sent.html", to_confirm=False, days=DAYS_TO_TAKE)


@router.page(TO_CONFIRM, action=PUBLIC)
async def sent_apart(request: Request) -> Response:
    """What is to be done so that it is received."""
    return render(request, "coordination/need_forms/sent.html", to_confirm=True, days=DAYS_TO_TAKE)


async def _next_page(request: Request, need_id: UUID) -> str:
    work = runtime_of(request).work
    async with work.begin(_dsden(work)) as uow:
        need = await Needs(uow).get(need_id)
    return TO_CONFIRM if need.status is NeedStatus.UNVERIFIED else SENT


async def _standing_ticket(uow: UnitOfWork, text: str) -> Ticket | None:
    """The ticket of a form that is shown again, unless it serves no more."""
    try:
        ticket = read_ticket(text, _sign(uow.links), uow.now)
    except TicketRefused:
        return None
    return None if await SentForms(uow).is_there(ticket.need_id) else ticket


def _count(network: str) -> int:
    """As of Signs: the first of a network in an hour, one of a few, one of many. Raises TooOften."""
    MANY.count(network)
    first, few = _within(FIRST, network), _within(FEW, network)
    return 0 if first else 1 if few else 2


def _within(pace: Pace, network: str) -> bool:
    try:
        pace.count(network)
    except TooOften:
        return False
    return True


def _dsden(work: UnitsOfWork) -> Scope:
    return Scope(frozenset({work.department_uai}))


def _sign(links: SecretLinks) -> Sign:
    return lambda text: links.digest(TICKET_PURPOSE, text)
