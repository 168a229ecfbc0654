"""Coverage as the supervisor reads it: silence is not zero."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.publication import FactFamily
from services.supervision.base.alphabet import alphabetical
from services.supervision.base.small_numbers import Figures, PublishedRow, tell
from services.supervision.publication.model import TELLS_ALL, Publication


@dataclass(frozen=True)
class Counts:
    """Pupils of one formation for one period, as its lycée counted them.

    `concerned` includes the exempted and those who left; each level includes the next.
    """

    concerned: int
    exempted: int
    left: int
    host_agreed: int
    agreement_issued: int
    agreement_signed: int

    @property
    def expected(self) -> int:
        """Pupils who need a place (élèves attendus)."""
        return max(0, self.concerned - self.exempted - self.left)

    @property
    def without(self) -> int:
        """Pupils who need a place and have none (sans lieu d’accueil)."""
        return max(0, self.expected - self.host_agreed)

    def share(self, covered: int) -> int | None:
        """Percent of the expected, or None when nobody is expected: 0 of 0 is not 0 %."""
        return round(100 * covered / self.expected) if self.expected else None


@dataclass(frozen=True)
class Cell:
    """One formation for one period. No counts: the lycée told nothing, which is not zero.

    `withheld`: its head keeps them in the lycée, which is neither zero nor silence.
    """

    mef: str
    formation: str
    starts_on: date | None
    ends_on: date | None
    counts: Counts | None
    recorded_at: datetime | None
    withheld: bool = False
    period_id: UUID | None = None


@dataclass(frozen=True)
class LyceeCoverage:
    """What one lycée told; `heard_at` is when it last told anything."""

    uai: str
    name: str
    heard_at: datetime | None
    cells: tuple[Cell, ...]
    publication: Publication = TELLS_ALL

    @property
    def withheld(self) -> int:
        """How many cells its head keeps."""
        return sum(cell.withheld for cell in self.cells)

    @property
    def told(self) -> tuple[Counts, ...]:
        """The counts of the cells that have some."""
        return tuple(cell.counts for cell in self.cells if cell.counts is not None)

    @property
    def expected(self) -> int:
        """Places needed over the year: a pupil counts once for each period."""
        return sum(counts.expected for counts in self.told)

    @property
    def host_agreed(self) -> int:
        """Places found."""
        return sum(counts.host_agreed for counts in self.told)


@dataclass(frozen=True)
class Kept:
    """A lycée that keeps some families to itself, and what those are called."""

    lycee: str
    families: tuple[str, ...]


def keeping(lycees: Iterable[LyceeCoverage], families: Collection[FactFamily]) -> list[Kept]:
    """Which lycées keep some of these families today: their absence is no inactivity."""
    found = (
        Kept(one.name, tuple(f.label for f in one.publication.closed if f in families))
        for one in lycees
    )
    return [kept for kept in found if kept.families]


SILENT_AFTER = timedelta(days=7)


def is_silent(heard_at: datetime | None, now: datetime) -> bool:
    """Whether a lycée's figures may be out of date: nothing for a week, or never anything."""
    return heard_at is None or now - heard_at > SILENT_AFTER


def silence_begins(lycees: Iterable[LyceeCoverage], now: datetime) -> datetime | None:
    """The next instant at which a lycée is silent if nothing comes; None: none is to become so."""
    heard = (one.heard_at for one in lycees if not is_silent(one.heard_at, now))
    last = min((at for at in heard if at is not None), default=None)
    return None if last is None else last + SILENT_AFTER + datetime.resolution


@dataclass(frozen=True)
class Total:
    """What is told of one formation over the whole department; None: withheld."""

    mef: str
    formation: str
    told: PublishedRow


@dataclass(frozen=True)
class Totals:
    """What whoever is outside the DSDEN is told: formations by name, and all of them together.

    `together` adds up the `counted` formations that have figures. `without` lycées of `lycees` keep
    theirs: they are not in the totals.
    """

    formations: tuple[Total, ...]
    together: PublishedRow
    counted: int
    lycees: int
    without: int

    @property
    def label(self) -> str:
        """What the last line adds up."""
        if self.counted == len(self.formations):
            return "Toutes les formations"
        return f"Formations avec leurs chiffres ({self.counted} sur {len(self.formations)})"


@dataclass(frozen=True)
class FormationFigures:
    """Pupils of one formation, periods and lycées together."""

    formation: str
    figures: Figures


def formation_figures(lycees: Sequence[LyceeCoverage]) -> dict[str, FormationFigures]:
    """By MEF, what was counted of each formation."""
    found: dict[str, FormationFigures] = {}
    for counts, cell in ((cell.counts, cell) for lycee in lycees for cell in lycee.cells):
        if counts is not None:
            known = found.get(cell.mef, FormationFigures(cell.formation, Figures(0, 0)))
            more = Figures(min(counts.host_agreed, counts.expected), counts.without)
            found[cell.mef] = FormationFigures(known.formation, known.figures + more)
    return found


def totals_of(
    rows: Sequence[tuple[str, str, Figures | None]], *, lycees: int, without: int
) -> Totals:
    """The table of formations (MEF, name, figures or None where they are withheld), by name."""
    labels = {mef: formation for mef, formation, _ in rows}
    table = tell({mef: figures for mef, _, figures in rows})
    found = [Total(mef, labels[mef], told) for mef, told in table.rows.items()]
    by_name = sorted(found, key=lambda total: (alphabetical(total.formation), total.mef))
    return Totals(tuple(by_name), table.total, table.counted, lycees, without)


def late_entries_alone(
    now: Iterable[LyceeCoverage], then: Iterable[LyceeCoverage], until: date
) -> list[LyceeCoverage]:
    """What is known now of the PFMP that were over, and what was known then of the other ones."""
    known = {one.uai: one.cells for one in then}
    return [
        replace(
            one,
            cells=(
                *(cell for cell in one.cells if is_over_by(cell, until)),
                *(cell for cell in known.get(one.uai, ()) if not is_over_by(cell, until)),
            ),
        )
        for one in now
    ]


def is_over_by(cell: Cell, until: date) -> bool:
    """Whether its period had ended at the end of that day."""
    return cell.ends_on is not None and cell.ends_on <= until
