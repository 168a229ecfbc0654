"""Feeds outside the DSDEN: drawn from the edition of the week, the same whoever asks and when."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.editions.model.edition import EditionLine
from services.supervision.editions.pages import COLUMNS, totals_rows
from services.supervision.editions.queries import DISCRETION, Published, read_published_lines
from services.supervision.feeds.model.feed_formats import FeedEntry
from services.supervision.feeds.pages.feed_contents import (
    AsOf,
    Draw,
    Drawn,
    Frame,
    about_figures,
    draw_lines,
    file_of,
    lines_of,
)
from services.supervision.feeds.pages.feed_files import totals_json
from services.supervision.feeds.pages.feed_indicators import draw_outside

TOTALS = "Couverture des PFMP, par formation, tous lycées ensemble"
NO_PUPILS = (
    "Hors de la DSDEN, les élèves ne sont comptés que dans le tableau de la couverture\u00a0: "
    "deux décomptes des mêmes élèves, soustraits, en donneraient de trop petits."
)


def outside_as_of(published: Published) -> AsOf:
    """The instant of a feed for outside: the day of the edition."""
    edition, next_at = published.edition, published.next_at.isoformat(timespec="seconds")
    return AsOf(
        published.since,
        published.said,
        published.day or published.since.date(),
        (str(edition.id) if edition else None, next_at),
        {"edition": published.day.isoformat() if published.day else None, "next_edition": next_at},
    )


async def outside_lines(
    uow: UnitOfWork, frame: Frame, published: Published, *, before: UUID | None
) -> Draw:
    """The lines of the activity from one on, to draw in the format asked."""
    uais, length = frame.reader.uais, lines_of(frame.kind)
    found, older = await read_published_lines(uow, published, uais, before=before, length=length)
    notes = (*_of_the_edition(published), *published.missing(uais))
    return draw_lines(frame, [_entry(one) for one in found], older, notes)


def _entry(line: EditionLine) -> FeedEntry:
    first = _begins(line.first_on) if line.first_on else None
    at = _begins(line.told_on)
    return FeedEntry(line.id, line.uai, line.lycee, line.sentence, at, first)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


def outside_figures(frame: Frame, published: Published, *, year: SchoolYear) -> Draw:
    """The coverage of a school year, to draw in the format asked."""
    notes = (*_of_the_edition(published), DISCRETION, *published.unheard())
    found = published.totals(year) if published.edition else None

    async def draw() -> Drawn:
        if frame.kind == "json":
            return Drawn(
                totals_json(found, about_figures(frame, year, (TOTALS, *notes))), "application/json"
            )
        sheet = frame.sheet("couverture", TOTALS, COLUMNS, (f"Année scolaire {year}", *notes))
        return await file_of(frame, sheet, totals_rows(found) if found else [])

    return draw


def outside_indicators(frame: Frame, published: Published, *, year: SchoolYear) -> Draw:
    """The indicators of a school year, to draw in the format asked."""
    notes = (*_of_the_edition(published), DISCRETION, NO_PUPILS, *published.unheard())
    return draw_outside(frame, year, published.indicators(year), notes)


def _of_the_edition(published: Published) -> Sequence[str]:
    return (f"{published.said}. {published.when}",)
