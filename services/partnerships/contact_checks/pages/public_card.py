"""The card a contact checks by the link it was sent: no account, and no effect before it is sent."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import PlacementId, Uai
from contracts.internships.periods import PLACEMENT_DATES, PlacementDates, PlacementRequest
from contracts.portal.accounts import BUREAU_PEOPLE, BureauMember, BureauRequest
from services.chassis.base.errors import Invalid, NotFound, StaleVersion
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.runtime.running_service import Runtime
from services.chassis.security.secret_links import Opened
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormRefused, Typed, form_of
from services.partnerships.acquaintances.queries import site_label
from services.partnerships.base.phones import shown_phone
from services.partnerships.companies.pages import readable
from services.partnerships.contact_checks.commands import confirm_contact
from services.partnerships.contact_checks.model import LINK_PURPOSE, PAGE, CheckState, LinkOver
from services.partnerships.contact_checks.queries import CheckedCard, read_checked_card
from services.partnerships.contacts.forms import CheckedContactForm
from services.partnerships.contacts.model import Contact

router = Router()
CARD = f"{PAGE}/{{token}}"
VISITS = Pace(times=60, seconds=60)
"""A company may have one address for all; nobody fills in sixty forms a minute."""


@dataclass(frozen=True)
class LyceeAnswers:
    """What other services say beside the card: when the place is for, and whom to turn to.

    "silence": the dates exist and cannot be had now.
    """

    dates: PlacementDates | Literal["silence"] | None
    people: Sequence[BureauMember]


@router.page(CARD, action=PUBLIC, secret=True)
async def card(request: Request, token: str) -> Response:
    """The card to check, or why the link opens it no more. Mail scanners open links: no effect."""
    VISITS.count(visitor_of(request))
    return await _card(request, token)


@router.form(CARD, action=PUBLIC, recorded=False, secret=True)
async def confirm(
    request: Request,
    token: str,
    typed: Annotated[Typed[CheckedContactForm], form_of(CheckedContactForm)],
) -> Response:
    """Keep what the contact says of itself, once."""
    VISITS.count(visitor_of(request))
    try:
        form, opened = typed.model, _opened(request, token)
        await _confirm(request, opened, form)
    except Invalid as refused:
        return await _card(request, token, typed.refused(refused), refused.status)
    except StaleVersion as stale:
        return await _card(request, token, readable(typed.refused(stale)), stale.status)
    except (NotFound, LinkOver):
        return await _card(request, token, typed)
    return see_other(f"{PAGE}/{token}")


async def _confirm(request: Request, opened: Opened, form: CheckedContactForm) -> None:
    async def work(uow: UnitOfWork) -> None:
        await confirm_contact(
            uow,
            check_id=opened.row_id,
            version=form.version,
            details=form.details(),
            now=uow.now,
        )

    await runtime_of(request).work.run(
        work,
        Scope(frozenset({opened.uai})),
        uai=opened.uai,
        correlation_id=context_of(request).correlation_id,
    )


async def _card(
    request: Request, token: str, typed: Typed[Any] | None = None, status: int = 200
) -> Response:
    """Show the card with what was typed, if anything was; the link decides what can be shown."""
    try:
        opened = _opened(request, token)
        shown = await _read(request, opened)
    except NotFound:
        return render(
            request, "partnerships/contact_checks/public_card_over.html", status=404, standing=None
        )
    contact = shown.contact
    told = await _told(runtime_of(request), opened.uai, shown)
    if shown.standing is not CheckState.PENDING or contact is None:
        lost = typed is not None and not _is_kept(typed, contact)
        return _over(request, shown, told, lost=lost)
    return render(
        request,
        "partnerships/contact_checks/public_card.html",
        status=status,
        token=token,
        card=shown,
        place=site_label(shown.company, shown.company.site(shown.check.site_id)),
        told=told,
        typed=typed or _blank(contact),
    )


def _over(request: Request, shown: CheckedCard, told: LyceeAnswers, *, lost: bool) -> Response:
    """Whatever happened, whom to turn to; thanks when it was the contact's own answer."""
    thanked = shown.standing is CheckState.CONFIRMED and not lost
    return render(
        request,
        "partnerships/contact_checks/public_card_over.html",
        status=200 if thanked else LinkOver.status,
        card=shown,
        standing=shown.standing,
        told=told,
        lost=lost,
    )


def _is_kept(typed: Typed[Any], contact: Contact | None) -> bool:
    """Whether what was just sent is what is known already: a form sent twice loses nothing."""
    try:
        sent = typed.model.details()
    except FormRefused:
        return False
    return contact is not None and sent == replace(contact.details, gets_mail=False)


def _blank(contact: Contact) -> Typed[CheckedContactForm]:
    details = contact.details
    return Typed.blank(
        CheckedContactForm,
        name=details.name,
        function=details.function,
        mail=details.mail,
        phone=shown_phone(details.phone),
        version=contact.version,
    )


def _opened(request: Request, token: str) -> Opened:
    """What the link leads to. Raises LinkUnknown, which is a NotFound."""
    return runtime_of(request).work.links.read(LINK_PURPOSE, token)


async def _read(request: Request, opened: Opened) -> CheckedCard:
    async with runtime_of(request).work.begin(
        Scope(frozenset({opened.uai})),
        uai=opened.uai,
        correlation_id=context_of(request).correlation_id,
    ) as uow:
        return await read_checked_card(uow, opened.row_id)


async def _told(runtime: Runtime, uai: Uai, shown: CheckedCard) -> LyceeAnswers:
    """Ask both at once: the page waits a second at most, and never fails for it."""
    dates, people = await asyncio.gather(
        _dates(runtime, uai, shown.check.placement_id), _people(runtime, uai)
    )
    return LyceeAnswers(dates, people)


async def _dates(
    runtime: Runtime, uai: Uai, placement_id: UUID | None
) -> PlacementDates | Literal["silence"] | None:
    if placement_id is None:
        return None
    try:
        dates = await runtime.ask(
            PLACEMENT_DATES, uai, PlacementRequest(placement_id=PlacementId(placement_id))
        )
    except QuestionUnanswered:
        return "silence"
    except QuestionRefused:
        return None
    return dates if dates.standing else None


async def _people(runtime: Runtime, uai: Uai) -> Sequence[BureauMember]:
    try:
        return (await runtime.ask(BUREAU_PEOPLE, uai, BureauRequest())).members
    except (QuestionUnanswered, QuestionRefused):
        return ()
