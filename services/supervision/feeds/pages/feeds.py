"""Feeds for outside readers: public routes, opened by a reader's secret alone.

Who has none, a wrong one, one that ended or was taken back, or one for something else, gets the same
404. The secret is in the address, for programs that take an address and nothing else, or in the header
`Authorization: Bearer` of the address without it.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from functools import wraps
from typing import Annotated, Any, Literal
from uuid import UUID

import structlog
from fastapi import Depends, Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.middleware import SECRET_HEADERS
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import PARIS
from services.supervision.editions.queries import Published, read_published
from services.supervision.feed_readers.model import FeedPart, FeedReader
from services.supervision.feed_readers.pages import FEEDS
from services.supervision.feed_readers.store import FeedReaders
from services.supervision.feeds.pages.feed_contents import (
    AsOf,
    Draw,
    Frame,
    live_as_of,
    read_figures,
    read_lines,
)
from services.supervision.feeds.pages.feed_indicators import read_indicators
from services.supervision.feeds.pages.outside_feeds import (
    outside_as_of,
    outside_figures,
    outside_indicators,
    outside_lines,
)
from services.supervision.feeds.queries import Live as LiveState
from services.supervision.feeds.queries import read_live

log = structlog.get_logger(__name__)
router = strict_router()
DEPARTMENT = Scope(frozenset(), department_wide=True)
BEARER = "bearer"
USES = Pace(times=120, seconds=60)
"""Askings by header from one address; those by address are counted by the chassis."""
DRAWN_AS = 2
"""Of what is drawn: another number once a release draws the same facts otherwise."""
ActivityFormat = Literal["atom", "json", "csv", "xlsx"]
FiguresFormat = Literal["json", "csv", "xlsx"]


@dataclass(frozen=True)
class OfActivity:
    """From which line on; `brut`: as text, without a line above the titles of its columns."""

    avant: UUID | None = None
    brut: Literal["oui"] | None = None


@dataclass(frozen=True)
class OfAYear:
    """The school year a feed is asked for; the current one by default. `brut`: as of OfActivity."""

    annee: SchoolYear | None = None
    brut: Literal["oui"] | None = None


Live = Callable[[UnitOfWork, Frame, LiveState], Awaitable[Draw]]
"""Reads what somebody of the DSDEN is told, to be drawn."""
Outside = Callable[[UnitOfWork, Frame, Published], Awaitable[Draw]]
"""Reads what everybody else is told: nothing but the edition of the week."""


Answering = Callable[..., Awaitable[Response]]


def _feed(file: str) -> Callable[[Answering], Answering]:
    """Have a file answered at both its addresses: with the secret, and without for who sends it."""

    def declare(answer: Answering) -> Answering:
        @wraps(answer)  # what a route declares is kept with its function: each has its own
        async def by_address(*given: Any, **named: Any) -> Response:
            return await answer(*given, **named)

        secret = f"{FEEDS}/{{reader_id}}/{{reader_secret}}/{file}"
        router.query(secret, action=PUBLIC, secret=True)(by_address)
        router.query(f"{FEEDS}/{{reader_id}}/{file}", action=PUBLIC, also=(304,))(answer)
        return answer

    return declare


@_feed("activite.{activity_format}")
async def activity(
    request: Request,
    reader_id: UUID,
    activity_format: ActivityFormat,
    of: Annotated[OfActivity, Depends()],
) -> Response:
    """The network's activity."""

    async def live(uow: UnitOfWork, frame: Frame, state: LiveState) -> Draw:
        return await read_lines(uow, frame, state, before=of.avant)

    async def outside(uow: UnitOfWork, frame: Frame, published: Published) -> Draw:
        return await outside_lines(uow, frame, published, before=of.avant)

    door = _door(request, reader_id, FeedPart.ACTIVITY)
    return await _answer(request, door, FeedQuery(activity_format, _query(of), live, outside))


@_feed("couverture.{coverage_format}")
async def coverage(
    request: Request,
    reader_id: UUID,
    coverage_format: FiguresFormat,
    of: Annotated[OfAYear, Depends()],
) -> Response:
    """Coverage by lycée and period; outside the DSDEN, by formation."""

    async def live(uow: UnitOfWork, frame: Frame, state: LiveState) -> Draw:
        return await read_figures(uow, frame, state, year=_year(uow, of))

    async def outside(_: UnitOfWork, frame: Frame, published: Published) -> Draw:
        return outside_figures(frame, published, year=published.year(of.annee))

    door = _door(request, reader_id, FeedPart.COVERAGE)
    return await _answer(request, door, FeedQuery(coverage_format, _query(of), live, outside))


@_feed("indicateurs.{indicators_format}")
async def indicators(
    request: Request,
    reader_id: UUID,
    indicators_format: FiguresFormat,
    of: Annotated[OfAYear, Depends()],
) -> Response:
    """The indicators by lycée; outside the DSDEN, of the whole department."""

    async def live(uow: UnitOfWork, frame: Frame, _: LiveState) -> Draw:
        return await read_indicators(uow, frame, year=_year(uow, of))

    async def outside(_: UnitOfWork, frame: Frame, published: Published) -> Draw:
        return outside_indicators(frame, published, year=published.year(of.annee))

    door = _door(request, reader_id, FeedPart.INDICATORS)
    return await _answer(request, door, FeedQuery(indicators_format, _query(of), live, outside))


def _year(uow: UnitOfWork, of: OfAYear) -> SchoolYear:
    return of.annee or SchoolYear.of(uow.now.astimezone(PARIS).date())


def _query(of: OfActivity | OfAYear) -> Mapping[str, str]:
    """What is asked, as it stands in an address."""
    return {name: str(value) for name, value in vars(of).items() if value is not None}


@dataclass(frozen=True)
class FeedQuery:
    """What is asked, and how it is read for either kind of reader."""

    kind: str
    query: Mapping[str, str]
    live: Live
    outside: Outside


@dataclass(frozen=True)
class Door:
    """The door of a feed: who asks, by what, for what."""

    reader_id: UUID
    secret: str
    part: FeedPart


def _door(request: Request, reader_id: UUID, part: FeedPart) -> Door:
    """The secret is in the address, or in the header of the address without it. Raises TooOften."""
    given = request.path_params.get("reader_secret")
    return Door(reader_id, _bearer(request) if given is None else given, part)


async def _answer(request: Request, door: Door, asked: FeedQuery) -> Response:
    """What is asked, or 304 without reading it when the asker has it already. Raises NotFound."""
    correlation_id = context_of(request).correlation_id
    async with runtime_of(request).work.begin(DEPARTMENT, correlation_id=correlation_id) as uow:
        reader = await _admit(uow, door)
        headers, draw = await _read(request, uow, reader, asked)
        # Last: who reads the same feed meanwhile waits for this row.
        await FeedReaders(uow).note_reading(reader.id, now=uow.now)
    if draw is None:
        return Response(status_code=304, headers=headers)
    # Drawn when no connection is held: a workbook takes a process and a second.
    drawn = await draw()
    return Response(
        drawn.content, media_type=drawn.media_type, headers={**headers, **drawn.headers}
    )


async def _read(
    request: Request, uow: UnitOfWork, reader: FeedReader, asked: FeedQuery
) -> tuple[Mapping[str, str], Draw | None]:
    """The headers, and how to draw what is told; None when the asker has it already."""
    if reader.inside:
        state = await read_live(uow)
        frame = _frame(request, reader, asked, live_as_of(state))
        headers = _headers(request, frame)
        return headers, None if _has(request, headers) else await asked.live(uow, frame, state)
    published = await read_published(uow)
    frame = _frame(request, reader, asked, outside_as_of(published))
    headers = _headers(request, frame)
    return headers, None if _has(request, headers) else await asked.outside(uow, frame, published)


def _frame(request: Request, reader: FeedReader, asked: FeedQuery, as_of: AsOf) -> Frame:
    settings = runtime_of(request).settings
    return Frame(
        origin=settings.public_url.rstrip("/"),
        department=str(settings.department),
        path=request.url.path,
        query=asked.query,
        kind=asked.kind,
        reader=reader,
        as_of=as_of,
        demonstration=request.app.state.look.demonstration,
    )


async def _admit(uow: UnitOfWork, door: Door) -> FeedReader:
    """The reader whose secret it is, for what it may read. Raises NotFound, the same whatever it lacks."""
    reader = await FeedReaders(uow).behind(door.reader_id, door.secret)
    today = uow.now.astimezone(PARIS).date()
    if reader is None or not reader.may_read(door.part, today):
        log.warning("feed.refused", aggregate_id=str(door.reader_id))
        raise NotFound
    return reader


def _bearer(request: Request) -> str:
    """The secret of the header; empty without one. Raises TooOften."""
    USES.count(visitor_of(request))
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if kind.lower() == BEARER else ""


def _headers(request: Request, frame: Frame) -> dict[str, str]:
    gzip = "gzip" in request.headers.get("accept-encoding", "")
    made_of = (
        *(DRAWN_AS, frame.path, sorted(frame.query.items()), frame.demonstration, gzip),
        *(frame.reader.inside, frame.reader.uais, *frame.as_of.mark),
    )
    digest = hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:32]
    return {
        "ETag": f'"{digest}"',
        "Last-Modified": format_datetime(frame.as_of.changed_at.astimezone(UTC), usegmt=True),
        # Kept by its reader alone, and asked again each time: what is taken back is so at once.
        "Cache-Control": "private, no-cache",
        **SECRET_HEADERS,
    }


def _has(request: Request, headers: Mapping[str, str]) -> bool:
    given = request.headers.get("if-none-match", "")
    tags = [one.strip().removeprefix("W/") for one in given.split(",")]
    return "*" in tags or headers["ETag"] in tags
