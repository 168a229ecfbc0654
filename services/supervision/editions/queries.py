"""What readers outside the DSDEN are told: the edition of the week, or that there is none yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import NO_BREAK, date_fr
from services.supervision.coverage.model.coverage import Totals, totals_of
from services.supervision.editions.model.edition import (
    AT,
    PARIS,
    Edition,
    EditionLine,
    YearOfEdition,
    missing,
    next_edition,
)
from services.supervision.editions.model.outside_indicators import (
    OutsideLine,
    coverage_line,
    line_outside,
)
from services.supervision.editions.store import Editions
from services.supervision.indicators.model import INDICATORS
from services.supervision.indicators.model.recorded_line import read

DISCRETION = (
    "Une formation dont 1 à 4 élèves ont, ou n’ont pas, de lieu d’accueil n’est pas communiquée, "
    "et n’est pas dans le total. D’une édition à l’autre, un effectif ne bouge que de 5 au moins."
)
NO_PLACEMENTS = (
    "Les lieux d’accueil, qui sont chacun celui d’un élève, n’y sont pas\u00a0: "
    "leur nombre est dans la couverture."
)
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Published:
    """What is read outside now: an edition, None before the first, and when the next one comes."""

    edition: Edition | None
    next_at: datetime

    @property
    def said(self) -> str:
        """« Édition du lundi 30 novembre 2026 », or that none exists yet."""
        if self.edition is None:
            return "Aucune édition pour le moment"
        return f"Édition du {date_fr(self.edition.day)}"

    @property
    def when(self) -> str:
        """When there is another one."""
        which = "La première" if self.edition is None else "La suivante"
        return f"{which} paraît le {date_fr(self.next_at)} à {AT.hour}{NO_BREAK}h."

    @property
    def day(self) -> date | None:
        """The day the edition is named by."""
        return self.edition.day if self.edition else None

    @property
    def since(self) -> datetime:
        """From when on the same is told: it changes with the next edition, and with nothing else."""
        return self.next_at - A_WEEK

    def year(self, asked: SchoolYear | None) -> SchoolYear:
        """The school year that is meant: that of the edition by default."""
        return asked or SchoolYear.of(self.day or self.next_at.astimezone(PARIS).date())

    @property
    def years(self) -> Sequence[SchoolYear]:
        """The school years it has figures of, the newest first."""
        known = self.edition.content.years if self.edition else {}
        return sorted(map(SchoolYear, known), reverse=True)

    def figures(self, year: SchoolYear) -> YearOfEdition:
        """Figures of a school year, none when it has none."""
        known = self.edition.content.years if self.edition else {}
        return known.get(str(year), YearOfEdition())

    def totals(self, year: SchoolYear) -> Totals:
        """The table of coverage: formations, all lycées together."""
        figures = self.figures(year)
        rows = [
            (one.mef, one.formation, one.last if one.told else None)
            for one in figures.formations
            if one.present
        ]
        return totals_of(rows, lycees=figures.lycees, without=figures.without)

    def indicators(self, year: SchoolYear) -> Sequence[OutsideLine]:
        """The last line of the table of coverage, then the other indicators."""
        if self.edition is None:
            return []
        table, known = self.totals(year), {one.code: one for one in INDICATORS}
        return [
            coverage_line(table.together, table.without),
            *(
                line_outside(
                    known[row.code], None if row.told is None else read(row.told), row.without
                )
                for row in self.figures(year).indicators
                if row.code in known
            ),
        ]

    def unheard(self) -> Sequence[str]:
        """Lycées of which an absence of figures says nothing."""
        lycees = self.edition.content.lycees if self.edition else ()
        return missing(lycees, published=False)

    def missing(self, uais: Sequence[str] | None) -> Sequence[str]:
        """Lycées among these (None: all) of which an absent line says nothing, and why."""
        lycees = self.edition.content.lycees if self.edition else ()
        mine = [one for one in lycees if uais is None or one.uai in uais]
        return [NO_PLACEMENTS, *missing(mine, published=True)]


async def read_published(uow: UnitOfWork) -> Published:
    """What is read outside the DSDEN now, whoever asks."""
    edition = await Editions(uow).newest()
    return Published(edition, edition.next_at if edition else next_edition(uow.now))


async def read_published_lines(
    uow: UnitOfWork,
    published: Published,
    uais: Sequence[str] | None,
    *,
    before: UUID | None,
    length: int,
) -> tuple[Sequence[EditionLine], UUID | None]:
    """Some lines, and where the next page starts; None at the end."""
    if published.edition is None:
        return [], None
    found = await Editions(uow).lines(published.edition.id, uais, before=before, length=length + 1)
    shown = found[:length]
    return shown, shown[-1].id if len(found) > length else None
