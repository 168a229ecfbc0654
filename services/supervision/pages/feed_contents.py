"""What a feed is drawn from, read in its transaction, and how, once that has ended."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from contracts.identifiers import SchoolYear
from services.chassis.exporting.answering import WORKBOOK
from services.chassis.exporting.sheet import DEMONSTRATION, Column, Row, Sheet
from services.chassis.web.french import PARIS, date_short, time_fr
from services.chassis.work import UnitOfWork
from services.supervision.domain.feed_formats import (
    ATOM_TYPE,
    JSON_FEED_TYPE,
    TITLE,
    Feed,
    atom,
    json_feed,
)
from services.supervision.domain.feed_reader import FeedReader
from services.supervision.pages.feed_files import (
    ACTIVITY_COLUMNS,
    COVERAGE_COLUMNS,
    activity_rows,
    as_file,
    coverage_json,
    coverage_rows,
    totals_json,
)
from services.supervision.pages.totals import COLUMNS as TOTAL_COLUMNS
from services.supervision.pages.totals import totals_rows
from services.supervision.queries.feeds import (
    DISCRETION,
    Edition,
    read_activity,
    read_coverage,
    read_totals,
)

ENTRIES, LINES = 50, 500
"""Of one page of a feed, and of one file; the rest is where the page or the file says."""
FILE_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": WORKBOOK}
COVERAGE = "Couverture des PFMP, par lycée et par période"
TOTALS = "Couverture des PFMP, par formation, tous lycées ensemble"


@dataclass(frozen=True)
class Frame:
    """Whom a feed is drawn for, at which address."""

    origin: str
    department: str
    path: str
    query: Mapping[str, str]
    kind: str
    reader: FeedReader
    edition: Edition
    demonstration: bool

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
        at = self.edition.changed_at.astimezone(PARIS)
        first = f"{title}, département {self.department}, {date_short(at)} à {time_fr(at)}"
        about = self.warned((first, *notes))
        return Sheet(name, columns, about, made_on=at.date())


@dataclass(frozen=True)
class Drawn:
    """A body, of which type, with which headers besides."""

    content: bytes
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


Draw = Callable[[], Awaitable[Drawn]]


async def read_lines(uow: UnitOfWork, frame: Frame, *, before: UUID | None) -> Draw:
    """The lines of the journal from one on, to draw in the format asked."""
    length = LINES if frame.kind in FILE_TYPES else ENTRIES
    edition = frame.edition
    found = await read_activity(uow, frame.reader, edition, before=before, length=length)
    following = frame.address({"avant": str(found.older)}) if found.older else None
    feed = Feed(
        origin=frame.origin,
        department=frame.department,
        addresses=(frame.address(frame.query), following),
        entries=found.entries,
        updated_at=max((one.updated_at for one in found.entries), default=edition.changed_at),
        notes=frame.warned(found.notes),
    )
    further = {"Link": f'<{following}>; rel="next"'} if following else {}

    async def draw() -> Drawn:
        if frame.kind == "atom":
            return Drawn(atom(feed), ATOM_TYPE, further)
        if frame.kind == "json":
            return Drawn(json_feed(feed), JSON_FEED_TYPE, further)
        sheet = frame.sheet("activite", TITLE, ACTIVITY_COLUMNS, found.notes)
        file = await file_of(frame, sheet, activity_rows(feed))
        return Drawn(file.content, file.media_type, {**file.headers, **further})

    return draw


async def read_figures(uow: UnitOfWork, frame: Frame, *, year: SchoolYear) -> Draw:
    """The coverage of a school year, to draw in the format asked."""
    if not frame.reader.inside:
        return await _read_totals(uow, frame, year=year)
    found = await read_coverage(uow, frame.reader, frame.edition, year=year)

    async def draw() -> Drawn:
        if frame.kind == "json":
            about = about_figures(frame, year, (COVERAGE,))
            return Drawn(coverage_json(found, about), "application/json")
        notes = (f"Année scolaire {year}",)
        sheet = frame.sheet("couverture", COVERAGE, COVERAGE_COLUMNS, notes)
        return await file_of(frame, sheet, coverage_rows(found))

    return draw


async def _read_totals(uow: UnitOfWork, frame: Frame, *, year: SchoolYear) -> Draw:
    """The same outside the DSDEN: formations, all lycées together, as the academy reads them."""
    found, unheard = await read_totals(uow, frame.edition, year=year)

    async def draw() -> Drawn:
        if frame.kind == "json":
            about = about_figures(frame, year, (TOTALS, DISCRETION, *unheard))
            return Drawn(totals_json(found, about), "application/json")
        notes = (f"Année scolaire {year}", DISCRETION, *unheard)
        sheet = frame.sheet("couverture", TOTALS, TOTAL_COLUMNS, notes)
        return await file_of(frame, sheet, totals_rows(found))

    return draw


def about_figures(frame: Frame, year: SchoolYear, notes: Sequence[str]) -> Mapping[str, str]:
    """What JSON of figures begins with: what it is, of which year, as of when."""
    changed_at = frame.edition.changed_at.isoformat(timespec="seconds")
    about = " ".join(frame.warned(notes))
    return {"about": about, "school_year": str(year), "changed_at": changed_at}


async def file_of(frame: Frame, sheet: Sheet, rows: Sequence[Row]) -> Drawn:
    """A list as the file that is asked for."""
    named = {"Content-Disposition": f'attachment; filename="{sheet.name}.{frame.kind}"'}
    return Drawn(await as_file(frame.kind, sheet, rows), FILE_TYPES[frame.kind], named)
