"""What a feed tells its reader inside the DSDEN: lines of the journal, or coverage, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS, date_short
from services.supervision.base.revision import Known, read_known
from services.supervision.coverage.model.coverage import LyceeCoverage, is_silent, keeping
from services.supervision.coverage.queries.coverage import coverage, heard_from
from services.supervision.feed_readers.model import FeedReader
from services.supervision.feeds.model.feed_coverage import FeedCoverage, feed_coverage
from services.supervision.feeds.model.feed_formats import FeedEntry
from services.supervision.journal.queries.journal import JournalCut, journal_page
from services.supervision.publication.model import HIDDEN_IN_THE_JOURNAL


@dataclass(frozen=True)
class Live:
    """What a feed is made of: nothing that it tells changes while this does not."""

    known: Known
    midnight: datetime
    """When the day began (Paris): silence, and what heads publish, are judged by day."""

    @property
    def changed_at(self) -> datetime:
        """When it may have changed last."""
        return max(self.known.at or self.midnight, self.midnight)


@dataclass(frozen=True)
class Activity:
    """Some lines, and where the next page starts; None at the end."""

    entries: Sequence[FeedEntry]
    older: UUID | None
    notes: Sequence[str]


async def read_live(uow: UnitOfWork) -> Live:
    """What a feed asked now is made of."""
    today = uow.now.astimezone(PARIS).date()
    return Live(await read_known(uow), datetime.combine(today, time(), PARIS))


async def read_activity(
    uow: UnitOfWork, reader: FeedReader, live: Live, *, before: UUID | None, length: int
) -> Activity:
    """The journal as that reader may read it, from a line on."""
    cut = JournalCut(reader.uais)
    page = await journal_page(uow, before=before, cut=cut, length=length)
    lycees = [one for one in await heard_from(uow) if reader.reads_of(one.uai)]
    entries = [
        FeedEntry(one.lasting_id, one.uai, one.lycee, one.sentence, one.recorded_at, one.first_at)
        for one in page.lines
    ]
    return Activity(entries, page.older, _notes(lycees, live.midnight))


async def read_coverage(
    uow: UnitOfWork, reader: FeedReader, live: Live, *, year: SchoolYear
) -> FeedCoverage:
    """The coverage of a school year as a reader inside the DSDEN may read it."""
    return feed_coverage(await coverage(uow, year=year), reader, live.midnight)


def _notes(lycees: Sequence[LyceeCoverage], midnight: datetime) -> Sequence[str]:
    """Whom nothing is heard of, and what is not published: an absent line is no inactivity."""
    kept = keeping(lycees, HIDDEN_IN_THE_JOURNAL)
    told = [f"{one.lycee} ({', '.join(one.families)})" for one in kept]
    published = [f"Non publié par la direction\u00a0: {', '.join(told)}."] if told else []
    return [*published, *_unheard(lycees, midnight)]


def _unheard(lycees: Sequence[LyceeCoverage], midnight: datetime) -> Sequence[str]:
    """Lycées of whom an absence says nothing."""
    never = [one.name for one in lycees if one.heard_at is None]
    silent = [
        f"{one.name} (depuis le {date_short(one.heard_at.astimezone(PARIS).date())})"
        for one in lycees
        if one.heard_at is not None and is_silent(one.heard_at, midnight)
    ]
    said = (("Aucune donnée reçue", never), ("Sans nouvelles", silent))
    return [f"{title}\u00a0: {', '.join(names)}." for title, names in said if names]
