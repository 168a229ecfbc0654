"""The activity report as a workbook that reckons: totals, rates and changes are formulas."""

from collections.abc import Sequence

from services.chassis.exports.linked_workbook import Formula, Heading, LinkedCell, LinkedSheet, at
from services.chassis.exports.sheet import Column
from services.supervision.base.figures import Figure
from services.supervision.indicators.model.indicator import definition
from services.supervision.month_files.pages.month_workbook import WORDS, change, pair, rate
from services.supervision.own_figures.model.activity_report import ActivityReport
from services.supervision.own_figures.pages import report_words
from services.supervision.report_coverage.model import CoveragePart
from services.supervision.report_figures.model.month_report import Headline

Cells = Sequence[LinkedCell]
EXPECTED, COVERED = 2, 3
COUNTS = ("expected", "covered", "without", "exempted", "left")


def report_sheets(report: ActivityReport, about: Sequence[str]) -> Sequence[LinkedSheet]:
    """Activité, Couverture, Indicateurs, Définitions."""
    few = (report_words.FEW,) if report.names_few else ()
    above = (*about, report_words.known(report), *few)
    return (
        _done_sheet(report, above),
        _coverage_sheet(report, above),
        _compared_sheet("Indicateurs", report, [one for _, one in report.told], above),
        _definitions_sheet(report, above),
    )


def _compared_sheet(
    name: str, report: ActivityReport, lines: Sequence[Headline], about: Sequence[str]
) -> LinkedSheet:
    columns = (
        *(Column("Chiffre", 52), Column("Période", 18), Column("Sur", 10), Column("Taux", 10)),
        *(Column("Un an avant", 18), Column("Sur", 10), Column("Taux", 10)),
        Column("Évolution", 12),
    )
    above = (*about, report_words.beside(report))
    first = len(above) + 2
    return LinkedSheet(name, above, columns, [_line(one, first + n) for n, one in enumerate(lines)])


def _line(one: Headline, row: int) -> Cells:
    cells = [one.title, *pair(one.now, row, 1), *pair(one.before, row, 4)]
    if isinstance(one.now, Figure) and isinstance(one.before, Figure) and one.change is not None:
        return [*cells, change(one.now, one.before, row)]
    return cells


def _done_sheet(report: ActivityReport, about: Sequence[str]) -> LinkedSheet:
    lines = [report.together, *report_words.happened(report)]
    sheet = _compared_sheet("Activité", report, lines, about)
    notes = (
        ("Aucun fait de ces sortes", report_words.never_happened(report)),
        ("Non publié à ce jour", report_words.untold(report)),
    )
    said: list[Cells] = [[f"{what}\u00a0: {', '.join(kinds)}"] for what, kinds in notes if kinds]
    return LinkedSheet(sheet.name, sheet.about, sheet.columns, [*sheet.rows, *said])


def _coverage_sheet(report: ActivityReport, about: Sequence[str]) -> LinkedSheet:
    columns = (
        *(Column("Formation", 34), Column("PFMP", 34), Column("Attendus", 12)),
        *(Column("Avec un lieu", 12), Column("Sans lieu", 12), Column("Dispensés", 12)),
        *(Column("Partis", 12), Column("Taux", 12)),
    )
    first = len(about) + 2
    rows: list[Cells] = [
        _part([line.formation, report_words.running(line)], line.part, first + n)
        for n, line in enumerate(report.coverage)
    ]
    ends, total = first + len(rows), report.total
    if total.told:
        sums = [
            Formula(f"SUM({at(n, first)}:{at(n, ends - 1)})", getattr(total, count))
            for n, count in enumerate(COUNTS, start=EXPECTED)
        ]
        rows.append([Heading("Ensemble"), None, *sums, _rate(total, ends)])
    return LinkedSheet("Couverture", about, columns, rows)


def _part(named: Cells, part: CoveragePart, row: int) -> Cells:
    if part.unsaid is not None:
        return [*named, part.unsaid.value]
    return [*named, *(getattr(part, count) for count in COUNTS), _rate(part, row)]


def _rate(part: CoveragePart, row: int) -> Formula:
    return rate(at(COVERED, row), at(EXPECTED, row), part.covered, part.expected)


def _definitions_sheet(report: ActivityReport, about: Sequence[str]) -> LinkedSheet:
    columns = (Column("Indicateur", 52), Column("Ce qu’il compte", 90), Column("Version", 10))
    rows: list[Cells] = [[one.title, definition(one), one.version] for one, _ in report.told]
    rows += [[f"«\u00a0{word.value}\u00a0»", meaning] for word, meaning in WORDS]
    if report.of_today_alone:
        alone = ", ".join(report.of_today_alone)
        rows.append(["Sans chiffre de ces jours", f"Connus à ce jour seulement\u00a0: {alone}."])
    return LinkedSheet("Définitions", about, columns, rows)
