"""What a feed is drawn from, read in its transaction, and how, once that has ended."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from contracts.identifiers import SchoolYear
from services.chassis.exports.file_answer import WORKBOOK
from services.chassis.exports.sheet import DEMONSTRATION, Column, Row, Sheet
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS, date_short, time_fr
from services.supervision.feed_readers.model import FeedReader
from services.supervision.feeds.model.feed_formats import (
    ATOM_TYPE,
    JSON_FEED_TYPE,
    TITLE,
    Feed,
    FeedEntry,
    atom,
    json_feed,
)
from services.supervision.feeds.pages.feed_files import (
    ACTIVITY_COLUMNS,
    COVERAGE_COLUMNS,
    activity_rows,
    as_file,
    coverage_json,
    coverage_rows,
)
from services.supervision.feeds.queries import Live, read_activity, read_coverage

ENTRIES, LINES = 50, 500
"""Of one page of a feed, and of one file; the rest is where the page or the file says."""
FILE_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": WORKBOOK}
BARE = "brut"
"""Asks for a text without a line above the titles of its columns."""
COVERAGE = "Couverture des PFMP, par lycée et par période"


@dataclass(frozen=True)
class AsOf:
    """The instant a feed is of: nothing that it tells changes while this does not."""

    changed_at: datetime
    """When it may have changed last."""
    said: str
    """As people read it."""
    day: date
    """The day its workbooks were made."""
    mark: Sequence[object]
    """What it is made of, for who has it already."""
    about: Mapping[str, str | None]
    """The same for programs."""


@dataclass(frozen=True)
class Frame:
    """The frame of a feed: whom it is drawn for, at which address, and of when."""

    origin: str
    department: str
    path: str
    query: Mapping[str, str]
    kind: str
    reader: FeedReader
    as_of: AsOf
    demonstration: bool

    @property
    def bare(self) -> bool:
        """Whether a program reads the text: it begins with the titles of its columns, and holds rows alone."""
        return self.kind == "csv" and BARE in self.query

    def address(self, query: Mapping[str, str]) -> str:
        """Its address, asked so."""
        return f"{self.origin}{self.path}{'?' if query else ''}{urlencode(query)}"

    def warned(self, notes: Sequence[str]) -> Sequence[str]:
        """With the warning of a demonstration."""
        return (DEMONSTRATION, *notes) if self.demonstration else tuple(notes)

    def sheet(
        self, name: str, title: str, columns: Sequence[Column], notes: Sequence[str]
    ) -> Sheet:
        """A list, that says of when it is and what it lacks."""
        if self.bare:
            return Sheet(name, columns)
        first = f"{title}, département {self.department}, {self.as_of.said}"
        return Sheet(name, columns, self.warned((first, *notes)), made_on=self.as_of.day)


@dataclass(frozen=True)
class Drawn:
    """A body, of which type, with which headers besides."""

    content: bytes
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


Draw = Callable[[], Awaitable[Drawn]]


def live_as_of(live: Live) -> AsOf:
    """The instant of a feed that is live: silence, and what heads publish, are judged by day."""
    at = live.changed_at.astimezone(PARIS)
    return AsOf(
        live.changed_at,
        f"{date_short(at)} à {time_fr(at)}",
        at.date(),
        (live.known.revision, live.midnight.isoformat()),
        {"changed_at": live.changed_at.isoformat(timespec="seconds")},
    )


async def read_lines(uow: UnitOfWork, frame: Frame, live: Live, *, before: UUID | None) -> Draw:
    """The lines of the journal from one on, to draw in the format asked."""
    length = lines_of(frame.kind)
    found = await read_activity(uow, frame.reader, live, before=before, length=length)
    return draw_lines(frame, found.entries, found.older, found.notes)


def lines_of(kind: str) -> int:
    """How many lines a page of a feed, or a file, has."""
    return LINES if kind in FILE_TYPES else ENTRIES


def draw_lines(
    frame: Frame, entries: Sequence[FeedEntry], older: UUID | None, notes: Sequence[str]
) -> Draw:
    """Some lines in the format asked; `older`: where those before them begin."""
    following = frame.address({**frame.query, "avant": str(older)}) if older else None
    changed_at = frame.as_of.changed_at
    feed = Feed(
        origin=frame.origin,
        department=frame.department,
        addresses=(frame.address(frame.query), None if frame.bare else following),
        entries=entries,
        updated_at=max((one.updated_at for one in entries), default=changed_at),
        notes=frame.warned(notes),
    )
    further = {"Link": f'<{following}>; rel="next"'} if following else {}

    async def draw() -> Drawn:
        if frame.kind == "atom":
            return Drawn(atom(feed), ATOM_TYPE, further)
        if frame.kind == "json":
            return Drawn(json_feed(feed), JSON_FEED_TYPE, further)
        sheet = frame.sheet("activite", TITLE, ACTIVITY_COLUMNS, notes)
        file = await file_of(frame, sheet, activity_rows(feed, hours=frame.reader.inside))
        return Drawn(file.content, file.media_type, {**file.headers, **further})

    return draw


async def read_figures(uow: UnitOfWork, frame: Frame, live: Live, *, year: SchoolYear) -> Draw:
    """The coverage of a school year, to draw in the format asked."""
    found = await read_coverage(uow, frame.reader, live, year=year)

    async def draw() -> Drawn:
        if frame.kind == "json":
            about = about_figures(frame, year, (COVERAGE,))
            return Drawn(coverage_json(found, about), "application/json")
        notes = (f"Année scolaire {year}",)
        sheet = frame.sheet("couverture", COVERAGE, COVERAGE_COLUMNS, notes)
        return await file_of(frame, sheet, coverage_rows(found))

    return draw


def about_figures(frame: Frame, year: SchoolYear, notes: Sequence[str]) -> Mapping[str, str | None]:
    """What JSON of figures begins with: what it is, of which year, of when."""
    return {"about": " ".join(frame.warned(notes)), "school_year": str(year), **frame.as_of.about}


async def file_of(frame: Frame, sheet: Sheet, rows: Sequence[Row]) -> Drawn:
    """A list as the file that is asked for."""
    named = {"Content-Disposition": f'attachment; filename="{sheet.name}.{frame.kind}"'}
    return Drawn(await as_file(frame.kind, sheet, rows), FILE_TYPES[frame.kind], named)
