"""« Mon compte »: roles, and the address of one's calendar."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence

from fastapi import Request, Response

from contracts.coordination.days import NETWORK_DAYS, NetworkDay, NetworkDaysRequest
from contracts.identifiers import AccountId, Uai
from contracts.internships.periods import PUBLISHED_PERIODS, PeriodsRequest
from contracts.partnerships.questions import (
    NEXT_STEP_DAYS,
    REGISTRY_DAYS,
    NextStepsRequest,
    RegistryDaysRequest,
)
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Identity, Role
from services.chassis.questions.outcomes import QuestionUnanswered
from services.chassis.runtime.running_service import Runtime
from services.chassis.unit_of_work.permissions import PUBLIC, SIGNED_IN
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import CurrentIdentity, Router
from services.portal.accesses.queries import own_accesses
from services.portal.accounts.store import Accounts
from services.portal.base.calendar import PARIS
from services.portal.base.scopes import DEPARTMENT
from services.portal.calendar.commands import renew_calendar_feed, revoke_calendar_feed
from services.portal.calendar.pages.calendar_file import OfLycee, calendar_file
from services.portal.calendar.store import CalendarFeeds
from services.portal.lycees.store import Lycees
from services.portal.sessions.model import token_hash

router = Router()
SHOWN_TO = frozenset({Role.RBDE, Role.DDFPT, Role.ATCT, Role.HEAD, Role.SECRETARIAT})
"""Who finds the days of a lycée in their calendar: all may read its companies and its PFMP."""
WHOLE_DEPARTMENT = frozenset({Role.SUPERVISOR})
"""Who finds the PFMP of all lycées there, and what the animation of the network has of days."""
IN_THE_NETWORK = frozenset({Role.RBDE, Role.DDFPT, Role.ATCT, Role.HEAD})
"""Who finds the meetings their lycée is convened to, and the bodies that see its files."""
HAVE_TASKS = frozenset({Role.RBDE, Role.DDFPT, Role.ATCT})
"""Those a task can be given to: their calendar has the tasks of their own « Ma semaine »."""
READ_TASKS = HAVE_TASKS | {Role.HEAD}
"""Those the registry lets read the bureau's tasks: the others' calendar has the days and counts."""


class FeedUnknown(NotFound):
    """The address was revoked, renewed, mistyped or made up."""

    code = "feed-unknown"
    title = "Cette adresse de calendrier n’est pas valable"


@router.page("/compte", action=SIGNED_IN)
async def account(request: Request, identity: CurrentIdentity) -> Response:
    """Who one is here, and one's calendar."""
    return await _account(request, identity)


async def _account(request: Request, identity: Identity, url: str | None = None) -> Response:
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        made_at = await CalendarFeeds(uow).made_at(identity.account_id)
        held = await own_accesses(uow, account_id=identity.account_id, now=uow.now)
        today = uow.now.astimezone(PARIS).date()
        own = await Accounts(uow).get(identity.account_id)
    return render(
        request,
        "portal/calendar/account.html",
        made_at=made_at,
        held=held,
        today=today,
        url=url,
        second_factor_at=own.second_factor_at if own else None,
        has_days=bool(identity.roles & (SHOWN_TO | WHOLE_DEPARTMENT)),
        of_department=bool(identity.roles & WHOLE_DEPARTMENT),
    )


# Not recorded: the answer holds a secret that is kept nowhere.
@router.form("/compte/calendrier", action=SIGNED_IN, recorded=False)
async def renew(request: Request, identity: CurrentIdentity) -> Response:
    """Make the address, or make it anew; it is shown this once."""
    runtime = runtime_of(request)
    async with runtime.work.begin(DEPARTMENT) as uow:
        token = await renew_calendar_feed(uow, account_id=identity.account_id, now=uow.now)
    origin = runtime.settings.public_url.rstrip("/")
    return await _account(request, identity, f"{origin}/calendrier/{token}.ics")


@router.form("/compte/calendrier/revocation", action=SIGNED_IN, recorded=False)
async def revoke(request: Request, identity: CurrentIdentity) -> Response:
    """End the address."""
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        await revoke_calendar_feed(uow, account_id=identity.account_id)
    return see_other("/compte", notice="Adresse révoquée\u00a0: elle n’ouvre plus rien.")


@router.page("/calendrier/{token}.ics", action=PUBLIC, secret=True)
async def feed(request: Request, token: str) -> Response:
    """The calendar itself, to programs that hold its address. Raises FeedUnknown."""
    runtime = runtime_of(request)
    async with runtime.work.begin(DEPARTMENT) as uow:
        today = uow.now.astimezone(PARIS).date()
        identity = await CalendarFeeds(uow).identity(token_hash(token), on=today)
        whole = identity is not None and bool(identity.roles & WHOLE_DEPARTMENT)
        names = await Lycees(uow).names() if whole else {}
    if identity is None:
        raise FeedUnknown
    told = await _days(runtime, identity, names)
    content = calendar_file(
        told,
        origin=runtime.settings.public_url.rstrip("/"),
        today=today,
        invented=runtime.settings.demonstration,
    )
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    # Asked again each time: a revoked address must answer so at once.
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="passerelle.ics"'
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


async def _days(
    runtime: Runtime, identity: Identity, names: Mapping[Uai, str]
) -> Sequence[OfLycee]:
    """The days of each lycée, then those of the department; `names`: its lycées, to who reads all.

    Raises QuestionUnanswered.
    """
    uais = sorted({grant.uai for grant in identity.grants if grant.uai and grant.role in SHOWN_TO})
    others = [uai for uai in names if uai not in uais]
    return await asyncio.gather(
        *(_of(runtime, uai, identity) for uai in uais),
        *(_periods(runtime, uai, names[uai]) for uai in others),
        *([_of_department(runtime)] if names or identity.roles & WHOLE_DEPARTMENT else []),
    )


async def _periods(runtime: Runtime, uai: Uai, name: str) -> OfLycee:
    """The PFMP a lycée publishes. Raises QuestionUnanswered."""
    told = await runtime.ask(PUBLISHED_PERIODS, uai, PeriodsRequest())
    return OfLycee(uai, name, told.periods, ())


async def _of_department(runtime: Runtime) -> OfLycee:
    uai = runtime.settings.department_uai
    return OfLycee(uai, "DSDEN", (), (), network=await _network(runtime, uai))


async def _network(runtime: Runtime, uai: Uai) -> Sequence[NetworkDay]:
    """What the animation of the network tells of days; none where it does not answer: the rest is whole."""
    try:
        return (await runtime.ask(NETWORK_DAYS, uai, NetworkDaysRequest())).days
    except QuestionUnanswered:
        return ()


async def _of(runtime: Runtime, uai: Uai, identity: Identity) -> OfLycee:
    """Raises QuestionUnanswered: a calendar without its days would have programs drop them."""
    periods, steps, kept = await asyncio.gather(
        runtime.ask(PUBLISHED_PERIODS, uai, PeriodsRequest()),
        runtime.ask(NEXT_STEP_DAYS, uai, NextStepsRequest(account_id=_own(uai, identity))),
        runtime.ask(REGISTRY_DAYS, uai, RegistryDaysRequest()),
    )
    reads = _holds(identity, uai, READ_TASKS)
    network = await _network(runtime, uai) if _holds(identity, uai, IN_THE_NETWORK) else ()
    days = [day if reads else day.model_copy(update={"titles": ()}) for day in steps.days]
    name = identity.lycees[uai]
    return OfLycee(uai, name, periods.periods, days, kept.agreements, kept.actions, network)


def _holds(identity: Identity, uai: Uai, roles: frozenset[Role]) -> bool:
    """Whether somebody has one of these roles in a lycée."""
    return any(grant.uai == uai and grant.role in roles for grant in identity.grants)


def _own(uai: Uai, identity: Identity) -> AccountId | None:
    """Whose tasks are told: one's own where one has some, the bureau's to who only reads."""
    works = _holds(identity, uai, HAVE_TASKS)
    return AccountId(identity.account_id) if works else None
