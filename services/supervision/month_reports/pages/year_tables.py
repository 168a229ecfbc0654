"""The tables of a school year’s report: beside the year before, month by month, what was aimed at, the network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.chassis.web.views.french import date_short, month_name
from services.supervision.base.figure_words import file_value, parts, said
from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.indicators.model.recorded_line import DEPARTMENT
from services.supervision.objectives.labels import aimed
from services.supervision.objectives.model import Aim
from services.supervision.past.model import Month, Year
from services.supervision.report_figures.labels import headline_change
from services.supervision.report_figures.model.month_report import Headline, MonthReport


@dataclass(frozen=True)
class YearTable:
    """A table: its first column names the row, the others are figures or words."""

    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence["YearCell"]]]


@dataclass(frozen=True)
class YearCell:
    """A figure, or words."""

    told: Told | str
    unit: Unit = Unit.COUNT

    @property
    def text(self) -> str:
        """The cell as people read it."""
        return self.told if type(self.told) is str else whole(self.told, self.unit)  # type: ignore[arg-type]  # told is no plain text here

    @property
    def plain(self) -> str | int | float | None:
        """In a workbook: a number to reckon with, or words."""
        return self.told if type(self.told) is str else file_value(self.told)  # type: ignore[arg-type]  # told is no plain text here


def whole(told: Told, unit: Unit) -> str:
    """« 75 % (15 sur 20) »."""
    counts = parts(told)
    return f"{said(told, unit)} ({counts})" if counts else said(told, unit)


def year_tables(report: MonthReport) -> Sequence[YearTable]:
    """Tables there is something in; none of a month."""
    every = (
        _beside("Indicateurs du département, et l’année précédente", report, report.beside),
        _of_lycees(report),
        _months(report),
        _aims(report.aims),
        _beside("Animation du réseau, et l’année précédente", report, report.network),
    )
    return [one for one in every if one.rows]


def _beside(title: str, report: MonthReport, lines: Iterable[Headline]) -> YearTable:
    rows = [
        (
            one.title,
            [
                YearCell(one.now, one.unit),
                YearCell(one.before, one.unit),
                YearCell(headline_change(one)),
            ],
        )
        for one in lines
    ]
    return YearTable(title, ("Cette année", _year_before(report), "Évolution"), rows)


def _year_before(report: MonthReport) -> str:
    """« Année précédente », and as of which day while the year goes on."""
    period = report.period
    if isinstance(period, Year) and report.until < period.last:
        return f"Année précédente, au {date_short(period.a_year_earlier(report.until))}"
    return "Année précédente"


def _of_lycees(report: MonthReport) -> YearTable:
    """Two rows an indicator, where some lycée had a figure the year before: that of now, and that."""
    now = {one.indicator: one for one in report.indicators}
    columns = {DEPARTMENT: "Département", **dict(report.lycees)}
    before, rows = _year_before(report).lower(), []
    for then in report.lycees_before:
        line = now.get(then.indicator)
        # A figure of the department alone is in the table above: no lycée has one.
        if line is None or not any(
            isinstance(then.told.get(uai), Figure) for uai, _ in report.lycees
        ):
            continue
        for name, of in ((line.heading, line), (f"{line.heading}, {before}", then)):
            told = [of.told.get(uai, Untold.SILENT) for uai in columns]
            rows.append((name, [YearCell(one, line.unit) for one in told]))
    title = "Lycée par lycée, et l’année précédente"
    return YearTable(title, list(columns.values()), rows)


def _months(report: MonthReport) -> YearTable:
    keys = list(dict.fromkeys(key for one in report.months for key in one.told))
    names = [month_name(month.first) for key in keys if (month := Month.of_key(key))]
    headings = [one.heading for one in report.months]
    rows = [
        (name, [YearCell(one.told.get(key, Untold.SILENT), one.unit) for one in report.months])
        for key, name in zip(keys, names, strict=True)
    ]
    return YearTable("Mois par mois", headings, rows)


def _aims(lines: Iterable[Headline]) -> YearTable:
    rows = []
    for one in lines:
        target = one.before.numerator if isinstance(one.before, Figure) else 0
        words = aimed(Aim(target, one.now, one.unit))
        rows.append((one.title, [YearCell(one.now, one.unit), YearCell(words)]))
    return YearTable("Objectifs de l’année", ("Chiffre", "Objectif"), rows)
