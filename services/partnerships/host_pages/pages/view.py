"""The page of a company as it is shown: what is kept here, and what other services say beside it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear, Uai
from contracts.partnerships.host_pages import SITE_HOSTINGS, SiteHosting, SiteHostingsRequest
from contracts.portal.accounts import BUREAU_PEOPLE, BureauMember, BureauRequest
from services.chassis.base.errors import NotFound
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.unit_of_work.unit_of_work import Scope
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.visitor_pace import Pace
from services.chassis.web.views.forms import FormModel, Typed
from services.chassis.web.views.french import month_name
from services.partnerships.acquaintances.queries import site_label
from services.partnerships.base.calendar import local_date
from services.partnerships.base.lycee_classes import lycee_formations
from services.partnerships.base.phones import shown_phone
from services.partnerships.capacities.model import MONTHS_MAX, Capacity, month_of
from services.partnerships.contacts.forms import CheckedContactForm
from services.partnerships.host_pages.forms import (
    ChangedPlacesForm,
    OfferedPlacesForm,
    OwnPauseForm,
)
from services.partnerships.host_pages.model import LINK_PURPOSE, OWN_REASONS, HostPageOver
from services.partnerships.host_pages.pages.parts import PARTS
from services.partnerships.host_pages.queries import OwnPage, read_own_page
from services.partnerships.pauses.model import LONGEST, PauseReason

VISITS = Pace(times=300, seconds=60)
"""A company may have one address for all; nobody sends three hundred forms a minute."""
LYCEES_ASKED_MAX = 12
REASONS: Mapping[PauseReason, str] = {
    PauseReason.ITS_WISH: "Nous préférons attendre",
    PauseReason.CAPACITY: "Plus de place en ce moment",
    PauseReason.CHANGE: "Déménagement, travaux, reprise",
}


@dataclass(frozen=True)
class NetworkAnswers:
    """What other services say: whom to turn to, what is taught, who hosted whom and when."""

    people: Sequence[BureauMember]
    formations: Mapping[str, str]
    hostings: Sequence[tuple[str, SiteHosting]]
    """By lycée, the latest first."""
    silent: bool
    """Whether a lycée could not be asked what the site hosts."""


async def show_page(
    request: Request,
    page_token: str,
    typed: Typed[Any] | None = None,
    status: int = 200,
    *,
    changing: UUID | None = None,
) -> Response:
    """The page with what was typed, if anything was; the link decides whether it is shown."""
    work = runtime_of(request).work
    lost = typed is not None
    try:
        opened = work.links.read(LINK_PURPOSE, page_token)
        async with work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
            own, today = await read_own_page(uow, opened.row_id), local_date(uow.now)
            parts = await PARTS.read(uow, own)
    except NotFound as absent:
        return render(request, OVER, status=absent.status, known=False, lost=lost)
    except HostPageOver as over:
        return render(request, OVER, status=over.status, known=True, lost=lost)
    told = await _told(request, own, today)
    return render(
        request,
        "partnerships/host_pages/host_page.html",
        status=status,
        here=request.url.path.partition(page_token)[0] + page_token,
        own=own,
        place=site_label(own.company, own.site),
        told=told,
        today=today,
        latest=today + LONGEST,
        months=_months(today),
        month_name=month_name,
        reasons=[(reason.value, REASONS[reason]) for reason in OWN_REASONS],
        **parts,
        **_forms(own, typed, changing),
    )


OVER = "partnerships/host_pages/host_page_over.html"


def _forms(own: OwnPage, typed: Typed[Any] | None, changing: UUID | None) -> dict[str, Any]:
    """Each form of the page as it opens, or as it was typed."""
    details = own.contact.details
    shown: dict[type[FormModel], Typed[Any]] = {
        OfferedPlacesForm: Typed.blank(OfferedPlacesForm),
        OwnPauseForm: Typed.blank(OwnPauseForm),
        CheckedContactForm: Typed.blank(
            CheckedContactForm,
            name=details.name,
            function=details.function,
            mail=details.mail,
            phone=shown_phone(details.phone),
            version=own.contact.version,
        ),
    }
    if typed is not None and typed.form in shown:
        first = shown[typed.form]
        shown[typed.form] = replace(typed, values={**first.values, **typed.values})
    refused = typed if typed is not None and typed.form not in shown and not changing else None
    return {
        "offering": shown[OfferedPlacesForm],
        "pausing": shown[OwnPauseForm],
        "correcting": shown[CheckedContactForm],
        "changes": {
            one.capacity.id: typed if one.capacity.id == changing else _as_offered(one.capacity)
            for one in own.offers
        },
        "refused": refused,
    }


def _as_offered(offer: Capacity) -> Typed[ChangedPlacesForm]:
    return Typed.blank(
        ChangedPlacesForm,
        seats=offer.seats,
        from_month=f"{offer.from_month:%Y-%m}",
        to_month=f"{offer.to_month:%Y-%m}",
        mef=offer.mef,
    )


def _months(today: date) -> Sequence[tuple[str, str]]:
    """The months places can be offered for."""
    first = month_of(today)
    shown = [
        date(first.year + (first.month - 1 + step) // 12, (first.month - 1 + step) % 12 + 1, 1)
        for step in range(MONTHS_MAX)
    ]
    return [(f"{one:%Y-%m}", month_name(one)) for one in shown]


async def _told(request: Request, own: OwnPage, today: date) -> NetworkAnswers:
    """Ask all at once: the page waits a second at most, and never fails for it."""
    lycees = list(own.hosting)[:LYCEES_ASKED_MAX]
    hosting = asyncio.gather(*(_hosted(request, uai, own) for uai in lycees))
    people, formations, hosted = await asyncio.gather(
        _people(request, own.page.uai),
        lycee_formations(request, [own.page.uai], SchoolYear.of(today)),
        hosting,
    )
    hostings = [
        (own.hosting[uai], one)
        for uai, told in zip(lycees, hosted, strict=True)
        for one in told or ()
    ]
    hostings.sort(key=lambda item: (item[1].starts_on, item[0]), reverse=True)
    return NetworkAnswers(people, formations, hostings, silent=None in hosted)


async def _people(request: Request, uai: Uai) -> Sequence[BureauMember]:
    try:
        return (await runtime_of(request).ask(BUREAU_PEOPLE, uai, BureauRequest())).members
    except (QuestionUnanswered, QuestionRefused):
        return ()


async def _hosted(request: Request, uai: Uai, own: OwnPage) -> Sequence[SiteHosting] | None:
    """Pupils hosted at the sites; None when who knows does not answer now."""
    asked = SiteHostingsRequest(site_keys=tuple(own.keys))
    try:
        return (await runtime_of(request).ask(SITE_HOSTINGS, uai, asked)).hostings
    except QuestionUnanswered:
        return None
    except QuestionRefused:
        return ()
