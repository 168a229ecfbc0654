"""An edition: when it is made, and what it holds.

Whoever may ask as often as they like sees figures of pupils move one by one. So outside the DSDEN
everybody reads the edition of the week, and no figure of it moves by fewer than five
(`small_numbers.settled`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.supervision.base.small_numbers import Figures, settled
from services.supervision.coverage.model.coverage import FormationFigures

PARIS = ZoneInfo("Europe/Paris")
MONDAY, AT = 0, time(7)
NO_BREAK = "\u00a0"


def next_edition(after: datetime) -> datetime:
    """When the first edition after an instant is due: on a Monday, at seven in Paris."""
    today = after.astimezone(PARIS).date()
    monday = today + timedelta(days=(MONDAY - today.weekday()) % 7)
    due = datetime.combine(monday, AT, PARIS)
    return due if due > after else datetime.combine(monday + timedelta(days=7), AT, PARIS)


@dataclass(frozen=True)
class FormationRow:
    """A formation in the table of coverage: what was told of it last, in this edition or before."""

    mef: str
    formation: str
    agreed: int | None = None
    without: int | None = None
    told: bool = False
    """Whether its figures are in this edition; without, they are only what the next ones start from."""
    present: bool = True
    """Whether it is in the table: one that nobody counts any more may come back."""

    @property
    def last(self) -> Figures | None:
        """What was told of it last."""
        if self.agreed is None or self.without is None:
            return None
        return Figures(self.agreed, self.without)


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator that is told outside, of the whole department."""

    code: str
    told: Sequence[int | None] | str | None
    """Its two counts, or why it has none (`recorded_line.Kept`); None: not told outside."""
    without: int
    """How many lycées are not in it."""


@dataclass(frozen=True)
class YearOfEdition:
    """The figures of one school year."""

    formations: Sequence[FormationRow] = ()
    indicators: Sequence[IndicatorRow] = ()
    lycees: int = 0
    without: int = 0
    """How many lycées keep theirs."""


@dataclass(frozen=True)
class LyceeOfEdition:
    """A lycée, and what is missing of it: an absent line is no inactivity."""

    uai: str
    name: str
    kept: Sequence[str] = ()
    """What its head keeps of what the activity tells."""
    heard_on: date | None = None
    silent: bool = False
    """Whether nothing was heard of it for a week."""


@dataclass(frozen=True)
class EditionContent:
    """What an edition holds besides its lines; `years` by school year."""

    years: Mapping[str, YearOfEdition] = field(default_factory=dict)
    lycees: Sequence[LyceeOfEdition] = ()


@dataclass(frozen=True)
class EditionLine:
    """A line of the network's activity: of a day, told without its hour."""

    id: UUID
    uai: str
    lycee: str
    sentence: str
    told_on: date
    first_on: date | None
    """The day its first fact was recorded; None while it still grows."""


@dataclass(frozen=True)
class Edition:
    """An edition as it was kept."""

    id: UUID
    made_at: datetime
    content: EditionContent

    @property
    def day(self) -> date:
        """The day it is named by (Paris)."""
        return self.made_at.astimezone(PARIS).date()

    @property
    def next_at(self) -> datetime:
        """When the one after it is due."""
        return next_edition(self.made_at)


def formation_rows(
    counted: Mapping[str, FormationFigures], before: Iterable[FormationRow]
) -> Sequence[FormationRow]:
    """The table of an edition, from what is counted now and the table before."""
    known = {row.mef: row for row in before}
    rows = [_row(known.get(mef), mef, one) for mef, one in sorted(counted.items())]
    gone = [
        FormationRow(row.mef, row.formation, row.agreed, row.without, present=False)
        for mef, row in sorted(known.items())
        if mef not in counted and row.last is not None
    ]
    return [*rows, *gone]


def _row(before: FormationRow | None, mef: str, now: FormationFigures) -> FormationRow:
    last = before.last if before else None
    told = settled(last, now.figures)
    kept = told or last
    if kept is None:
        return FormationRow(mef, now.formation)
    return FormationRow(mef, now.formation, kept.agreed, kept.without, told=told is not None)


def missing(lycees: Iterable[LyceeOfEdition], *, published: bool) -> Sequence[str]:
    """Lycées of whom an absence says nothing; `published`: and what heads keep of the activity."""
    known = list(lycees)
    kept = [f"{one.name} ({', '.join(one.kept)})" for one in known if one.kept]
    never = [one.name for one in known if one.heard_on is None]
    silent = [
        f"{one.name} (depuis le {one.heard_on:%d/%m/%Y})"
        for one in known
        if one.silent and one.heard_on is not None
    ]
    said = (
        ("Non publié par la direction", kept if published else []),
        ("Aucune donnée reçue", never),
        ("Sans nouvelles", silent),
    )
    return [f"{title}{NO_BREAK}: {', '.join(names)}." for title, names in said if names]
