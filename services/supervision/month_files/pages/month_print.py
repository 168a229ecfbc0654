"""A month's report on paper: what the typesetter is given, all of it said already."""

from collections.abc import Iterator, Mapping, Sequence

from services.chassis.web.views.french import date_fr, number
from services.supervision.base.figure_words import said
from services.supervision.base.figures import Figure, Unit
from services.supervision.indicators.model.recorded_line import DEPARTMENT
from services.supervision.month_files.pages.month_words import paragraphs
from services.supervision.month_reports.pages.month_figures import (
    SentReport,
    beside,
    coverage_parts,
    done,
    never_told,
    nothing_done,
    of_today_alone,
    remark,
    told_lines,
)
from services.supervision.month_reports.pages.year_tables import YearTable, whole, year_tables
from services.supervision.report_coverage.model import CoveragePart
from services.supervision.report_figures.labels import headline_change
from services.supervision.report_figures.model.month_report import (
    DeclaredLine,
    Done,
    Headline,
    MonthReport,
)

LYCEES_BESIDE = 5
"""Columns of lycées a sheet of paper holds; more of them go on in another table."""
Rows = list[list[str]]


def printed_report(sent: SentReport, department: str, warning: str) -> Mapping[str, object]:
    """What `report.typ` prints. `warning`: said on each page, where the figures are invented."""
    report = sent.report
    title = f"{sent.words.title}, {sent.name}"
    notes = beside(report)
    return {
        "title": title,
        "author": f"Animation du réseau, {department}",
        "department": department,
        "day": [report.until.year, report.until.month, report.until.day],
        "warning": warning,
        "lead": [one for one in (sent.known, sent.frozen) if one],
        "headlines": [_headline(one, notes.get(one.code, "")) for one in report.headlines],
        "sections": [[name, paragraphs(text)] for name, text in sent.text.sections],
        "chart": _chart(report),
        "coverage": [_coverage(*one) for one in coverage_parts(report) if one[1]],
        "indicators": list(_indicators(report)),
        "silent": not report.done,
        "done": [_done(one, len(report.lycees)) for one in done(report)],
        "nothing_done": list(nothing_done(report)),
        "never_told": list(never_told(report)),
        "of_today_alone": list(of_today_alone(report)),
        "unheard": [[one.lycee, one.text] for one in report.unheard],
        "corrections": [
            [
                one.what,
                one.lycee or "Département",
                whole(one.then, one.unit),
                whole(one.now, one.unit),
            ]
            for one in sent.corrections
        ],
        "not_compared": list(sent.not_compared),
        **_of_period(sent),
        "exactness": list(report.exactness),
        "declared": [declared_row(one) for one in report.declared],
    }


def _headline(one: Headline, note: str) -> list[str]:
    told = (whole(one.now, one.unit), whole(one.before, one.unit))
    return [_named(one.title, note), *told, headline_change(one)]


def _named(title: str, note: str) -> str:
    return f"{title} (hors {note})" if note else title


def _of_period(sent: SentReport) -> Mapping[str, object]:
    """The words of a month or a school year, and the tables of the latter."""
    return {
        "now": sent.words.now,
        "before": sent.words.before,
        "within": sent.words.within,
        "year": [piece for one in year_tables(sent.report) for piece in _pieces(one)],
    }


def _pieces(table: YearTable) -> Iterator[Mapping[str, object]]:
    """A table as wide as a sheet of paper; what is wider goes on in another one, after its first column."""
    for begins in range(1, max(len(table.columns), 2), LYCEES_BESIDE):
        shown = [0, *range(begins, min(begins + LYCEES_BESIDE, len(table.columns)))]
        yield {
            "title": table.title if begins == 1 else f"{table.title} (suite)",
            "columns": ["", *(table.columns[at] for at in shown)],
            "rows": [[name, *(cells[at].text for at in shown)] for name, cells in table.rows],
        }


def declared_row(one: DeclaredLine) -> list[str]:
    """What a lycée declared, with the day and the source."""
    told = f"{date_fr(one.told_on, weekday=False)}, {one.source}"
    return [one.heading, one.lycee, f"{whole(one.figure, one.unit)} déclaré", told]


def _done(one: Done, lycees: int) -> list[str]:
    return [one.label, said(one.many(lycees), Unit.COUNT), ", ".join(one.withheld)]


def _coverage(
    title: str, rows: Sequence[tuple[str, CoveragePart]], total: CoveragePart
) -> Mapping[str, str | Rows]:
    lines = [_part(name, part) for name, part in rows]
    return {"title": title, "rows": [*lines, _part("Tous les lycées", total)]}


def _part(name: str, part: CoveragePart) -> list[str]:
    if part.unsaid is not None:
        return [name, part.unsaid.value, *[""] * 5]
    counts = (part.covered, part.without, part.exempted, part.left, part.total)
    return [_named(name, remark(part)), *map(number, counts), said(part.rate, Unit.PERCENT)]


def _chart(report: MonthReport) -> Mapping[str, object] | None:
    """The rates of the PFMP of the month as bars, with the same figures in words."""
    title, rows, _ = coverage_parts(report)[0]
    told = [(name, part.rate) for name, part in rows if isinstance(part.rate, Figure)]
    if not told:
        return None
    words = "\u202f; ".join(f"{name}, {whole(rate, Unit.PERCENT)}" for name, rate in told)
    bars = [[name, rate.percent or 0, said(rate, Unit.PERCENT)] for name, rate in told]
    caption = f"Élèves qui ont un lieu d’accueil, {title}"
    return {"caption": caption, "alt": f"{caption}\u00a0: {words}.", "bars": bars}


def _indicators(report: MonthReport) -> Iterator[Mapping[str, Sequence[str] | Rows]]:
    for begins in range(0, max(len(report.lycees), 1), LYCEES_BESIDE):
        beside = report.lycees[begins : begins + LYCEES_BESIDE]
        yield {
            "columns": ["Indicateur", "Département", *(name for _, name in beside)],
            "rows": [
                [
                    line.heading,
                    whole(line.told[DEPARTMENT], line.unit),
                    *(whole(line.told[uai], line.unit) for uai, _ in beside),
                ]
                for line in told_lines(report)
            ],
        }
