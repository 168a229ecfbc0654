"""A declared figure (chiffre déclaré): of a lycée, an indicator and a month, with its day and its source."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion
from services.supervision.base.figures import Figure, Told, Untold
from services.supervision.past.model import Month

COUNT_MAX = 10_000_000


class Source(StrEnum):
    """How it was told (source)."""

    MAIL = "mail"
    PHONE = "phone"
    MEETING = "meeting"
    SHEET = "sheet"

    @property
    def label(self) -> str:
        """The source as people read it."""
        return SOURCES[self]


SOURCES: Mapping[Source, str] = {
    Source.MAIL: "courriel",
    Source.PHONE: "téléphone",
    Source.MEETING: "réunion",
    Source.SHEET: "tableau",
}


class WholeMissing(Invalid):
    """A part is told of a whole."""

    code = "declared-whole-missing"
    title = "Ce chiffre est une part\u202f: indiquez aussi sur combien."


class WholeUnwanted(Invalid):
    """A count is of no whole."""

    code = "declared-whole-unwanted"
    title = "Ce chiffre est un nombre\u202f: laissez vide «\u00a0sur combien\u00a0»."


class PartBeyondWhole(Invalid):
    """A part is no more than its whole."""

    code = "declared-part-beyond-whole"
    title = "Le chiffre dépasse ce dont il est une part\u202f: vérifiez les deux nombres."


class ToldLater(Invalid):
    """What is noted was told already."""

    code = "declared-later"
    title = "Indiquez un jour qui n’est pas à venir."


class ToldBefore(Invalid):
    """A figure told before its month began."""

    code = "declared-before"
    title = "Indiquez un jour du mois dont il parle, ou d’après."


class MonthUnknown(Invalid):
    """A month that has not begun."""

    code = "declared-month-unknown"
    title = "Choisissez un mois de la liste\u202f: il a commencé, et n’a pas plus de deux ans."


class DeclaredAlready(Invalid):
    """One figure stands for a lycée, an indicator and a month."""

    code = "declared-already"
    title = "Un chiffre est déjà noté pour ce lycée, cet indicateur et ce mois\u202f: corrigez-le dans la liste."


class DeclaredMoved(Conflict):
    """A figure that is withdrawn already, or stands already."""

    code = "declared-moved"
    title = "Ce chiffre a déjà été retiré, ou remis\u202f: relisez la liste."


class LyceeKnown(Invalid):
    """A lycée is named once."""

    code = "declared-lycee-known"
    title = "Ce lycée est déjà dans la liste."


class LyceeElsewhere(Invalid):
    """The supervisor names lycées of the department."""

    code = "declared-lycee-elsewhere"
    title = "Ce numéro UAI n’est pas celui d’un lycée du département."


class LyceeGone(Conflict):
    """A lycée that was removed already."""

    code = "declared-lycee-gone"
    title = "Ce lycée n’est déjà plus dans la liste."


class LyceeHasFigures(Conflict):
    """Its figures are read under its name."""

    code = "declared-lycee-has-figures"
    title = "Des chiffres sont notés pour ce lycée\u202f: retirez-les d’abord."


@dataclass(frozen=True)
class DeclaredLycee:
    """A lycée the supervisor named, since it is not in Passerelle yet."""

    id: UUID
    uai: Uai
    name: str


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What the supervisor types."""

    uai: Uai
    indicator: str
    month: Month
    numerator: int
    denominator: int | None
    told_on: date
    source: Source

    def check(self, *, part: bool, today: date, before: Month | None = None) -> None:
        """`part`: whether the indicator is a part of a whole; `before`: the month it was of. Raises Invalid."""
        if part and not self.denominator:
            raise WholeMissing(field="denominator")
        if not part and self.denominator is not None:
            raise WholeUnwanted(field="denominator")
        if self.denominator is not None and self.numerator > self.denominator:
            raise PartBeyondWhole(field="numerator")
        if self.told_on > today:
            raise ToldLater(field="told_on")
        if self.month != before and self.month not in months_to_declare(today):
            raise MonthUnknown(field="month")
        if self.told_on < self.month.first:
            raise ToldBefore(field="told_on")


@dataclass(frozen=True, kw_only=True)
class DeclaredFigure:
    """A figure as it stands."""

    id: UUID
    of: Declaration
    declared_at: datetime
    """When it was noted as it is: corrected, or put back, last."""
    version: int = 1
    withdrawn_at: datetime | None = None

    @property
    def figure(self) -> Figure:
        """Its figure."""
        return Figure(self.of.numerator, self.of.denominator)

    @property
    def year(self) -> SchoolYear:
        """The school year its month is in."""
        return SchoolYear.of(self.of.month.first)

    def corrected(self, version: int, of: Declaration, now: datetime) -> "DeclaredFigure":
        """Told otherwise. Raises StaleVersion, DeclaredMoved."""
        if self.withdrawn_at is not None:
            raise DeclaredMoved
        self._stands_as(version)
        return replace(self, of=of, declared_at=now, version=self.version + 1)

    def withdrawn(self, version: int, now: datetime) -> "DeclaredFigure":
        """Counted no more. Raises DeclaredMoved, StaleVersion."""
        if self.withdrawn_at is not None:
            raise DeclaredMoved
        self._stands_as(version)
        return replace(self, withdrawn_at=now, version=self.version + 1)

    def put_back(self, version: int, now: datetime) -> "DeclaredFigure":
        """Counted again. Raises DeclaredMoved, StaleVersion."""
        if self.withdrawn_at is None:
            raise DeclaredMoved
        self._stands_as(version)
        return replace(self, withdrawn_at=None, declared_at=now, version=self.version + 1)

    def past(self, past_id: UUID, now: datetime) -> "DeclaredFigure":
        """The figure as it stood until now, for what a report says was known then."""
        return replace(self, id=past_id, withdrawn_at=self.withdrawn_at or now)

    def _stands_as(self, version: int) -> None:
        if version != self.version:
            told, whole = self.of.numerator, self.of.denominator
            shown = str(told) if whole is None else f"{told}\u00a0sur\u00a0{whole}"
            raise StaleVersion(
                f"Ce chiffre a changé entre-temps\u202f: il vaut maintenant {shown}, "
                f"dit le {self.of.told_on:%d/%m/%Y}. Relisez-le avant d’y toucher.",
                current={"version": self.version},
            )


def months_to_declare(today: date) -> Sequence[Month]:
    """The months one may be of, the newest first: two years of them."""
    found = [Month.of(today)]
    while len(found) < 24:
        found.append(found[-1].before)
    return found


def newest_of_each(figures: Iterable[DeclaredFigure]) -> Mapping[tuple[str, str], DeclaredFigure]:
    """Declared figures of the newest month, by UAI and indicator."""
    ordered = sorted(figures, key=lambda one: one.of.month)
    return {(one.of.uai, one.of.indicator): one for one in ordered}


def stands(published: Told | None) -> bool:
    """Whether a declared figure is shown beside what a lycée publishes: neither a figure, nor what its head keeps."""
    return not isinstance(published, Figure) and published is not Untold.WITHHELD


@dataclass(frozen=True)
class DeclaredColumn:
    """A lycée with what it declared and does not publish, by the code of the indicator."""

    uai: str
    lycee: str
    figures: Mapping[str, DeclaredFigure]


def apart(figures: Iterable[DeclaredFigure]) -> Figure | None:
    """Declared figures together, told apart from every total; None: there are none."""
    total: Figure | None = None
    for one in figures:
        total = one.figure if total is None else total + one.figure
    return total
