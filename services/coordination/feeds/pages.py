"""Reading news with a feed reader: a personal link, which its owner or a lost account closes.

The network's news are not the public's: who reads a feed has no session, so the address is the key.
"""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import AccountId
from contracts.portal.accounts import ACCOUNT_STANDING, AccountRequest
from services.chassis.base.errors import Unavailable
from services.chassis.questions import QuestionUnanswered
from services.chassis.security.secret_links import SecretLinks
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import Scope
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.feeds.commands import close_feed, open_feed
from services.coordination.feeds.forms import NothingForm
from services.coordination.feeds.model import FeedClosed
from services.coordination.feeds.queries import Feed, atom, json_feed
from services.coordination.feeds.store import PAGE, PURPOSE, FeedLink, FeedLinks
from services.coordination.news.queries import read_published
from services.coordination.permissions import SEE_NETWORK

router = Router()
ITEMS = 30
VISITS = Pace(times=120, seconds=60)
"""A lycée may have one address for all its readers; none asks more than once a minute."""
Nothing = Annotated[Typed[NothingForm], form_of(NothingForm)]


@router.page(PAGE, action=SEE_NETWORK)
async def subscription(request: Request, uow: RequestUnitOfWork) -> Response:
    """The personal addresses, and how to close them (abonnement)."""
    link = await FeedLinks(uow).open_of(_account(request))
    address = _address(uow.links, link) if link else None
    return render(request, "coordination/feeds/subscription.html", address=address)


@router.form(f"{PAGE}/ouverture", action=SEE_NETWORK)
async def opening(request: Request, uow: RequestUnitOfWork, typed: Nothing) -> Response:  # noqa: ARG001 refuses other fields
    """Open a personal link."""
    await open_feed(uow, account_id=_account(request), now=uow.now)
    return see_other(PAGE, notice="Votre abonnement est ouvert.")


@router.form(f"{PAGE}/fermeture", action=SEE_NETWORK)
async def closing(request: Request, uow: RequestUnitOfWork, typed: Nothing) -> Response:  # noqa: ARG001 refuses other fields
    """Close it: its addresses open nothing any more."""
    await close_feed(uow, account_id=_account(request), now=uow.now)
    return see_other(PAGE, notice="Votre abonnement est fermé\u00a0: ses adresses ne servent plus.")


@router.query(f"{PAGE}/{{token}}/atom.xml", action=PUBLIC, secret=True)
async def as_atom(request: Request, token: str) -> Response:
    """The news in Atom."""
    return await _feed(request, token, "atom.xml", atom, "application/atom+xml")


@router.query(f"{PAGE}/{{token}}/feed.json", action=PUBLIC, secret=True)
async def as_json(request: Request, token: str) -> Response:
    """The news in JSON Feed."""
    return await _feed(request, token, "feed.json", json_feed, "application/feed+json")


async def _feed(
    request: Request, token: str, file: str, draw: Callable[[Feed], bytes], media_type: str
) -> Response:
    VISITS.count(visitor_of(request))
    work = runtime_of(request).work
    opened = work.links.read(PURPOSE, token)
    scope = Scope(frozenset({opened.uai}))
    async with work.begin(scope, correlation_id=context_of(request).correlation_id) as uow:
        link = await FeedLinks(uow).open_by_id(opened.row_id)
        items = (await read_published(uow, length=ITEMS)).items
    if link is None or not await _stands(request, link):
        raise FeedClosed
    feed = Feed(
        work.links.origin.rstrip("/"),
        f"{_address(work.links, link)}/{file}",
        items,
        work.now(),
    )
    return Response(draw(feed), media_type=media_type)


async def _stands(request: Request, link: FeedLink) -> bool:
    """Whether its owner still works for the network. Raises Unavailable when nobody can tell."""
    asked = AccountRequest(account_id=AccountId(link.account_id))
    try:
        answer = await runtime_of(request).ask(ACCOUNT_STANDING, link.uai, asked)
    except QuestionUnanswered:
        raise Unavailable from None
    return answer.standing


def _address(links: SecretLinks, link: FeedLink) -> str:
    return links.url(PURPOSE, PAGE, uai=link.uai, row_id=link.id)


def _account(request: Request) -> UUID:
    account_id: UUID = context_of(request).user.account_id
    return account_id
